"""Writing down what settles an invoice, and reading how much is allocated. Rows are only ever added."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, select

from salesapp.core.db import db
from salesapp.invoices.models import Allocation, Invoice, Refund


def allocated(which: Any) -> int:
    """The sum of the allocations that fit the criterion, as it is in the database this moment."""
    return int(db.session.scalar(select(func.coalesce(func.sum(Allocation.amount), 0)).where(which)) or 0)


def refunded(which: Any) -> int:
    """The sum of the refunds that fit the criterion, as it is in the database this moment."""
    return int(db.session.scalar(select(func.coalesce(func.sum(Refund.amount), 0)).where(which)) or 0)


def settle(invoice: Invoice, amount: int, *, by: Any, on: date, **source: Any) -> Allocation:
    """Adds the allocation (a negative amount takes back) and lets everybody's sums be read again.

    `source` is one of `payment`, `credit_note` and `write_off_reason`, the last with the `discount` that it books
    or with the `author_limit` of who writes off.
    """
    limit = source.pop("author_limit", None)
    reason = source.pop("write_off_reason", None)
    keys = {f"{name}_id": each.id for name, each in source.items()}
    made = Allocation(
        invoice_id=invoice.id,
        amount=amount,
        allocated_on=on,
        by_id=by.id,
        write_off_reason=reason,
        author_limit=limit,
    )
    for name, key in keys.items():
        setattr(made, name, key)
    db.session.add(made)
    db.session.flush()
    db.session.expire(invoice, ["settled", "allocations"])
    for name in source.keys() - {"discount"}:
        db.session.expire(source[name], ["allocated", "allocations"])
    return made
