"""What of invoices is due when, asked of the database: the whole on one day, or instalments, each by its own amount.

`with_dues` gives a row for each of them; `due_day` and `due_open()` are its day and what of it is still open. Of one
invoice `Invoice.dues` says the same.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from salesapp.invoices.models.due_days.instalment import InvoiceInstalment
from salesapp.invoices.models.invoice import Invoice
from salesapp.invoices.models.standing import BillStatus

PART = InvoiceInstalment
due_day: Any = func.coalesce(PART.due_on, Invoice.due_on)


def due_open() -> Any:
    """What of that is still open, in minor units."""
    settled: Any = Invoice.settled
    return case(
        (PART.id.is_(None), Invoice.payable - settled),
        (settled >= PART.upto, 0),
        (settled <= PART.upto - PART.amount, PART.amount),
        else_=PART.upto - settled,
    )


def with_dues(query: Select[Any]) -> Select[Any]:
    """A query about invoices as one about what is open of them, a row for each day on which something is due."""
    joined = query.outerjoin(PART, PART.invoice_id == Invoice.id)
    return joined.where(Invoice.status == BillStatus.ISSUED, due_open() > 0)


def dues() -> Any:
    """What is open of issued invoices as rows: `invoice_id`, `due_on`, `open`."""
    rows = select(Invoice.id.label("invoice_id"), due_day.label("due_on"), due_open().label("open"))
    return with_dues(rows).subquery().c


def first_due() -> ColumnElement[Any]:
    """The earliest day on which something of an invoice is open; its last day where it is not paid in parts."""
    earliest = select(func.min(PART.due_on)).where(_of_invoice(), PART.upto > Invoice.settled)
    return func.coalesce(earliest.correlate(Invoice).scalar_subquery(), Invoice.due_on)


def is_late(today: date) -> ColumnElement[bool]:
    """Open invoices of which something was due before that day."""
    late_part = exists().where(_of_invoice(), PART.due_on < today, PART.upto > Invoice.settled)
    return and_(_is_open(), or_(Invoice.due_on < today, late_part))


def falls_due(first: date, last: date) -> ColumnElement[bool]:
    """Open invoices of which something is due from the one day to the other."""
    part = exists().where(_of_invoice(), PART.due_on.between(first, last), PART.upto > Invoice.settled)
    whole = and_(Invoice.due_on.between(first, last), ~exists().where(_of_invoice()))
    return and_(_is_open(), or_(whole, part))


def _of_invoice() -> ColumnElement[bool]:
    return PART.invoice_id == Invoice.id


def _is_open() -> ColumnElement[bool]:
    return and_(Invoice.status == BillStatus.ISSUED, Invoice.payable > Invoice.settled)
