"""A lead from a visiting card: a file or pasted text fills the form, and nothing is kept before it is saved."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.once import new_key
from salesapp.customers import vcards
from salesapp.leads.fairs import going_on
from salesapp.leads.forms import CardForm
from salesapp.leads.models import LEAD
from salesapp.leads.views.screens import leads
from salesapp.records.importing.choices import read_country
from salesapp.records.screens import sections
from salesapp.web.forms import form_for
from salesapp.web.guards import requires
from salesapp.web.render import render


@leads.get("/card")
@requires(Permission.LEAD_EDIT)
def ask_card() -> Response:
    return render("leads/_card.html", form=CardForm(), title=_("From a visiting card"))


@leads.post("/card")
@requires(Permission.LEAD_EDIT)
def read_card() -> Response:
    """The form for a new lead as the card fills it."""
    form = CardForm()
    try:
        content = form.file.data.read() if form.file.data else b""
        card = vcards.read_bytes(content) if content else vcards.read_card(form.pasted.data or "")
    except ValueError as error:
        form.refuse(RuleBroken(error, field="file" if form.file.data else "pasted"))
        return render("leads/_card.html", form=form, title=_("From a visiting card"), status=422)
    values, fair = _values(card), going_on(current_user)
    values |= fair.brings if fair is not None else {}
    filled = form_for(LEAD, values=values | {"owner": current_user.id})
    filled.once.data = new_key()  # the card's own key is for reading it
    said = {name for name, value in values.items() if value}
    parts = [
        (label, fields, folded and not _any(fields, said)) for label, fields, folded in sections(LEAD, filled)
    ]
    context: dict[str, Any] = {"form": filled, "sections": parts, "record": None}
    if fair is not None:
        context["action"] = url_for("fairs.keep_card", key=fair.id)
    # A draft of its own: what was typed for another lead does not stand in this one.
    return render("records/new.html", type=LEAD, keep=f"lead-card-{new_key()[:8]}", **context)


def _any(fields: list[Any], names: set[str]) -> bool:
    """Whether the card filled one of the fields."""
    return any(each.name in names for each in fields)


def _values(card: vcards.Card) -> dict[str, Any]:
    """The card by the lead's fields, cut to what they hold."""
    there = card.address
    texts = {
        "name": card.name or card.organization,
        "company": card.organization if card.name else "",
        "job_title": card.title,
        "email": card.email,
        "phone": card.phone,
        "mobile": card.mobile,
        "website": card.url,
        "street": there.street.replace("\n", ", "),
        "city": there.city,
        "state": there.state,
        "postal_code": there.postal_code,
        "description": card.note,
    }
    held = {name: text[: LEAD.field(name).length] for name, text in texts.items() if name != "description"}
    return held | {"description": card.note, "country": _country(there.country)}


def _country(name: str) -> str | None:
    try:
        return read_country(name) if name else None
    except ValueError:
        return None
