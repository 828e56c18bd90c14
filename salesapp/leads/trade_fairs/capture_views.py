"""Leads made by hand while a trade fair goes on: whichever form one fills, they are leads of the fair.

Each of the forms says so and lets one leave the fair out (`leads/trade_fairs/_fair.html`).
"""

from __future__ import annotations

from typing import Any, cast

from flask import request
from flask_login import current_user

from salesapp.core import clock
from salesapp.leads.models import LEAD, Lead
from salesapp.leads.trade_fairs.models import Fair
from salesapp.leads.trade_fairs.queries import going_on
from salesapp.records.editing import save_new
from salesapp.web.filters import zone
from salesapp.web.forms import Form

OFFERED, CHOSEN = "fair_offered", "at_fair"
"""The form offered the fair; the box beside it is ticked."""


def leaves_fair_out() -> bool:
    """Whether the form was sent with the box unticked."""
    return OFFERED in request.values and CHOSEN not in request.values


def fair_here() -> Fair | None:
    """The fair that the signed-in user is at, for the forms to name."""
    return going_on(current_user)


def capture_quick(name: str, about: str | None, *, by: Any, **others: Any) -> Lead:
    """A lead of a few values."""
    fair = _fair(by)
    if fair is None:
        return Lead.capture(name, about, by=by, **others)
    return fair.capture(name, clock.today(zone()), by=by, about=about, **others)


def capture_form(form: Form, *, by: Any) -> Lead:
    """A lead of a whole form; what the form says goes before what the fair brings."""
    fair = _fair(by)
    for name, value in ({} if fair is None else fair.brings).items():
        if name in form and form[name].data in (None, ""):
            form[name].data = value
    lead = cast("Lead", save_new(LEAD, form, by=by))
    if fair is not None:
        fair.take(lead, clock.today(zone()), by=by)
    return lead


def _fair(by: Any) -> Fair | None:
    return None if leaves_fair_out() else going_on(by)
