"""The pages of payment terms, with a sheet for discounts and one for instalments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.products.payment_terms.forms import StepsForm, discounts_form, parts_form
from salesapp.products.payment_terms.models import PaymentTerms
from salesapp.products.payment_terms.records import PAYMENT_TERMS
from salesapp.products.payment_terms.words import discount_words, part_words, plan_words
from salesapp.records.screens import record_screens
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render


def _page(terms: PaymentTerms) -> dict[str, Any]:
    plan = terms.plan
    return {
        "in_words": plan_words(plan),
        "discounts": [discount_words(each) for each in plan.discounts],
        "instalments": [part_words(each) for each in plan.parts],
    }


payment_terms = record_screens(PAYMENT_TERMS, context=_page)


@payment_terms.get("/<int:key>/discounts")
@requires(Permission.SETUP)
def ask_discounts(key: int) -> Response:
    terms = visible_or_404(PaymentTerms, key)
    return _sheet("discounts", terms, discounts_form(terms))


@payment_terms.post("/<int:key>/discounts")
@requires(Permission.SETUP)
def give_discounts(key: int) -> Response:
    terms = visible_or_404(PaymentTerms, key, to_change=True)
    form = discounts_form(terms)
    return _kept("discounts", terms, form, lambda: terms.give_discounts(form.discounts, by=current_user))


@payment_terms.get("/<int:key>/instalments")
@requires(Permission.SETUP)
def ask_instalments(key: int) -> Response:
    terms = visible_or_404(PaymentTerms, key)
    return _sheet("instalments", terms, parts_form(terms))


@payment_terms.post("/<int:key>/instalments")
@requires(Permission.SETUP)
def split(key: int) -> Response:
    terms = visible_or_404(PaymentTerms, key, to_change=True)
    form = parts_form(terms)
    return _kept("instalments", terms, form, lambda: terms.split(form.parts, by=current_user))


def _kept(what: str, terms: PaymentTerms, form: StepsForm, act: Callable[[], None]) -> Response:
    if not form.validate_on_submit():
        return _sheet(what, terms, form, form.http_status)
    try:
        act()
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return _sheet(what, terms, form, form.http_status)
    return committed(redirect_to(url_for("payment_terms.show", key=terms.id), toast=_("Saved.")))


def _sheet(what: str, terms: PaymentTerms, form: StepsForm, status: int = 200) -> Response:
    title = _("Early-payment discount") if what == "discounts" else _("Instalments")
    return render(f"payment_terms/_{what}.html", record=terms, form=form, title=title, status=status)
