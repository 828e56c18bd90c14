"""Payments, and what settles which invoice: allocations are only ever added, and never exceed what is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.merged import stands_now
from salesapp.core.money import Money
from salesapp.invoices.ledger import must_be_open
from salesapp.invoices.locking import lock
from salesapp.invoices.models import Allocation, CreditNote, Invoice, Payment, PaymentMethod
from salesapp.invoices.wording import amount_words

PAID = event_kind("payment_recorded", _l("%(by)s recorded a payment of %(amount)s"), icon="banknote")
SETTLED = event_kind(
    "allocated", _l("%(by)s allocated %(amount)s of %(source)s to %(subject)s"), icon="hand-coins"
)
WRITTEN_OFF = event_kind(
    "written_off", _l("%(by)s wrote off %(amount)s of %(subject)s: %(reason)s"), icon="circle-x"
)
TAKEN_BACK = event_kind("payment_taken_back", _l("%(by)s took back %(subject)s: %(reason)s"), icon="undo-2")


@dataclass(frozen=True)
class Received:
    """Money that came in: `amount` in minor units of `currency`."""

    amount: int
    currency: str
    paid_on: date
    method: PaymentMethod = PaymentMethod.BANK_TRANSFER
    reference: str = ""


def record_payment(
    received: Received, *, by: Any, invoice: Invoice | None = None, account: Any = None, contact: Any = None
) -> Payment:
    """Writes down a payment for an invoice, or from a customer. What the invoice does not need stays as credit.

    RuleBroken for nothing, for another currency than the invoice's, and for a day that is closed or still to come.
    """
    if invoice is not None:
        lock(invoice)
        _check_invoice(invoice, received.currency)
        account, contact = invoice.account, invoice.contact
    if account is None and contact is None:
        raise RuleBroken(_("Say who paid: an account or a contact."), field="account")
    if received.amount <= 0:
        raise RuleBroken(_("A payment is more than nothing."), field="amount")
    must_be_open(received.paid_on, field="paid_on")
    payment = _received(received, account, contact, invoice, by)
    amount = 0 if invoice is None else min(invoice.open_now(), received.amount)
    if invoice is not None and amount:
        settle(invoice, amount, by=by, on=received.paid_on, payment=payment)
    return payment


def allocate(
    source: Payment | CreditNote, invoice: Invoice, amount: int, *, by: Any, on: date | None = None
) -> None:
    """Settles `amount` (minor units) of the invoice from what is left of a payment or a credit note.

    RuleBroken for more than is open or left, and for another customer's or currency's.
    """
    on = on or today_for()
    must_be_open(on)
    lock(invoice)
    lock(source)
    _check_invoice(invoice, source.currency)
    if customer_of(source) != customer_of(invoice):
        raise RuleBroken(_("This invoice is another customer’s."), field="invoice")
    _must_fit(amount, invoice.open_now(), free_now(source), invoice.currency)
    key = "payment" if isinstance(source, Payment) else "credit_note"
    settle(invoice, amount, by=by, on=on, **{key: source})
    money = Money(amount, invoice.currency)
    record(invoice, SETTLED, by=by, about=[source, *invoice.story], amount=money, source=source.title)


def write_off(invoice: Invoice, reason: str, *, by: Any, on: date | None = None) -> None:
    """Gives up what is still open of the invoice. RuleBroken without a reason, and where nothing is open."""
    on = on or today_for()
    must_be_open(on)
    lock(invoice)
    amount = invoice.open_now()
    if amount <= 0:
        raise RuleBroken(_("Nothing of this invoice is open."))
    if not reason.strip():
        raise RuleBroken(_("Say why it is written off."), field="reason")
    settle(invoice, amount, by=by, on=on, write_off_reason=reason.strip())
    money = Money(amount, invoice.currency)
    about = [invoice.order, *invoice.story]
    record(invoice, WRITTEN_OFF, by=by, about=about, amount=money, reason=reason.strip()[:300])


def take_back(payment: Payment, reason: str, *, by: Any, on: date | None = None) -> Payment:
    """Undoes a payment that bounced or was wrong: its invoices are open again, and a negative payment stands beside."""
    on = on or today_for()
    must_be_open(on)
    invoices = sorted({each.invoice_id for each in payment.allocations})
    for key in invoices:
        lock(db.session.get_one(Invoice, key, execution_options={"unscoped": "whatever the payment settled"}))
    lock(payment)
    if payment.is_taken_back or payment.reverses_id is not None:
        raise RuleBroken(_("This payment was taken back already."))
    if not reason.strip():
        raise RuleBroken(_("Say why it is taken back."), field="reason")
    for key in invoices:
        _release(payment, key, by=by, on=on)
    back = _reversal(payment, on, by)
    record(payment, TAKEN_BACK, by=by, about=payment.story, reason=reason.strip()[:300])
    return back


def _must_fit(amount: int, due: int, free: int, currency: str) -> None:
    if not 0 < amount <= due:
        sentence = _("Only %(amount)s of this invoice is open.", amount=amount_words(due, currency))
        raise RuleBroken(sentence, field="amount")
    if amount > free:
        sentence = _("Only %(amount)s is left to allocate.", amount=amount_words(free, currency))
        raise RuleBroken(sentence, field="amount")


def customer_of(record_: Any) -> tuple[str, int | None]:
    """Whose money it is: the account's, or the contact's where there is no account; after a merge, who stayed."""
    kind = "contact" if record_.account_id is None else "account"
    key = getattr(record_, f"{kind}_id")
    return kind, None if key is None else stands_now(kind, key) or key


def free_now(source: Payment | CreditNote) -> int:
    """What is not allocated, as it is in the database this moment: to be asked once the source is locked."""
    if isinstance(source, Payment):
        if source.is_taken_back or source.reverses_id is not None:
            return 0
        return source.amount - _allocated(Allocation.payment_id == source.id)
    return source.payable - _allocated(Allocation.credit_note_id == source.id)


def _allocated(which: Any) -> int:
    return int(db.session.scalar(select(func.coalesce(func.sum(Allocation.amount), 0)).where(which)) or 0)


def _check_invoice(invoice: Invoice, currency: str) -> None:
    if not invoice.is_issued:
        raise RuleBroken(_("A draft is not paid. Issue it first."), field="invoice")
    if invoice.currency != currency:
        sentence = _(
            "The invoice is in %(currency)s. A payment has its invoice’s currency.", currency=invoice.currency
        )
        raise RuleBroken(sentence, field="currency")


def _received(received: Received, account: Any, contact: Any, invoice: Invoice | None, by: Any) -> Payment:
    payment = Payment(
        account_id=None if account is None else account.id,
        contact_id=None if contact is None else contact.id,
        opportunity_id=None if invoice is None else invoice.opportunity_id,
        paid_on=received.paid_on,
        amount=received.amount,
        currency=received.currency,
        method=received.method,
        reference=received.reference.strip() or None,
        owner_id=by.id if invoice is None else invoice.owner_id or by.id,
    )
    db.session.add(payment)
    db.session.flush()
    about = payment.story if invoice is None else [invoice, invoice.order, *invoice.story]
    record(payment, PAID, by=by, about=about, amount=payment.money)
    return payment


def settle(invoice: Invoice, amount: int, *, by: Any, on: date, **source: Any) -> None:
    """Adds the allocation and lets everybody's sums be read again."""
    reason = source.pop("write_off_reason", None)
    keys = {f"{name}_id": each.id for name, each in source.items()}
    made = Allocation(
        invoice_id=invoice.id, amount=amount, allocated_on=on, by_id=by.id, write_off_reason=reason
    )
    for name, key in keys.items():
        setattr(made, name, key)
    db.session.add(made)
    db.session.flush()
    db.session.expire(invoice, ["settled", "allocations"])
    for each in source.values():
        db.session.expire(each, ["allocated", "allocations"])


def _release(payment: Payment, invoice_id: int, *, by: Any, on: date) -> None:
    """Takes back what the payment settled of the invoice."""
    amount = _allocated((Allocation.payment_id == payment.id) & (Allocation.invoice_id == invoice_id))
    invoice = db.session.get_one(
        Invoice, invoice_id, execution_options={"unscoped": "whatever the payment settled"}
    )
    if amount:
        settle(invoice, -amount, by=by, on=on, payment=payment)


def _reversal(payment: Payment, on: date, by: Any) -> Payment:
    back = Payment(
        account_id=payment.account_id,
        contact_id=payment.contact_id,
        opportunity_id=payment.opportunity_id,
        paid_on=on,
        amount=-payment.amount,
        currency=payment.currency,
        method=payment.method,
        reference=payment.reference,
        owner_id=payment.owner_id or by.id,
        reverses_id=payment.id,
    )
    db.session.add(back)
    db.session.flush()
    db.session.expire(payment, ["reversals"])
    return back
