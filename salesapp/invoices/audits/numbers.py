"""Numbers of each series and year follow each other from the first on, as far as the counter says."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesapp.core.numbering import NumberFormat, NumberSeries, SeriesFormat, formats_in
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
    counters = {(each.series, each.year): each for (each,) in stream(session, select(NumberSeries))}
    rows = [each for (each,) in stream(session, select(SeriesFormat).order_by(SeriesFormat.id))]
    for series, model in NUMBERED:
        given: dict[int, list[tuple[int, str]]] = {}
        yield from _read_all(session, model, formats_in(series, rows), given)
        mine = {year: each for (name, year), each in counters.items() if name == series}
        for year in sorted(mine.keys() | given.keys()):
            yield from _of_counter(f"{series}-{year}", mine.get(year), sorted(given.get(year, ())))


def _read_all(
    session: Session, model: Any, formats: Sequence[NumberFormat], given: dict[int, list[tuple[int, str]]]
) -> Iterator[str]:
    """Fills `given` with the numbers of each counter and their places."""
    query = select(model.number).where(model.number.is_not(None)).order_by(model.number)
    if model is Quote:  # the revisions of a quote share its number
        query = query.distinct()
    if model is Invoice:  # opening balances have the numbers of another system
        query = query.where(Invoice.kind != InvoiceKind.OPENING)
    for (number,) in stream(session, query):
        read = next((found for each in reversed(formats) if (found := each.read(number)) is not None), None)
        if read is None:
            yield f"{number} is no number of {formats[0].prefix}."
        else:
            given.setdefault(read[0], []).append((read[1], number))


def _of_counter(name: str, counter: NumberSeries | None, given: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Whether these places follow each other from the first on to the last that the counter knows."""
    last = (1 if counter is None else counter.first) - 1
    for place, number in given:
        if place == last:
            yield f"{number} was given twice."
        elif place != last + 1:
            yield f"Before {number} a number is missing."
        last = place
    said = last if counter is None and not given else 0 if counter is None else counter.last
    if said != last:
        yield f"The counter of {name} stands at {said}, the last number is {last}."
