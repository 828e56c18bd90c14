"""Converting: the sheet, its redrawing while somebody chooses, and the one press that does it.

Of several leads one after the other: `then` holds the ids of those that come next.
"""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for
from flask_login import current_user
from sqlalchemy import select

from salesapp.core.access import Permission, changeable
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import keys_in
from salesapp.core.registry import type_of
from salesapp.leads.conversion import actions
from salesapp.leads.conversion.sheet import ConversionSheet
from salesapp.leads.kinds import OPEN_STATUSES
from salesapp.leads.models import Lead
from salesapp.leads.screens import leads
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, is_partial, redirect_to, render

MOST = 100
"""So many leads are converted one after the other at most."""


@leads.get("/convert")
@requires(Permission.LEAD_EDIT)
def convert_ticked() -> Response:
    """The ticked leads (`key`) one after the other, each on its own sheet."""
    first = _following(",".join(request.args.getlist("key")))
    if first is None:
        return redirect_to(url_for("leads.index"), toast=_("The selected leads can’t be converted."))
    return redirect_to(first)


@leads.get("/<int:key>/convert")
@requires(Permission.LEAD_EDIT)
def ask_convert(key: int) -> Response:
    lead = visible_or_404(Lead, key, to_change=True)
    if lead.is_converted:
        return _already(lead)
    sheet = ConversionSheet(lead)
    sheet.form.then.data = request.args.get("then")
    return _show("leads/conversion/_convert.html", sheet)


@leads.post("/<int:key>/convert/check")
@requires(Permission.LEAD_EDIT)
def check_conversion(key: int) -> Response:
    """The sheet as the choices made so far change it; nothing is written."""
    lead = visible_or_404(Lead, key, to_change=True)
    sheet = ConversionSheet(lead)
    return _already(lead) if lead.is_converted else _show("leads/conversion/_convert_form.html", sheet)


@leads.post("/<int:key>/convert")
@requires(Permission.LEAD_EDIT)
def convert(key: int) -> Response:
    lead = visible_or_404(Lead, key, to_change=True)
    if lead.is_converted:
        return _already(lead)
    sheet = ConversionSheet(lead)
    if not sheet.is_ready():
        return _show(_redrawn(), sheet, status=422)
    try:
        became = actions.convert(lead, sheet.choices, by=current_user)
    except RuleBroken as broken:
        db.session.rollback()
        sheet.refuse(broken)
        return _show(_redrawn(), sheet, status=422)
    said = _("%(name)s was converted.", name=lead.name)
    first = became.records[0]
    onward = _following(sheet.form.then.data) or url_for(f"{type_of(first).plural}.show", key=first.id)
    undo = url_for("leads.undo_conversion", key=lead.id)
    return committed(redirect_to(onward, toast=said, undo=undo))


def _ids(text: str | None) -> list[int]:
    """`5,7` as numbers; what is none is left out."""
    return keys_in((text or "").split(","))[:MOST]


def _following(text: str | None) -> str | None:
    """The sheet of the first of these leads that can be converted, with the others behind it; None without any."""
    keys = _ids(text)
    if not keys:
        return None
    may = select(Lead).where(
        Lead.id.in_(keys), Lead.status.in_(OPEN_STATUSES), changeable(Lead, current_user)
    )
    open_ones = {each.id for each in db.session.scalars(may)}
    left = [each for each in keys if each in open_ones]
    if not left:
        return None
    return url_for("leads.ask_convert", key=left[0], then=",".join(map(str, left[1:])) or None)


def _redrawn() -> str:
    """The form alone for the sheet that is open; without it the whole."""
    return "leads/conversion/_convert_form.html" if is_partial() else "leads/conversion/_convert.html"


def _show(template: str, sheet: ConversionSheet, *, status: int = 200) -> Response:
    context: dict[str, Any] = {
        "sheet": sheet.complete(),
        "form": sheet,
        "record": sheet.lead,
        "title": _("Convert the lead"),
        "left": len(_ids(sheet.form.then.data)),
        "skip": _following(sheet.form.then.data) if sheet.form.then.data else None,
    }
    return render(template, status=status, **context)


def _already(lead: Lead) -> Response:
    """Somebody was faster: the lead's page says who and links to what it became."""
    said = _("%(name)s has already been converted.", name=lead.name)
    return redirect_to(url_for("leads.show", key=lead.id), toast=said)
