"""Payments, refunds, write-offs and exchange differences as entries.

What settles what is no entry of its own, as both stand on the customer's account; only where invoice and money are
worth differently in the company's currency, the difference is booked on the day they meet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from salesapp.accounting.chart.roles import AccountRole, Scope
from salesapp.accounting.journal.documents import called, is_triangular
from salesapp.accounting.journal.entries import (
    Amounts,
    Entry,
    EntryKind,
    Source,
    of_document,
    share_of,
    transfer,
)
from salesapp.core.money import convert
from salesapp.customers.models import Account, Contact
from salesapp.customers.names import display_name
from salesapp.invoices.audits.rows import stream
from salesapp.invoices.models import (
    Allocation,
    CreditNote,
    DiscountTaken,
    Invoice,
    Payment,
    PaymentMethod,
    Refund,
)
from salesapp.products.stored import rate_totals

PAYER = (Account.name, Contact.family_name, Contact.given_name)
WHOSE = (Invoice.account_id, Invoice.contact_id, Invoice.buyer)


def of_settlements(session: Session, first: date, last: date, own: str) -> Iterator[Entry]:
    """What was paid, paid back and given up in these days, both included."""
    for row in stream(session, _payments(first, last)):
        yield _of_payment(row, own)
    for row in stream(session, _refunds(first, last)):
        yield _of_refund(row, own)
    for row in stream(session, _allocations(first, last, own)):
        entry = _of_allocation(row, own)
        if entry is not None:
            yield entry


def _of_allocation(row: Any, own: str) -> Entry | None:
    if row.discount_taxes is not None:
        return _of_discount(row, own)
    return _of_write_off(row, own) if row.payment_rate is None else _of_difference(row, own)


def _payments(first: date, last: date) -> Any:
    columns = (Payment.id, Payment.reference, Payment.paid_on, Payment.amount, Payment.currency, Payment.rate)
    query = select(*columns, Payment.method, Payment.account_id, Payment.contact_id, *PAYER)
    query = query.outerjoin(Account, Account.id == Payment.account_id)
    query = query.outerjoin(Contact, Contact.id == Payment.contact_id)
    return query.where(Payment.paid_on.between(first, last)).order_by(Payment.id)


def _of_payment(row: Any, own: str) -> Entry:
    source = Source(
        EntryKind.PAYMENT,
        "payment",
        row.id,
        row.reference or "",
        row.paid_on,
        row.currency,
        row.rate,
        row.account_id,
        row.contact_id,
        _payer(row),
    )
    worth = convert(row.amount, row.currency, own, row.rate)
    return transfer(source, _bank(row.method, row.currency), _receivables(row.currency), worth, row.amount)


def _payer(row: Any) -> str:
    """What the customer is called today: the same in every language, as files are kept."""
    return row.name or display_name(row.family_name or "", row.given_name or "", "en")


def _bank(method: Any, currency: str) -> Scope:
    """Where money came to; a credit that was taken over came to the system before this one."""
    if method is PaymentMethod.OPENING:
        return Scope(AccountRole.OPENING)
    return Scope(AccountRole.BANK, method=method, currency=currency)


def _receivables(currency: str) -> Scope:
    return Scope(AccountRole.RECEIVABLES, currency=currency)


def _refunds(first: date, last: date) -> Any:
    """Each at the rate of what it is paid back of, with what of that nobody had been paid back before it."""
    of = func.coalesce
    source = (Refund.payment_id, Refund.credit_note_id)
    paid_back = func.sum(Refund.amount).over(partition_by=source, order_by=Refund.id)
    parts = (
        select(
            Refund.id,
            Refund.amount,
            Refund.refunded_on,
            Refund.method,
            Refund.payment_id,
            Refund.credit_note_id,
            of(CreditNote.number, Payment.reference).label("number"),
            of(Payment.currency, CreditNote.currency).label("currency"),
            of(Payment.rate, CreditNote.rate).label("rate"),
            of(Payment.account_id, CreditNote.account_id).label("account_id"),
            of(Payment.contact_id, CreditNote.contact_id).label("contact_id"),
            (of(Payment.amount, CreditNote.payable) - paid_back + Refund.amount).label("left"),
            *PAYER,
        )
        .outerjoin(Payment, Payment.id == Refund.payment_id)
        .outerjoin(CreditNote, CreditNote.id == Refund.credit_note_id)
        .outerjoin(Account, Account.id == of(Payment.account_id, CreditNote.account_id))
        .outerjoin(Contact, Contact.id == of(Payment.contact_id, CreditNote.contact_id))
        .subquery()
    )
    return select(parts).where(parts.c.refunded_on.between(first, last)).order_by(parts.c.id)


def _of_refund(row: Any, own: str) -> Entry:
    opened = ("credit_note", row.credit_note_id) if row.payment_id is None else ("payment", row.payment_id)
    source = Source(
        EntryKind.REFUND,
        *opened,
        row.number or "",
        row.refunded_on,
        row.currency,
        row.rate,
        row.account_id,
        row.contact_id,
        _payer(row),
        part=row.id,
    )
    # From the end, as what settles invoices counts from the beginning: together they are worth the whole.
    worth = share_of(int(row.left), row.amount, source, own)
    return transfer(source, _receivables(row.currency), _bank(row.method, row.currency), worth, row.amount)


def _allocations(first: date, last: date, own: str) -> Any:
    """Write-offs, and whatever settles an invoice in another currency, with the sums up to each."""
    source = (Allocation.payment_id, Allocation.credit_note_id)
    parts = (
        select(
            Allocation.id.label("part"),
            Allocation.amount,
            Allocation.allocated_on,
            func.sum(Allocation.amount)
            .over(partition_by=Allocation.invoice_id, order_by=Allocation.id)
            .label("settled"),
            func.sum(Allocation.amount).over(partition_by=source, order_by=Allocation.id).label("used"),
            func.coalesce(Payment.rate, CreditNote.rate).label("payment_rate"),
            DiscountTaken.taxes.label("discount_taxes"),
            Invoice.id,
            Invoice.number,
            Invoice.currency,
            Invoice.rate,
            *WHOSE,
        )
        .join(Invoice, Invoice.id == Allocation.invoice_id)
        .outerjoin(Payment, Payment.id == Allocation.payment_id)
        .outerjoin(CreditNote, CreditNote.id == Allocation.credit_note_id)
        .outerjoin(DiscountTaken, DiscountTaken.id == Allocation.discount_id)
        .where(or_(Invoice.currency != own, Allocation.write_off_reason.is_not(None)))
        .subquery()
    )
    return select(parts).where(parts.c.allocated_on.between(first, last)).order_by(parts.c.part)


def _of_write_off(row: Any, own: str) -> Entry:
    source = _source(EntryKind.WRITE_OFF, row)
    worth = share_of(int(row.settled), row.amount, source, own)
    receivables = _receivables(row.currency)
    return transfer(source, Scope(AccountRole.WRITE_OFFS), receivables, worth, row.amount)


def _of_discount(row: Any, own: str) -> Entry:
    """So much less was sold, and is taxed, from the day on which it was taken."""
    taxes = row.discount_taxes
    source = replace(_source(EntryKind.DISCOUNT, row), triangular=is_triangular(taxes))
    said = Amounts(rate_totals(taxes), (), 0, row.amount, AccountRole.DISCOUNTS)
    worth = share_of(int(row.settled), row.amount, source, own)
    return of_document(source, said, own, back=True, payable_worth=worth)


def _of_difference(row: Any, own: str) -> Entry | None:
    """What the money is worth more than the invoice is a gain; taking it back takes the gain back."""
    source = _source(EntryKind.EXCHANGE, row)
    paid = share_of(int(row.used), row.amount, replace(source, rate=row.payment_rate), own)
    more = paid - share_of(int(row.settled), row.amount, source, own)
    if not more:
        return None
    gain = (more > 0) == (row.amount > 0)
    scope = Scope(AccountRole.EXCHANGE_GAINS if gain else AccountRole.EXCHANGE_LOSSES)
    return transfer(source, _receivables(row.currency), scope, more, 0)


def _source(kind: EntryKind, row: Any) -> Source:
    whose = (row.account_id, row.contact_id, *called(row.buyer))
    return Source(
        kind, "invoice", row.id, row.number, row.allocated_on, row.currency, row.rate, *whose, part=row.part
    )
