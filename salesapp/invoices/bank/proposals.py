"""Proposals for the bookings that wait: what is open, and who paid from the same bank account before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased, joinedload

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.relations.merged import MergedRecord
from salesapp.customers.duplicates.company_names import core_words
from salesapp.invoices.actions import Received
from salesapp.invoices.bank.matching import NOTHING, Booked, Certainty, Customer, Due, Proposal, propose
from salesapp.invoices.bank.models import BankBooking, BookingState
from salesapp.invoices.early_discounts.allowed import allowed
from salesapp.invoices.models import BillStatus, Invoice, Payment, PaymentMethod
from salesapp.invoices.models.due_days.queries import first_due
from salesapp.invoices.models.ledger import first_open_day
from salesapp.invoices.payment_sheet.duplicates import DAYS
from salesapp.invoices.swiss.references import references


@dataclass(frozen=True)
class Proposed:
    """A booking with what is proposed for it: the invoices with their amounts, and payments that may be the same."""

    booking: BankBooking
    proposal: Proposal
    parts: Sequence[tuple[Invoice, int]] = ()
    recorded: Sequence[Payment] = ()

    @property
    def certainty(self) -> Certainty:
        """What may be recorded already, or may have come in with another file, is never sure."""
        if self.is_doubtful and self.proposal.certainty is Certainty.SURE:
            return Certainty.LIKELY
        return self.proposal.certainty

    @property
    def is_doubtful(self) -> bool:
        """Whether it may be money that is recorded or imported already."""
        return bool(self.recorded) or self.booking.like_id is not None

    @property
    def left(self) -> int:
        """What no invoice takes: it becomes the customer's credit."""
        return self.booking.amount - sum(amount for _invoice, amount in self.parts)

    @property
    def stays_open(self) -> int:
        """What of its invoices nobody has paid then; a discount for paying early is none of it."""
        if self.proposal.discount:
            return 0
        return sum(invoice.open_amount - amount for invoice, amount in self.parts)

    @property
    def seen(self) -> str:
        """What is proposed, as one word: a press confirms just this and nothing that came since."""
        parts = ".".join(f"{invoice.id}-{amount}" for invoice, amount in self.parts)
        parts += ".discount" if self.proposal.discount else ""
        return f"{parts}.{self.moved_to:%Y%m%d}" if self.moved_to else parts

    @property
    def moved_to(self) -> date | None:
        """The day of the payment where the books of the booking's day are closed; else None."""
        day = payment_day(self.booking)
        return None if day == self.booking.booked_on else day

    @property
    def opens_on(self) -> date | None:
        """The day before which it cannot be recorded, since the books are closed through today; else None."""
        opened = first_open_day()
        return opened if opened is not None and opened > today_for() else None


def proposed_for(bookings: Sequence[BankBooking]) -> list[Proposed]:
    """Each with the best proposal; an invoice is proposed to one booking only, the surest first."""
    look = _Look.at(bookings)
    found = {each.id: look.first(each, look.due.values()) for each in bookings}
    taken: set[int] = set()
    result = {}
    for booking in sorted(bookings, key=lambda each: (_rank(found[each.id]), each.booked_on, each.id)):
        proposal = found[booking.id]
        if taken & {key for key, _amount in proposal.parts}:
            proposal = look.first(booking, [each for key, each in look.due.items() if key not in taken])
        taken |= {key for key, _amount in proposal.parts}
        parts = [(look.invoices[key], amount) for key, amount in proposal.parts]
        result[booking.id] = Proposed(booking, proposal, parts, look.recorded(booking, proposal.customer))
    return [result[each.id] for each in bookings]


def recorded_before(booking: BankBooking, account: Any, contact: Any) -> list[Payment]:
    """Payments of the customer that may be this booking, recorded by hand."""
    kind, payer = ("contact", contact) if account is None else ("account", account)
    if payer is None:
        return []
    merged = _merged()
    customer = (kind, merged.get((kind, payer.id), payer.id))
    return [
        each
        for each in _payments_like([booking])
        if each.currency == booking.currency and _customer(each, merged) == customer
    ]


@dataclass(frozen=True)
class _Look:
    """What the proposals of one page are made of, read by few statements."""

    invoices: dict[int, Invoice]
    due: dict[int, Due]
    payers: dict[str, Customer]
    payments: Sequence[tuple[Customer, Payment]]

    @classmethod
    def at(cls, bookings: Sequence[BankBooking]) -> _Look:
        merged = _merged()
        invoices = {each.id: each for each in _open_invoices({each.currency for each in bookings})}
        payments = [(_customer(each, merged), each) for each in _payments_like(bookings)]
        due = {key: _due(each, merged) for key, each in invoices.items()}
        return cls(invoices, due, _payers(bookings, merged), payments)

    def first(self, booking: BankBooking, due: Iterable[Due]) -> Proposal:
        if booking.amount <= 0:
            return NOTHING
        mine = [each for each in due if self.invoices[each.id].currency == booking.currency]
        payable = [replace(each, off=self._off(each, booking)) for each in mine]
        words = frozenset(core_words(booking.name))
        text = f"{booking.text} {booking.reference}"
        return propose(Booked(booking.amount, text, words, self.payers.get(booking.payer_account)), payable)

    def _off(self, due: Due, booking: BankBooking) -> int:
        """What whoever pays on the booking's day may deduct of the invoice."""
        invoice = self.invoices[due.id]
        may = allowed(invoice, booking.booked_on) if invoice.plan.discounts else None
        return 0 if may is None else may.amount

    def recorded(self, booking: BankBooking, customer: Customer | None) -> list[Payment]:
        """Payments of the customer that somebody may have recorded by hand for this booking."""
        return [
            each
            for owner, each in self.payments
            if owner == customer
            and (each.amount, each.currency) == (booking.amount, booking.currency)
            and abs(each.paid_on - booking.booked_on) <= DAYS
        ]


def _rank(proposal: Proposal) -> int:
    return [*Certainty].index(proposal.certainty)


def _open_invoices(currencies: set[str]) -> Sequence[Invoice]:
    query = select(Invoice).where(
        Invoice.status == BillStatus.ISSUED,
        Invoice.payable > Invoice.settled,
        Invoice.currency.in_(currencies),
    )
    people = (joinedload(Invoice.account), joinedload(Invoice.contact))
    return db.session.scalars(query.order_by(first_due(), Invoice.id).options(*people)).all()


def _due(invoice: Invoice, merged: dict[Customer, int]) -> Due:
    words = frozenset(core_words(invoice.customer_name))
    number = invoice.number or ""
    customer = _customer(invoice, merged)
    return Due(invoice.id, number, invoice.open_amount, customer, words, references=references(number))


def _merged() -> dict[Customer, int]:
    """Customers that went up in another one → that one's id."""
    query = select(MergedRecord.record_type, MergedRecord.record_id, MergedRecord.into_id)
    rows = db.session.execute(query.where(MergedRecord.record_type.in_(("account", "contact"))))
    return {(kind, key): into for kind, key, into in rows}


def _customer(document: Any, merged: dict[Customer, int]) -> Customer:
    """Whose it is; after a merge, who stayed."""
    kind = "contact" if document.account_id is None else "account"
    key = getattr(document, f"{kind}_id") or 0
    return kind, merged.get((kind, key), key)


def _payers(bookings: Sequence[BankBooking], merged: dict[Customer, int]) -> dict[str, Customer]:
    """Bank account → whose payments came from it, as somebody confirmed last."""
    accounts = {each.payer_account for each in bookings if each.payer_account}
    query = (
        select(BankBooking.payer_account, Payment.account_id, Payment.contact_id)
        .join(Payment, Payment.id == BankBooking.payment_id)
        .where(BankBooking.payer_account.in_(accounts), BankBooking.state == BookingState.MATCHED)
        .order_by(BankBooking.settled_at, BankBooking.id)
    )
    rows = db.session.execute(query) if accounts else ()
    return {row.payer_account: _customer(row, merged) for row in rows}


def _payments_like(bookings: Sequence[BankBooking]) -> Sequence[Payment]:
    """Payments of these amounts in these days that stand and that no booking has brought."""
    days = [each.booked_on for each in bookings]
    if not days:
        return ()
    back = aliased(Payment)
    query = select(Payment).where(
        Payment.amount.in_({each.amount for each in bookings if each.amount > 0}),
        Payment.paid_on.between(min(days) - DAYS, max(days) + DAYS),
        Payment.reverses_id.is_(None),
        ~exists().where(back.reverses_id == Payment.id),
        ~exists().where(BankBooking.payment_id == Payment.id),
    )
    return db.session.scalars(query.order_by(Payment.id)).all()


def payment_day(booking: BankBooking) -> date:
    """The booking's day; the first day whose books are open where that one's are closed."""
    return max(booking.booked_on, first_open_day() or booking.booked_on)


def received_of(booking: BankBooking, paid_on: date | None = None) -> Received:
    """The booking as a payment of its own day or of another one; whether it was early, its own day says."""
    is_later = paid_on is not None and paid_on > booking.booked_on
    return Received(
        amount=booking.amount,
        currency=booking.currency,
        paid_on=paid_on or booking.booked_on,
        value_on=booking.booked_on if is_later else None,
        method=PaymentMethod.BANK_TRANSFER,
        reference=(booking.text or booking.reference)[:140],
    )


def keys_of(customer: Customer) -> tuple[Any, Any]:
    """(account's id, contact's id), one of them None."""
    kind, key = customer
    return (key, None) if kind == "account" else (None, key)
