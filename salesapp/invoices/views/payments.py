"""The pages of payments: recorded over the payer's open invoices, allocated, reversed."""

from __future__ import annotations

from flask import Response, abort, request, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, _l
from salesapp.invoices.actions import reverse_payment
from salesapp.invoices.actions.receiving import SettledMeanwhile
from salesapp.invoices.models import PAYMENT, Payment
from salesapp.invoices.payment_sheet.sheet import PaymentSheet, anew, opened, sent
from salesapp.invoices.views.allocating import allocate_sheet, allocated, ask_to_unallocate, unallocated
from salesapp.invoices.views.refunding import ask_to_reverse, refund_reversed, refund_sheet, refunded
from salesapp.invoices.views.reversing import Reversal
from salesapp.records.screens import record_screens
from salesapp.web.guards import can, requires, visible_or_404
from salesapp.web.render import committed, is_partial, redirect_to, render
from salesapp.web.returning import back_or

payments = record_screens(PAYMENT, own_rows=True)

TITLE = _l("Record payment")


@payments.get("/new")
@requires(Permission.PAYMENT_EDIT)
def new() -> Response:
    return _shown(opened())


@payments.post("/propose")
@requires(Permission.PAYMENT_EDIT)
def propose() -> Response:
    """The payer's open invoices, with what the amount settles of them; with `typed` only the sums of what is typed.

    Amounts that somebody typed beside them stay, unless they ask for a proposal.
    """
    sheet = sent()
    if "typed" in request.args:
        sheet.offer_rest(may_write_off=can(Permission.INVOICE_ISSUE))
        return render("payments/_sum.html", sheet=sheet, form=sheet.form, title=TITLE)
    if "anew" in request.form or not sheet.is_shown or sheet.is_as_proposed:
        sheet.propose()
    sheet.offer_rest(may_write_off=can(Permission.INVOICE_ISSUE))
    return (
        render("payments/_parts.html", sheet=sheet, form=sheet.form, title=TITLE)
        if is_partial()
        else _shown(sheet)
    )


@payments.post("/new")
@requires(Permission.PAYMENT_EDIT)
def create() -> Response:
    sheet = sent()
    if not sheet.form.validate_on_submit():
        return _shown(sheet, 422)
    if not sheet.is_shown:
        sheet.propose()
        sheet.form.refuse(RuleBroken(_("Check which invoices this payment settles, then record it.")))
        return _shown(sheet, 422)
    sheet.follow()
    if sheet.form.gives_up and not can(Permission.INVOICE_ISSUE):
        abort(403)
    try:
        payment = sheet.record(by=current_user)
    except SettledMeanwhile as broken:
        db.session.rollback()
        sheet.form.refuse(broken)
        return _shown(anew(sheet), 409)
    except RuleBroken as broken:
        db.session.rollback()
        sheet.form.refuse(broken)
        return _shown(sheet, 422)
    there = url_for("payments.show", key=payment.id)
    if sheet.first is not None:
        there = url_for("invoices.show", key=sheet.first.id)
    return committed(redirect_to(back_or(there), toast=_said(sheet)))


@payments.get("/<int:key>/allocate")
@requires(Permission.PAYMENT_EDIT)
def ask_allocate(key: int) -> Response:
    return allocate_sheet(visible_or_404(Payment, key))


@payments.post("/<int:key>/allocate")
@requires(Permission.PAYMENT_EDIT)
def make_allocation(key: int) -> Response:
    return allocated(visible_or_404(Payment, key))


@payments.get("/<int:key>/reverse")
@requires(Permission.PAYMENT_EDIT)
def ask_reverse(key: int) -> Response:
    payment = visible_or_404(Payment, key)
    if payment.is_reversed or payment.reverses_id is not None:
        return render("payments/_reversed.html", title=_("Reverse"))
    return _reversal(payment).ask()


@payments.post("/<int:key>/reverse")
@requires(Permission.PAYMENT_EDIT)
def make_reverse(key: int) -> Response:
    payment = visible_or_404(Payment, key)
    said = _("The payment is reversed.")
    return _reversal(payment).carry_out(
        lambda reason: reverse_payment(payment, reason, by=current_user), said
    )


@payments.get("/<int:key>/unallocate/<int:invoice_id>")
@requires(Permission.PAYMENT_EDIT)
def ask_unallocate(key: int, invoice_id: int) -> Response:
    return ask_to_unallocate(visible_or_404(Payment, key), invoice_id)


@payments.post("/<int:key>/unallocate/<int:invoice_id>")
@requires(Permission.PAYMENT_EDIT)
def unmake_allocation(key: int, invoice_id: int) -> Response:
    return unallocated(visible_or_404(Payment, key), invoice_id)


@payments.get("/<int:key>/refund")
@requires(Permission.PAYMENT_REFUND)
def ask_refund(key: int) -> Response:
    return refund_sheet(visible_or_404(Payment, key))


@payments.post("/<int:key>/refund")
@requires(Permission.PAYMENT_REFUND)
def make_refund(key: int) -> Response:
    return refunded(visible_or_404(Payment, key))


@payments.get("/<int:key>/refunds/<int:refund_key>/reverse")
@requires(Permission.PAYMENT_REFUND)
def ask_reverse_refund(key: int, refund_key: int) -> Response:
    return ask_to_reverse(visible_or_404(Payment, key), refund_key)


@payments.post("/<int:key>/refunds/<int:refund_key>/reverse")
@requires(Permission.PAYMENT_REFUND)
def unmake_refund(key: int, refund_key: int) -> Response:
    return refund_reversed(visible_or_404(Payment, key), refund_key)


def _reversal(payment: Payment) -> Reversal:
    return Reversal(
        title=_("Reverse"),
        sentence=_(
            "The amounts settled by %(payment)s become open again. Both entries stay in the books.",
            payment=payment.title,
        ),
        action=url_for("payments.make_reverse", key=payment.id),
        back=url_for("payments.show", key=payment.id),
    )


def _said(sheet: PaymentSheet) -> str:
    if sheet.left:
        return _("The payment is recorded. The rest stays as the customer’s credit.")
    return _("The payment is recorded.")


def _shown(sheet: PaymentSheet, status: int = 200) -> Response:
    sheet.offer_rest(may_write_off=can(Permission.INVOICE_ISSUE))
    return render("payments/_new.html", sheet=sheet, form=sheet.form, title=TITLE, status=status)
