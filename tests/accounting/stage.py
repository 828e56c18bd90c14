"""The journal of today, by the roles of its accounts."""

from __future__ import annotations

from datetime import date

from salesapp.accounting import audit as accounting
from salesapp.accounting.journal.book import entries
from salesapp.accounting.journal.entries import Entry
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.invoices.audit import audit


def journal(first: date = date.min, last: date = date.max) -> list[Entry]:
    """Everything that was booked in these days."""
    return entries(db.session, first, last, company().currency)


def lines_of(entry: Entry) -> list[tuple[str, str, int]]:
    """(role, percent or category, amount) of its lines."""
    found = []
    for each in entry.lines:
        scope = each.scope
        what = f"{scope.percent:f}" if scope.percent else str(scope.category or "")
        found.append((scope.role.value, what, each.amount))
    return found


def faults() -> list[str]:
    """What the audit of the books finds wrong."""
    db.session.commit()
    return [each.sentence for each in audit(accounting.CHECKS) if not each.good]
