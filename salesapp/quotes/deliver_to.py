"""The sheet on which a draft is sent to one of the delivery addresses of its account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from salesapp.core.i18n import _, _l
from salesapp.core.registry import RecordType
from salesapp.customers.models import Account
from salesapp.quotes.paper import language_of
from salesapp.web.forms import Form
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render

Place = tuple[list[str], dict[str, str]]
OWN = "account"
"""The choice of the account's own shipping address."""


class DeliverToForm(Form):
    """Which of the account's addresses; made by `_form`."""

    places: dict[str, Place]


def delivery_screens(blueprint: Blueprint, type_: RecordType) -> None:
    """Adds the sheet to the type's blueprint: `/orders/7/deliver-to`."""

    @requires(type_.edit)
    def ask_deliver_to(key: int) -> Response:
        document = visible_or_404(type_.model, key)
        document.must_be_draft()
        given = {"place": _newest(document)} if "newest" in request.args else {}
        return _sheet(type_, document, _form(document)(formdata=None, **given))

    @requires(type_.edit)
    def deliver_to(key: int) -> Response:
        document = visible_or_404(type_.model, key, to_change=True)
        form = _form(document)()
        if not form.validate_on_submit():
            return _sheet(type_, document, form, form.http_status)
        document.deliver_to(*form.places[form["place"].data], by=current_user)
        there = url_for(f"{type_.plural}.show", key=key)
        return committed(redirect_to(there, toast=_("The delivery address is saved.")))

    address = "/<int:key>/deliver-to"
    blueprint.add_url_rule(address, "ask_deliver_to", ask_deliver_to)
    blueprint.add_url_rule(address, "deliver_to", deliver_to, methods=["POST"])


def _form(document: Any) -> type[DeliverToForm]:
    """Where the account takes goods: its own shipping address, then the further ones."""
    language = language_of(document).locale
    account: Account | None = document.account
    places: dict[str, Place] = {}
    labels: dict[str, Any] = {}
    if account is not None:
        places[OWN] = account.own_place(language=language)
        labels[OWN] = _("Shipping address of the account")
        for each in account.delivery_addresses:
            if each.deleted_at is None:
                places[str(each.id)] = each.lines(language), each.parts
                labels[str(each.id)] = each.name
    now = document.shipping_address
    chosen = next((key for key, (lines, _parts) in places.items() if "\n".join(lines) == now), None)
    choices = [
        SelectChoice(key, f"{labels[key]}: {_short(lines)}") for key, (lines, _parts) in places.items()
    ]
    needed = DataRequired(_l("Choose an address."))
    field = RadioField(_l("Deliver to"), [needed], choices=choices, default=chosen)
    return type("DeliverToForm", (DeliverToForm,), {"place": field, "places": places})


def _newest(document: Any) -> str | None:
    """The address that was set up last: whoever left the draft for that comes back to it."""
    own = [] if document.account is None else document.account.delivery_addresses
    return max((str(each.id) for each in own if each.deleted_at is None), key=int, default=None)


def _short(lines: Sequence[str]) -> str:
    return ", ".join(lines)


def _sheet(type_: RecordType, document: Any, form: DeliverToForm, status: int = 200) -> Response:
    title = _("Delivery address")
    return render(
        "documents/_deliver_to.html", type=type_, record=document, form=form, title=title, status=status
    )
