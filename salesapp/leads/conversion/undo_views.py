"""Taking a conversion back: the sheet that says what will happen or what stands in the way, and the press."""

from __future__ import annotations

from flask import Response, url_for
from flask_login import current_user
from sqlalchemy import select

from salesapp.core.access import Permission
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event
from salesapp.core.i18n import _
from salesapp.core.registry import type_of
from salesapp.leads.conversion.models import Trace, standing_conversion
from salesapp.leads.conversion.undo import became, built_on, still_filled, unconvert
from salesapp.leads.models import Lead
from salesapp.leads.screens import leads
from salesapp.web.forms import Form
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render


@leads.get("/<int:key>/unconvert")
@requires(Permission.LEAD_EDIT)
def ask_unconvert(key: int) -> Response:
    return _sheet(visible_or_404(Lead, key, to_change=True), Form())


@leads.post("/<int:key>/unconvert")
@requires(Permission.LEAD_EDIT)
def undo_conversion(key: int) -> Response:
    lead, form = visible_or_404(Lead, key, to_change=True), Form()
    for each in became(lead):
        visible_or_404(type(each), each.id, to_change=True)
    try:
        unconvert(lead, by=current_user)
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return _sheet(visible_or_404(Lead, key), form, status=422)
    said = _("%(name)s is a lead again.", name=lead.name)
    return committed(redirect_to(url_for("leads.show", key=key), toast=said))


def _sheet(lead: Lead, form: Form, *, status: int = 200) -> Response:
    conversion = standing_conversion(lead.id)
    trace = None if conversion is None else conversion.trace
    built = [] if conversion is None else built_on(lead, conversion)
    return render(
        "leads/conversion/_unconvert.html",
        record=lead,
        form=form,
        title=_("Undo the conversion"),
        built=bool(built),
        events=list(db.session.scalars(select(Event).where(Event.id.in_(built)).order_by(Event.id.desc()))),
        made=[each for each in lead.targets if trace is not None and each.record_type_key in trace.made],
        filled=[] if trace is None else list(_filled(lead, trace)),
        status=status,
    )


def _filled(lead: Lead, trace: Trace) -> list[tuple[Record, list[str]]]:
    """Reused records with the labels of the fields that become blank again."""
    found: list[tuple[Record, list[str]]] = []
    for each in lead.targets:
        names = set(still_filled(each, trace))
        labels = [str(field.label) for field in type_of(each).fields if field.attribute in names]
        found += [(each, labels)] if labels else []
    return found
