"""Converting: the sheet, its redrawing while somebody chooses, and the one press that does it."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.registry import type_of
from salesapp.leads import actions
from salesapp.leads.models import Lead
from salesapp.leads.views.screens import leads
from salesapp.leads.views.sheet import ConversionSheet
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, is_partial, redirect_to, render


@leads.get("/<int:key>/convert")
@requires(Permission.LEAD_EDIT)
def ask_convert(key: int) -> Response:
    lead = visible_or_404(Lead, key, to_change=True)
    if lead.is_converted:
        return _already(lead)
    return _show("leads/_convert.html", ConversionSheet(lead))


@leads.post("/<int:key>/convert/check")
@requires(Permission.LEAD_EDIT)
def check_conversion(key: int) -> Response:
    """The sheet as the choices made so far change it; nothing is written."""
    lead = visible_or_404(Lead, key, to_change=True)
    sheet = ConversionSheet(lead)
    return _already(lead) if lead.is_converted else _show("leads/_convert_form.html", sheet)


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
    return committed(redirect_to(url_for(f"{type_of(first).plural}.show", key=first.id), toast=said))


def _redrawn() -> str:
    """The form alone for the sheet that is open; without it the whole."""
    return "leads/_convert_form.html" if is_partial() else "leads/_convert.html"


def _show(template: str, sheet: ConversionSheet, *, status: int = 200) -> Response:
    context: dict[str, Any] = {
        "sheet": sheet.complete(),
        "form": sheet,
        "record": sheet.lead,
        "title": _("Convert the lead"),
    }
    return render(template, status=status, **context)


def _already(lead: Lead) -> Response:
    """Somebody was faster: the lead's page says who and links to what it became."""
    said = _("%(name)s was converted already.", name=lead.name)
    return redirect_to(url_for("leads.show", key=lead.id), toast=said)
