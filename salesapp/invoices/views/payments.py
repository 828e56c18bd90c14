"""The pages of payments: recorded in two taps for an invoice, or from a customer; allocated; taken back."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from salesapp.core.access import Permission
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.money.currencies import active_currencies
from salesapp.core.parsing.texts import key_in
from salesapp.customers.models import Account, Contact
from salesapp.invoices.actions import Received, record_payment, take_back
from salesapp.invoices.actions.settling import SettledMeanwhile
from salesapp.invoices.forms import PaymentForm, TakeBackForm, payment_form
from salesapp.invoices.models import PAYMENT, Invoice, Payment, PaymentMethod
from salesapp.invoices.views.allocating import allocate_sheet, allocated, unallocated
from salesapp.records.screens import record_screens
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render
from salesapp.web.returning import back_or

payments = record_screens(PAYMENT)


@payments.get("/new")
@requires(Permission.PAYMENT_EDIT)
def new() -> Response:
    invoice = _invoice()
    today = today_for()
    given: dict[str, Any] = {"paid_on": today, "account": request.args.get("account", type=key_in)}
    if invoice is not None:
        given["amount"] = invoice.open_amount
    return _sheet(invoice, _form(invoice, formdata=None, data=given))


@payments.post("/new")
@requires(Permission.PAYMENT_EDIT)
def create() -> Response:
    invoice = _invoice()
    form, status = _form(invoice), 422
    if form.validate_on_submit():
        try:
            payment = _recorded(invoice, form)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
            status = 409 if isinstance(broken, SettledMeanwhile) else 422
        else:
            back = url_for("payments.show", key=payment.id)
            if invoice is not None:
                back = url_for("invoices.show", key=invoice.id)
            return committed(redirect_to(back_or(back), toast=_said(payment)))
    return _sheet(_invoice(), form, status)


@payments.get("/<int:key>/allocate")
@requires(Permission.PAYMENT_EDIT)
def ask_allocate(key: int) -> Response:
    return allocate_sheet(visible_or_404(Payment, key))


@payments.post("/<int:key>/allocate")
@requires(Permission.PAYMENT_EDIT)
def make_allocation(key: int) -> Response:
    return allocated(visible_or_404(Payment, key))


@payments.get("/<int:key>/take-back")
@requires(Permission.PAYMENT_EDIT)
def ask_take_back(key: int) -> Response:
    payment = visible_or_404(Payment, key)
    return render(
        "payments/_take_back.html", payment=payment, form=TakeBackForm(formdata=None), title=_("Reverse")
    )


@payments.post("/<int:key>/take-back")
@requires(Permission.PAYMENT_EDIT)
def make_take_back(key: int) -> Response:
    payment, form = visible_or_404(Payment, key), TakeBackForm()
    if not form.validate_on_submit():
        return render("payments/_take_back.html", payment=payment, form=form, title=_("Reverse"), status=422)
    take_back(payment, form.reason.data or "", by=current_user)
    return committed(redirect_to(url_for("payments.show", key=key), toast=_("The payment is reversed.")))


@payments.post("/<int:key>/unallocate")
@requires(Permission.PAYMENT_EDIT)
def unmake_allocation(key: int) -> Response:
    return unallocated(visible_or_404(Payment, key))


def _invoice() -> Invoice | None:
    key = request.args.get("invoice", type=key_in)
    return None if key is None else visible_or_404(Invoice, key)


def _form(invoice: Invoice | None, **values: Any) -> Any:
    chosen = request.form.get("currency", "") if request.method == "POST" else ""
    currencies = active_currencies()
    currency = chosen if chosen in currencies else company().currency
    form = payment_form(currency if invoice is None else invoice.currency, named=invoice is None)(**values)
    if invoice is None:
        form["currency"].choices = [SelectChoice(each, each) for each in currencies]
    return form


def _recorded(invoice: Invoice | None, form: PaymentForm) -> Payment:
    received = Received(
        amount=form.amount.data,
        currency=form.amount.currency,
        paid_on=form.paid_on.data,
        method=PaymentMethod(form.method.data),
        reference=form.reference.data or "",
    )
    if invoice is not None:
        seen = request.form.get("seen", type=int)
        return record_payment(received, invoice=invoice, by=current_user, seen=seen, over=form.over.data)
    account, contact = form["account"].data, form["contact"].data
    payer: dict[str, Any] = {
        "account": None if account is None else visible_or_404(Account, account),
        "contact": None if contact is None else visible_or_404(Contact, contact),
    }
    return record_payment(received, by=current_user, **payer)


def _said(payment: Payment) -> str:
    if payment.free:
        return _("The payment is recorded. What is left stays as the customer’s credit.")
    return _("The payment is recorded.")


def _sheet(invoice: Invoice | None, form: Any, status: int = 200) -> Response:
    return render("payments/_new.html", invoice=invoice, form=form, title=_("Record payment"), status=status)
