"""What the journal promises, beside the money audit: every entry adds up, and the whole is what the documents say."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Generator
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from salesapp.accounting.chart.roles import AccountRole
from salesapp.accounting.datev.models import DatevFile
from salesapp.accounting.journal.book import entries
from salesapp.core.company import Company
from salesapp.core.money import from_minor
from salesapp.invoices.audit import Checks
from salesapp.invoices.audits.rows import EVERYTHING, stream
from salesapp.invoices.models import Allocation, BillStatus, CreditNote, Invoice, Payment, Refund


def journal_faults(session: Session) -> Generator[str]:
    """One sentence for each entry that does not add up, and each currency in which customers owe something else."""
    own = session.scalar(select(Company.currency).execution_options(**EVERYTHING)) or "EUR"
    owed: Counter[str] = Counter()
    for entry in entries(session, date.min, date.max, own):
        if entry.debits != entry.credits or sum(each.foreign for each in entry.lines) != 0:
            yield f"The {entry.source.kind.value} {entry.source.number or entry.source.record_id} does not add up."
        for line in entry.lines:
            if (
                line.scope.role is AccountRole.RECEIVABLES
            ):  # its own currency: exchange differences say nothing
                owed[entry.source.currency] += line.foreign
    still = _still_owed(session)
    for currency in sorted(owed.keys() | still.keys()):
        if owed[currency] != still[currency]:
            journal, settled = (
                f"{from_minor(each[currency], currency)} {currency}" for each in (owed, still)
            )
            yield f"By the journal customers owe {journal}, by what settles their invoices {settled}."


def _still_owed(session: Session) -> Counter[str]:
    """What is open of invoices less what is free of credit notes and payments, by currency."""
    found: Counter[str] = Counter()
    for sign, currency, column, joined, which in _OWED:
        query = select(currency, func.sum(column)).where(*which)
        query = query.join(*joined) if joined else query
        for code, amount in session.execute(query.group_by(currency).execution_options(**EVERYTHING)):
            found[code] += sign * int(amount)
    return found


_ISSUED = (Invoice.status == BillStatus.ISSUED,)
_NOTED = (CreditNote.status == BillStatus.ISSUED,)
_OWED: tuple[tuple[int, Any, Any, Any, Any], ...] = (
    (1, Invoice.currency, Invoice.payable, None, _ISSUED),
    (-1, Invoice.currency, Allocation.amount, (Allocation, Allocation.invoice_id == Invoice.id), ()),
    (-1, CreditNote.currency, CreditNote.payable, None, _NOTED),
    (1, CreditNote.currency, Allocation.amount, (Allocation, Allocation.credit_note_id == CreditNote.id), ()),
    (1, CreditNote.currency, Refund.amount, (Refund, Refund.credit_note_id == CreditNote.id), ()),
    (-1, Payment.currency, Payment.amount, None, ()),
    (1, Payment.currency, Allocation.amount, (Allocation, Allocation.payment_id == Payment.id), ()),
    (1, Payment.currency, Refund.amount, (Refund, Refund.payment_id == Payment.id), ()),
)


def file_faults(session: Session) -> Generator[str]:
    """One sentence for each file for the accountant that is not as it was made, and each entry told twice for good."""
    query = select(DatevFile.name, DatevFile.content, DatevFile.hash).order_by(DatevFile.id)
    for name, content, kept in stream(session, query):
        if hashlib.sha256(content).hexdigest() != kept:
            yield f"The file {name} is not as it was made."
    told: dict[str, str] = {}
    final = select(DatevFile.name, DatevFile.entries).where(DatevFile.final).order_by(DatevFile.id)
    for name, held in stream(session, final):
        for key in sorted(held.keys() & told.keys()):
            yield f"The entry {key} is in two final files, {told[key]} and {name}."
        told |= dict.fromkeys(held, name)


CHECKS: Checks = (
    ("journal", "Debits equal credits, and the journal says what customers owe.", journal_faults),
    (
        "accountant",
        "Files for the accountant are as they were made, and no entry is in two final ones.",
        file_faults,
    ),
)
