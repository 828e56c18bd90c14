"""Undoing what settled an invoice: a bounced payment, an allocation to the wrong invoice, a write-off too early."""

from __future__ import annotations

from datetime import date
from typing import Any

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.money import Money
from salesapp.invoices.allocations import allocated, refunded, settle
from salesapp.invoices.early_discounts.taking import of_payment, take_back
from salesapp.invoices.locking import lock
from salesapp.invoices.models import Allocation, CreditNote, Invoice, Payment, Refund
from salesapp.invoices.models.ledger import must_be_open
from salesapp.invoices.money_back import call_back, written_off
from salesapp.invoices.wording import amount_words

PAYMENT_REVERSED = event_kind(
    "payment_reversed", _l("%(by)s reversed %(subject)s: %(reason)s"), icon="undo-2"
)
# Of these two the reason is told below: earlier versions wrote them without one.
UNALLOCATED = event_kind(
    "unallocated", _l("%(by)s undid the allocation of %(amount)s of %(source)s to %(subject)s"), icon="undo-2"
)
WRITE_OFF_REVERSED = event_kind(
    "write_off_reversed", _l("%(by)s reversed the write-off of %(amount)s of %(subject)s"), icon="undo-2"
)


def reverse_payment(payment: Payment, reason: str, *, by: Any, on: date | None = None) -> Payment:
    """Undoes a payment that bounced or was wrong: its invoices are open again, and a negative payment stands beside."""
    on = on or today_for()
    must_be_open(on)
    invoices = sorted({each.invoice_id for each in payment.allocations})
    for key in invoices:
        lock(_invoice(key))
    lock(payment)
    if payment.is_reversed or payment.reverses_id is not None:
        raise RuleBroken(_("This payment has already been reversed."))
    must_have_reason(reason)
    back = refunded(Refund.payment_id == payment.id)
    if back:
        words = amount_words(back, payment.currency)
        raise RuleBroken(
            _("%(amount)s of this payment was refunded. Reverse the refund first.", amount=words)
        )
    for key in invoices:
        _release(payment, _invoice(key), by=by, on=on)
    made = _reversal(payment, on, by)
    record(payment, PAYMENT_REVERSED, by=by, about=payment.story, reason=reason.strip()[:300])
    return made


def unallocate(
    source: Payment | CreditNote, invoice: Invoice, reason: str, *, by: Any, on: date | None = None
) -> None:
    """Takes back all that a payment or a credit note settled of the invoice: the one is free, the other open again.

    RuleBroken without a reason, where nothing is allocated, for a credit note on the invoice that it corrects, and
    where the invoice was credited meanwhile and that credit is spent.
    """
    on = on or today_for()
    must_be_open(on)
    lock(invoice)
    lock(source)
    if isinstance(source, CreditNote) and source.invoice_id == invoice.id:
        raise RuleBroken(
            _("A credit note first settles the invoice that it corrects. You can’t undo this allocation.")
        )
    must_have_reason(reason)
    amount = _release(source, invoice, by=by, on=on)
    if not amount:
        raise RuleBroken(_("It isn’t allocated to this invoice."))
    told: dict[str, Any] = {"source": source.title, "body": reason.strip()[:300]}
    money = Money(amount, invoice.currency)
    record(invoice, UNALLOCATED, by=by, about=[source, *invoice.story], amount=money, **told)


def reverse_write_off(invoice: Invoice, reason: str, *, by: Any, on: date | None = None) -> None:
    """What was given up is open again. RuleBroken without a reason, and where nothing is written off."""
    on = on or today_for()
    must_be_open(on)
    lock(invoice)
    amount = written_off(invoice)
    if amount <= 0:
        raise RuleBroken(_("This invoice has no write-off."))
    must_have_reason(reason)
    settle(invoice, -amount, by=by, on=on, write_off_reason=reason.strip())
    money, about = Money(amount, invoice.currency), [*invoice.orders, *invoice.story]
    record(invoice, WRITE_OFF_REVERSED, by=by, about=about, amount=money, body=reason.strip()[:300])


def must_have_reason(reason: str) -> None:
    """RuleBroken where nobody says why something is reversed."""
    if not reason.strip():
        raise RuleBroken(_("Enter the reason for reversing it."), field="reason")


def _invoice(key: int) -> Invoice:
    options = {"unscoped": "whatever the payment settled"}
    return db.session.get_one(Invoice, key, execution_options=options)


def _release(source: Payment | CreditNote, invoice: Invoice, *, by: Any, on: date) -> int:
    """Takes back what the source settled of the invoice, and what was credited of it as if it were paid; how much."""
    name = "payment" if isinstance(source, Payment) else "credit_note"
    mine = getattr(Allocation, f"{name}_id") == source.id
    amount = allocated(mine & (Allocation.invoice_id == invoice.id))
    if amount:
        settle(invoice, -amount, by=by, on=on, **{name: source})
        deducted = of_payment(invoice, source) if isinstance(source, Payment) else 0
        if deducted:
            take_back(invoice, deducted, by=by, on=on)
        call_back(invoice, by=by, on=on)
    return amount


def _reversal(payment: Payment, on: date, by: Any) -> Payment:
    back = Payment(
        account_id=payment.account_id,
        contact_id=payment.contact_id,
        opportunity_id=payment.opportunity_id,
        paid_on=on,
        amount=-payment.amount,
        currency=payment.currency,
        rate=payment.rate,
        method=payment.method,
        reference=payment.reference,
        owner_id=payment.owner_id or by.id,
        reverses_id=payment.id,
    )
    db.session.add(back)
    db.session.flush()
    db.session.expire(payment, ["reversals"])
    return back
