"""Numbers of each series and year are 1, 2, 3 … as far as the counter says."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesapp.core.numbering import NumberSeries
from salesapp.invoices.audits.rows import stream
from salesapp.invoices.models import CreditNote, Invoice, InvoiceKind
from salesapp.orders.models import SERIES as ORDERS
from salesapp.orders.models import Order
from salesapp.quotes.models import Quote
from salesapp.quotes.models.sent import SERIES as QUOTES

NUMBERED: tuple[tuple[str, Any], ...] = (
    (QUOTES, Quote),
    (ORDERS, Order),
    (Invoice.series, Invoice),
    (CreditNote.series, CreditNote),
)


def faults(session: Session) -> Generator[str]:
    """One sentence for each gap, double, stray number, and counter that says otherwise."""
    counters = {(each.series, each.year): each.last for (each,) in stream(session, select(NumberSeries))}
    for series, model in NUMBERED:
        last: dict[int, int] = {}
        yield from _of_series(session, series, model, last)
        kept = {year: count for (name, year), count in counters.items() if name == series and count}
        for year in sorted(kept.keys() | last.keys()):
            said, given = kept.get(year, 0), last.get(year, 0)
            if said != given:
                yield f"The counter of {series}-{year} stands at {said}, the last number is {given}."


def _of_series(session: Session, series: str, model: Any, last: dict[int, int]) -> Iterator[str]:
    """Fills `last` with the last number of each year."""
    query = select(model.number).where(model.number.is_not(None)).order_by(model.number)
    if model is Invoice:  # opening balances have the numbers of another system
        query = query.where(Invoice.kind != InvoiceKind.OPENING)
    if series == QUOTES:  # the revisions of a quote share its number
        query = query.distinct()
    for (number,) in stream(session, query):
        year, place = _read(series, number)
        if not place:
            yield f"{number} is no number of {series}."
        elif place == last.get(year, 0):
            yield f"{number} was given twice."
        elif place != last.get(year, 0) + 1:
            yield f"Before {number} a number is missing."
        if place:
            last[year] = place


def _read(series: str, number: str) -> tuple[int, int]:
    """Year and place in it; 0 and 0 for what is no number of the series."""
    parts = number.split("-")
    if len(parts) == 3 and parts[0] == series and parts[1].isdigit() and parts[2].isdigit():
        return int(parts[1]), int(parts[2])
    return 0, 0
