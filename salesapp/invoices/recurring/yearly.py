"""What recurring invoices come to in a year, as parts of the invoices that they repeat."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Numeric, case, cast, func, select

from salesapp.core.fields import Field
from salesapp.core.i18n import _l
from salesapp.core.relations.parts import falls_apart_into
from salesapp.invoices.models import INVOICE, Invoice
from salesapp.invoices.recurring.models import RecurringInvoice, State
from salesapp.invoices.recurring.schedule import Unit

A_YEAR = {Unit.WEEK: 52, Unit.MONTH: 12, Unit.QUARTER: 4, Unit.YEAR: 1}


def _rows() -> Any:
    """Those that go on: `invoice_id`, `next_on` and `yearly`, the net amount of a year."""
    times = case(*((RecurringInvoice.unit == unit, number) for unit, number in A_YEAR.items()), else_=0)
    yearly = cast(func.round(cast(Invoice.net * times, Numeric(24, 6)) / RecurringInvoice.every), BigInteger)
    found = select(Invoice.id.label("invoice_id"), RecurringInvoice.next_on, yearly.label("yearly"))
    found = found.join(RecurringInvoice, RecurringInvoice.source_id == Invoice.id)
    return found.where(RecurringInvoice.state == State.ACTIVE).subquery().c


falls_apart_into(
    INVOICE,
    "repeats",
    _l("Recurring invoices"),
    _rows,
    of="invoice_id",
    asked=(Field("date", _l("Next due date"), name="next_on"),),
    amounts=(Field("money", _l("Value per year"), name="yearly", currency="currency"),),
)
