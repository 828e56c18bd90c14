"""Paying back what is free of a payment or a credit note, and taking that back."""

from __future__ import annotations

from flask import Response, abort, url_for
from flask_login import current_user

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.registry import type_of
from salesapp.invoices.actions import PaidBack, refund, reverse_refund
from salesapp.invoices.actions.settling import free_for
from salesapp.invoices.forms import RefundForm, refund_form
from salesapp.invoices.models import CreditNote, Payment, PaymentMethod, Refund
from salesapp.invoices.views.reversing import Reversal
from salesapp.invoices.wording import amount_words
from salesapp.web.render import committed, redirect_to, render
from salesapp.web.returning import back_or


def refund_sheet(source: Payment | CreditNote, form: RefundForm | None = None, status: int = 200) -> Response:
    """All that can be paid back being proposed."""
    free = free_for(source)
    if form is None:
        form = refund_form(source.currency)(formdata=None, data={"amount": free, "on": today_for()})
    title = _("Refund")
    return render("payments/_refund.html", source=source, free=free, form=form, title=title, status=status)


def refunded(source: Payment | CreditNote) -> Response:
    """Carries it out; the sheet again, with what is wrong, where it cannot be."""
    form = refund_form(source.currency)()
    if form.validate_on_submit():
        method, reference = PaymentMethod(form.method.data), form.reference.data or ""
        try:
            refund(source, PaidBack(form.amount.data, form.on.data, method, reference), by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            amount = amount_words(form.amount.data, source.currency)
            said = _("The refund of %(amount)s is recorded.", amount=amount)
            return committed(redirect_to(back_or(_page(source)), toast=said))
    return refund_sheet(source, form, 422)


def ask_to_reverse(source: Payment | CreditNote, key: int) -> Response:
    """Why it is reversed."""
    return _reversal(source, _of(source, key)).ask()


def refund_reversed(source: Payment | CreditNote, key: int) -> Response:
    """The money is the customer's credit again."""
    made = _of(source, key)
    said = _("The refund is reversed.")
    return _reversal(source, made).carry_out(
        lambda reason: reverse_refund(made, reason, by=current_user), said
    )


def _of(source: Payment | CreditNote, key: int) -> Refund:
    """The refund, if it is one of what the viewer sees."""
    found = db.session.get(Refund, key)
    if found is None or found.source is not source:
        abort(404)
    return found


def _reversal(source: Payment | CreditNote, made: Refund) -> Reversal:
    amount = amount_words(made.amount, source.currency)
    return Reversal(
        title=_("Reverse the refund"),
        sentence=_(
            "%(amount)s is the customer’s credit again. Both entries stay in the books.", amount=amount
        ),
        action=url_for(f"{type_of(source).plural}.unmake_refund", key=source.id, refund_key=made.id),
        back=_page(source),
    )


def _page(source: Payment | CreditNote) -> str:
    return url_for(f"{type_of(source).plural}.show", key=source.id)
