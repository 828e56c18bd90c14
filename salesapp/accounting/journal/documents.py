"""Issued invoices and credit notes as entries, read as they were issued: whoever sees them, the books are whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesapp.accounting.chart.roles import AccountRole, Scope
from salesapp.accounting.journal.entries import Amounts, Entry, EntryKind, Source, of_document, transfer
from salesapp.core.money import convert
from salesapp.invoices.audits.rows import stream
from salesapp.invoices.models import BillStatus, CreditNote, Invoice, InvoiceKind
from salesapp.products.stored import rate_totals, reasons_in

TRIANGULAR = re.compile("triang|dreiecks|三角|三方", re.IGNORECASE)
"""How the reason of a rate says it, as the law wants it on the invoice (Art. 226 no. 11a, § 25b UStG)."""


def of_documents(session: Session, first: date, last: date, own: str) -> Iterator[Entry]:
    """What was invoiced and credited in these days, both included."""
    for row in stream(session, _invoices(first, last)):
        yield of_document(source_of(EntryKind.INVOICE, row), amounts_of(row), own)
    for row in stream(session, _opened(first, last)):
        yield _opening(replace(source_of(EntryKind.INVOICE, row), on=row.opened_on), row.payable, own)
    for row in stream(session, _credit_notes(first, last)):
        yield of_document(source_of(EntryKind.CREDIT_NOTE, row), amounts_of(row), own, back=True)


def source_of(kind: EntryKind, row: Any) -> Source:
    """The document as the journal names it: its customer as it was called then."""
    return Source(
        kind,
        kind.value,
        row.id,
        row.number,
        row.issued_on,
        row.currency,
        row.rate,
        row.account_id,
        row.contact_id,
        *called(row.buyer),
        is_triangular(row.taxes),
    )


def called(buyer: Any) -> tuple[str, str, str]:
    """Name, country and tax number of the buyer, as they were on the day."""
    kept = buyer or {}
    place = kept.get("place") or {}
    return kept.get("name") or "", place.get("country") or "", kept.get("tax_number") or ""


def is_triangular(taxes: Any) -> bool:
    """Whether the stored rows say that it is a triangular transaction within the EU."""
    return any(TRIANGULAR.search(each.text) for each in reasons_in(taxes).values())


def amounts_of(row: Any) -> Amounts:
    """Its amounts, as they were issued."""
    return Amounts(
        rate_totals(row.taxes),
        rate_totals(row.deductions),
        row.rounding,
        row.payable,
        AccountRole.ADVANCES if row.kind is InvoiceKind.DOWN_PAYMENT else AccountRole.REVENUE,
    )


def _opening(source: Source, amount: int, own: str) -> Entry:
    """What was open in the previous system, on the day as of which it was taken over."""
    worth = convert(amount, source.currency, own, source.rate)
    receivables = Scope(AccountRole.RECEIVABLES, country=source.country or None, currency=source.currency)
    return transfer(source, receivables, Scope(AccountRole.OPENING), worth, amount)


def _invoices(first: date, last: date) -> Any:
    query = select(*_columns(Invoice), Invoice.kind).where(*_issued(Invoice, first, last))
    return query.where(Invoice.opened_on.is_(None)).order_by(Invoice.id)


def _opened(first: date, last: date) -> Any:
    query = select(*_columns(Invoice), Invoice.opened_on).where(Invoice.opened_on.between(first, last))
    return query.order_by(Invoice.id)


def _credit_notes(first: date, last: date) -> Any:
    query = select(*_columns(CreditNote), Invoice.kind).join(Invoice, Invoice.id == CreditNote.invoice_id)
    return query.where(*_issued(CreditNote, first, last)).order_by(CreditNote.id)


def _issued(model: Any, first: date, last: date) -> tuple[Any, ...]:
    return model.status == BillStatus.ISSUED, model.issued_on.between(first, last)


def _columns(model: Any) -> tuple[Any, ...]:
    heads = (model.id, model.number, model.issued_on, model.account_id, model.contact_id)
    return (
        *heads,
        model.currency,
        model.rate,
        model.taxes,
        model.deductions,
        model.rounding,
        model.payable,
        model.buyer,
    )
