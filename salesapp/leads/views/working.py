"""Calling one's leads one after the other.

Which one it is stands in the address, so that a page which the telephone pushed out of memory comes back with the same
lead; what was typed is kept by the browser.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, request, url_for
from flask_login import current_user
from sqlalchemy import Select

from salesapp.activities.actions import log_call
from salesapp.activities.forms import CallForm
from salesapp.activities.models import CallOutcome
from salesapp.core import clock
from salesapp.core.access import Permission
from salesapp.core.i18n import _
from salesapp.core.typed import keys_in
from salesapp.leads import working
from salesapp.leads.models import Lead
from salesapp.leads.views.screens import leads
from salesapp.web.filters import zone
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render


@leads.get("/next")
@requires(Permission.LEAD_EDIT)
def following() -> Response:
    """Leads to the next one, or says that all is done."""
    waiting, skipped = _waiting(), _skipped()
    lead = working.next_of(waiting, skipped)
    if lead is not None:
        return redirect_to(url_for("leads.work", key=lead.id, skip=_joined(skipped)))
    return render(
        "leads/worked.html", skipped=len(skipped), done=working.calls_since(current_user, _begins())
    )


@leads.get("/<int:key>/work")
@requires(Permission.LEAD_EDIT)
def work(key: int) -> Response:
    return _page(visible_or_404(Lead, key), CallForm(formdata=None))


@leads.post("/<int:key>/work")
@requires(Permission.LEAD_EDIT)
def worked(key: int) -> Response:
    """Writes the call down and goes on."""
    lead, form = visible_or_404(Lead, key, to_change=True), CallForm()
    if not form.validate():
        return _page(lead, form, 422)
    days, today = form.next_in.data, clock.today(zone())
    next_on = today + timedelta(days=int(days)) if days else None
    working.keep_promises(lead, current_user, today)
    log_call(lead, form.outcome.data, form.note.data, next_on, by=current_user, next_step=form.next_step.data)
    said = _("%(name)s: %(outcome)s", name=lead.name, outcome=form.outcome.data.label)
    return committed(redirect_to(url_for("leads.following", skip=_joined(_skipped())), toast=said))


def _page(lead: Lead, form: CallForm, status: int = 200) -> Response:
    skipped = _skipped()
    context: dict[str, Any] = {
        "record": lead,
        "form": form,
        "outcomes": list(CallOutcome),
        "calls": working.last_calls(lead),
        "left": working.count_of(_waiting(), [*skipped, lead.id]),
        "skip": _joined(skipped),
        "skip_url": url_for("leads.following", skip=_joined([*skipped, lead.id])),
    }
    return render("leads/work.html", status=status, **context)


def _waiting() -> Select[Lead]:
    return working.waiting_for(current_user, clock.today(zone()), _begins())


def _begins() -> datetime:
    return datetime.combine(clock.today(zone()), time(), ZoneInfo(zone()))


def _skipped() -> list[int]:
    """Ids of the leads put aside on this round, as the address has them: `3.17.4`."""
    return keys_in(request.args.get("skip", "").split("."))[:200]


def _joined(keys: list[int]) -> str | None:
    return ".".join(map(str, keys)) or None
