"""Screens that quotes, orders and invoices have alike: beginning a draft for a customer, a link for the customer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.core.registry import RecordType
from salesapp.quotes.forms import CustomerForm, LinkForm
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render

Write = Callable[..., Any]
"""Begins a draft: `write(document, by=user)`; RuleBroken without a customer."""


Fill = Callable[[Any, Any], str | None]
"""Adds to a new draft what its form says beyond the customer; gives what is to be told of it."""
ASKED = ("account", "contact", "template")


def new_screens(
    blueprint: Blueprint,
    type_: RecordType,
    write: Write,
    *,
    title: str,
    verb: str,
    form: type[CustomerForm] = CustomerForm,
    fill: Fill | None = None,
) -> None:
    """`/new` asks who the customer is, with what an address already says, and leads to the draft."""
    change, kind = requires(type_.edit), form

    def answer(form: CustomerForm, status: int = 200) -> Response:
        context: dict[str, Any] = {"type": type_, "form": form, "title": title, "verb": verb}
        return render("documents/_new.html", status=status, **context)

    @blueprint.get("/new", endpoint="new")
    @change
    def new() -> Response:
        given = {name: request.args.get(name, type=key_in) for name in ASKED}
        return answer(kind(formdata=None, data=given))

    @blueprint.post("/new", endpoint="create")
    @change
    def create() -> Response:
        form = kind()
        if not form.validate_on_submit():
            return answer(form, 422)
        document = type_.model(account_id=form.account.data, contact_id=form.contact.data)
        try:
            made = write(document, by=current_user)
            said = None if fill is None else fill(made, form)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
            return answer(form, 422)
        return committed(redirect_to(url_for(f"{type_.plural}.show", key=made.id), toast=said))


def link_screens(
    blueprint: Blueprint,
    type_: RecordType,
    address_of: Callable[[str], str],
    *,
    opens: str,
    form: type[LinkForm] | None = None,
) -> None:
    """`/7/link` makes a further address for the customer; `opens` says what whoever has it can do.

    `form` asks whom it is for, where that is kept.
    """
    change = requires(type_.edit)

    def answer(
        document: Any, address: str | None, asked: LinkForm | None = None, status: int = 200
    ) -> Response:
        context: dict[str, Any] = {"type": type_, "record": document, "address": address, "opens": opens}
        title = _("Link for the customer")
        return render("documents/_link.html", title=title, form=asked, status=status, **context)

    @blueprint.get("/<int:key>/link", endpoint="ask_link")
    @change
    def ask_link(key: int) -> Response:
        return answer(visible_or_404(type_.model, key), None, None if form is None else form(formdata=None))

    @blueprint.post("/<int:key>/link", endpoint="link")
    @change
    def link(key: int) -> Response:
        document = visible_or_404(type_.model, key, to_change=True)
        if form is None:
            return committed(answer(document, address_of(document.new_secret())))
        asked = form()
        if not asked.validate_on_submit():
            return answer(document, None, asked, 422)
        secret = document.new_secret((asked.recipient.data or "").strip() or None)
        return committed(answer(document, address_of(secret)))
