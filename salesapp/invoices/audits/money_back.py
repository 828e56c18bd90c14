"""Money given back is at most money that came in: per invoice that was credited, and per customer and currency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator
from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from salesapp.core.money import from_minor
from salesapp.core.relations.merged import MergedRecord
from salesapp.invoices.audits.rows import stream
from salesapp.invoices.models import Allocation, CreditNote, Invoice, Payment, Refund

Customer = tuple[str, int | None, str]
"""Account or contact, its id, and the currency."""


def faults(session: Session) -> Generator[str]:
    """One sentence for each invoice whose credit notes, and each customer whose credits, give back what never came."""
    for number, currency, beyond, earned in stream(session, _credited_beyond()):
        given, came = _words(int(beyond), currency), _words(int(earned), currency)
        yield f"Of the invoice {number}, {given} is credited beyond itself though only {came} was paid."
    yield from _refunded_beyond(session)
    paid = _by_customer(session, _settled_by_payments(session))
    credit = _by_customer(session, _left_of_credits(session))
    for customer in sorted(credit, key=str):
        if credit[customer] > max(0, paid[customer]):
            kind, key, currency = customer
            given, came = _words(credit[customer], currency), _words(paid[customer], currency)
            yield f"The {kind} {key} has a credit of {given}, and {came} was paid."
    came_in = _by_customer(session, _came_in(session))
    back = _by_customer(session, _went_back(session))
    for customer in sorted(back, key=str):
        if not 0 <= back[customer] <= max(0, came_in[customer]):
            kind, key, currency = customer
            given, came = _words(back[customer], currency), _words(came_in[customer], currency)
            yield f"The {kind} {key} was refunded {given}, and {came} was paid."


def _refunded_beyond(session: Session) -> Iterator[str]:
    """A sentence for each payment and credit note of which more is refunded than it has free."""
    sources = (
        (Payment, Refund.payment_id, Allocation.payment_id, Payment.amount, "payment"),
        (CreditNote, Refund.credit_note_id, Allocation.credit_note_id, CreditNote.payable, "credit note"),
    )
    for model, key, allocated, whole, word in sources:
        used = select(func.coalesce(func.sum(Allocation.amount), 0)).where(allocated == model.id)
        free = whole - used.correlate(model).scalar_subquery()
        if model is Payment:
            back = aliased(Payment)
            free = case((exists().where(back.reverses_id == model.id), 0), else_=free)
        refunded = func.sum(Refund.amount)
        query = select(model.id, model.currency, refunded, free).join(Refund, key == model.id)
        query = query.group_by(model.id, model.currency, whole).order_by(model.id)
        for source, currency, given, left in stream(session, query):
            if not 0 <= int(given) <= int(left):
                words, most = _words(int(given), currency), _words(int(left), currency)
                yield f"Of the {word} {source}, {words} is refunded, and {most} is free."


def _came_in(session: Session) -> Iterator[Any]:
    """What customers paid, less what was reversed."""
    columns = (Payment.account_id, Payment.contact_id, Payment.currency)
    return stream(session, select(*columns, func.sum(Payment.amount)).group_by(*columns))


def _went_back(session: Session) -> Iterator[Any]:
    """What was paid back to them, less what was reversed."""
    for model, key in ((Payment, Refund.payment_id), (CreditNote, Refund.credit_note_id)):
        columns = (model.account_id, model.contact_id, model.currency)
        query = select(*columns, func.sum(Refund.amount)).join(Refund, key == model.id)
        yield from stream(session, query.group_by(*columns))


def _credited_beyond() -> Any:
    """(number, currency, credited beyond the invoice itself, paid of it) where more is given than was paid."""
    note, other = aliased(CreditNote), aliased(CreditNote)
    whole = func.coalesce(
        select(func.sum(note.payable)).where(note.invoice_id == Invoice.id).scalar_subquery(), 0
    )
    of_itself = _sum(Allocation.credit_note_id.in_(select(note.id).where(note.invoice_id == Invoice.id)))
    theirs = select(other.id).where(other.invoice_id == Invoice.id)
    earned = _sum(
        or_(
            Allocation.payment_id.is_not(None),
            and_(Allocation.credit_note_id.is_not(None), Allocation.credit_note_id.not_in(theirs)),
        )
    )
    query = select(Invoice.number, Invoice.currency, whole - of_itself, earned)
    return query.where(whole - of_itself > earned, whole > 0).order_by(Invoice.id)


def _sum(which: Any) -> Any:
    """Of the invoice's allocations, the sum of those that fit."""
    query = select(func.coalesce(func.sum(Allocation.amount), 0)).where(
        Allocation.invoice_id == Invoice.id, which
    )
    return query.correlate(Invoice).scalar_subquery()


def _settled_by_payments(session: Session) -> Iterator[Any]:
    amount = func.sum(Allocation.amount)
    columns = (Payment.account_id, Payment.contact_id, Payment.currency)
    query = select(*columns, amount).join(Allocation, Allocation.payment_id == Payment.id)
    return stream(session, query.group_by(*columns))


def _left_of_credits(session: Session) -> Iterator[Any]:
    used = select(func.coalesce(func.sum(Allocation.amount), 0)).where(
        Allocation.credit_note_id == CreditNote.id
    )
    back = select(func.coalesce(func.sum(Refund.amount), 0)).where(Refund.credit_note_id == CreditNote.id)
    left = CreditNote.payable - used.correlate(CreditNote).scalar_subquery()
    left -= back.correlate(CreditNote).scalar_subquery()
    return stream(session, select(CreditNote.account_id, CreditNote.contact_id, CreditNote.currency, left))


def _by_customer(session: Session, rows: Iterator[Any]) -> Counter[Customer]:
    """The sums, those of merged records with whoever stayed."""
    merged = {(kind, key): into for kind, key, into in stream(session, select(*_MERGED))}
    sums: Counter[Customer] = Counter()
    for account, contact, currency, minor in rows:
        kind, key = ("contact", contact) if account is None else ("account", account)
        sums[kind, merged.get((kind, key), key), currency] += int(minor)
    return sums


def _words(minor: int, currency: str) -> str:
    return f"{from_minor(minor, currency)} {currency}"


_MERGED = (MergedRecord.record_type, MergedRecord.record_id, MergedRecord.into_id)
