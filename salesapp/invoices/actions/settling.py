"""Payments, and what settles which invoice: allocations are only ever added, and never exceed what is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.money import Money
from salesapp.core.relations.merged import stands_now
from salesapp.invoices.allocations import allocated, settle
from salesapp.invoices.locking import lock
from salesapp.invoices.models import Allocation, CreditNote, Invoice, Payment, PaymentMethod
from salesapp.invoices.models.ledger import must_be_open
from salesapp.invoices.money_back import earned, handed_out
from salesapp.invoices.wording import amount_words

PAID = event_kind("payment_recorded", _l("%(by)s recorded a payment of %(amount)s"), icon="banknote")
SETTLED = event_kind(
    "allocated", _l("%(by)s allocated %(amount)s of %(source)s to %(subject)s"), icon="hand-coins"
)
WRITTEN_OFF = event_kind(
    "written_off", _l("%(by)s wrote off %(amount)s of %(subject)s: %(reason)s"), icon="circle-x"
)


@dataclass(frozen=True)
class Received:
    """Money that came in: `amount` in minor units of `currency`."""

    amount: int
    currency: str
    paid_on: date
    method: PaymentMethod = PaymentMethod.BANK_TRANSFER
    reference: str = ""


class SettledMeanwhile(RuleBroken):
    """Less is open of the invoice than whoever records a payment had before their eyes."""


def record_payment(
    received: Received,
    *,
    by: Any,
    invoice: Invoice | None = None,
    account: Any = None,
    contact: Any = None,
    seen: int | None = None,
    over: bool = True,
) -> Payment:
    """Writes down a payment for an invoice, or from a customer. What the invoice does not need stays as credit.

    `seen` is what was open of the invoice as somebody looked, `over` whether they want that more comes in than that.
    RuleBroken for nothing, for another currency than the invoice's, and for a day that is closed or still to come.
    """
    if invoice is not None:
        lock(invoice)
        _check_invoice(invoice, received.currency)
        _check_open(invoice.open_now(), received, seen, over=over)
        account, contact = invoice.account, invoice.contact
    if account is None and contact is None:
        raise RuleBroken(_("Choose who paid: an account or a contact."), field="account")
    if received.amount <= 0:
        raise RuleBroken(_("A payment must be greater than zero."), field="amount")
    must_be_open(received.paid_on, field="paid_on")
    payment = _received(received, account, contact, invoice, by)
    amount = 0 if invoice is None else min(invoice.open_now(), received.amount)
    if invoice is not None and amount:
        settle(invoice, amount, by=by, on=received.paid_on, payment=payment)
    return payment


def _check_open(due: int, received: Received, seen: int | None, *, over: bool) -> None:
    """RuleBroken where others settled some of it meanwhile, and where unasked more comes in than is open."""
    if seen is not None and seen != due:
        now, then = amount_words(due, received.currency), amount_words(seen, received.currency)
        raise SettledMeanwhile(
            _(
                "%(now)s is open now, no longer %(then)s. Look whether this payment is recorded already.",
                now=now,
                then=then,
            )
        )
    if received.amount > due and not over:
        sentence = _("Only %(amount)s of this invoice is open.", amount=amount_words(due, received.currency))
        raise RuleBroken(sentence, field="over")


def allocate(
    source: Payment | CreditNote, invoice: Invoice, amount: int, *, by: Any, on: date | None = None
) -> None:
    """Settles `amount` (minor units) of the invoice from what is left of a payment or a credit note.

    RuleBroken for more than is open or left, and for another customer's or currency's.
    """
    on = on or today_for()
    must_be_open(on)
    for each in sorted({invoice, corrected_by(source) or invoice}, key=lambda each: each.id):
        lock(each)
    lock(source)
    _check_invoice(invoice, source.currency)
    if customer_of(source) != customer_of(invoice):
        raise RuleBroken(_("This invoice is another customer’s."), field="invoice")
    _must_fit(amount, invoice.open_now(), free_for(source, invoice), invoice.currency)
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
        raise RuleBroken(_("This invoice has no open amount."))
    if not reason.strip():
        raise RuleBroken(_("Enter the reason for the write-off."), field="reason")
    settle(invoice, amount, by=by, on=on, write_off_reason=reason.strip())
    money = Money(amount, invoice.currency)
    about = [invoice.order, *invoice.story]
    record(invoice, WRITTEN_OFF, by=by, about=about, amount=money, reason=reason.strip()[:300])


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
        return source.amount - allocated(Allocation.payment_id == source.id)
    return source.payable - allocated(Allocation.credit_note_id == source.id)


def free_for(source: Payment | CreditNote, invoice: Invoice) -> int:
    """What of it can settle this invoice: of a credit note, for another invoice than its own, only what was earned."""
    corrected = corrected_by(source)
    if corrected is None or corrected.id == invoice.id:
        return free_now(source)
    return max(0, min(free_now(source), earned(corrected) - handed_out(corrected)))


def corrected_by(source: Payment | CreditNote) -> Invoice | None:
    """The invoice that a credit note takes back, whoever sees it; None for a payment."""
    if isinstance(source, Payment):
        return None
    options = {"unscoped": "what the credit note corrects"}
    return db.session.get_one(Invoice, source.invoice_id, execution_options=options)


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
