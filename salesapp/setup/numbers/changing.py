"""Changing how numbers are written and where they begin, as long as none is given twice, left out or misread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import select

from salesapp.core.access import Viewer
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.numbering import (
    NumberFormat,
    NumberSeries,
    SeriesFormat,
    format_of,
    known_formats,
    locked_counter,
    may_give,
)
from salesapp.invoices.models import CreditNote, Invoice, InvoiceKind
from salesapp.invoices.models.ledger import first_open_year
from salesapp.orders.models import SERIES as ORDERS
from salesapp.orders.models import Order
from salesapp.quotes.models import Quote
from salesapp.quotes.models.sent import SERIES as QUOTES

CHANGED = event_kind(
    "number_format_changed", _l("%(by)s changed the numbers of %(what)s: %(before)s → %(after)s"), icon="hash"
)
ALL = {"unscoped": "all numbers are in one order", "with_deleted": True}


@dataclass(frozen=True)
class Series:
    """A kind of document that has numbers of its own."""

    key: str
    label: Any
    model: Any

    def own_numbers(self) -> Iterator[str]:
        """Those that this series gave."""
        yield from db.session.scalars(self._given(foreign=False).execution_options(**ALL))

    def foreign_numbers(self) -> Iterator[str]:
        """Those that another system gave."""
        if self.model is Invoice:
            yield from db.session.scalars(self._given(foreign=True).execution_options(**ALL))

    def _given(self, *, foreign: bool) -> Any:
        query = select(self.model.number).where(self.model.number.is_not(None))
        if self.model is Invoice:
            query = query.where((Invoice.kind == InvoiceKind.OPENING).is_(foreign))
        return query


SERIES: tuple[Series, ...] = (
    Series(QUOTES, _l("Quotes"), Quote),
    Series(ORDERS, _l("Orders"), Order),
    Series(Invoice.series, _l("Invoices"), Invoice),
    Series(CreditNote.series, _l("Credit notes"), CreditNote),
)


@dataclass(frozen=True)
class Standing:
    """How a series stands on a day: its format, its first number and the next."""

    format: NumberFormat
    first: int
    place: int

    def next(self, on: date) -> str:
        return self.format.written(self.format.counter(on), self.place)

    @property
    def has_begun(self) -> bool:
        return self.place > self.first


def standing_of(series: Series, on: date) -> Standing:
    """The series as set-up shows it."""
    written = format_of(series.key)
    row = _counter(series, written.counter(on))
    return Standing(written, 1 if row is None else row.first, 1 if row is None else row.last + 1)


def change_numbers(series: Series, wanted: NumberFormat, first: int, *, on: date, by: Viewer) -> None:
    """From now on numbers are written like that; the first of a year can be chosen until it is given.

    RuleBroken for a first number that came too late, and where a number would be given twice or read as another one.
    """
    one_at_a_time("number formats")
    before = standing_of(series, on)
    if not (wanted.prefix or wanted.year_digits):
        raise RuleBroken(
            _("Choose a prefix or a year, so that a number can be told from others."), field="prefix"
        )
    _begin_at(series, wanted.counter(on), _meant_first(series, wanted.counter(on), first, before, on))
    _must_not_repeat(series, wanted)
    _must_differ(series, wanted, on)
    if wanted != before.format:
        made = SeriesFormat(series=series.key, prefix=wanted.prefix, separator=wanted.separator)
        made.year_digits, made.digits = wanted.year_digits, wanted.digits
        db.session.add(made)
    db.session.flush()
    after = standing_of(series, on)
    if after != before:
        told: dict[str, Any] = {"before": before.next(on), "after": after.next(on)}
        record(_person(by), CHANGED, by=by, what=str(series.label), **told)


def _meant_first(series: Series, counter: int, first: int, before: Standing, on: date) -> int:
    """A counter that has begun goes on where only the first number of the one before it was left standing."""
    row = _counter(series, counter)
    untouched = counter != before.format.counter(on) and first == before.first
    return row.first if untouched and row is not None and row.has_begun else first


def _begin_at(series: Series, counter: int, first: int) -> None:
    row = _counter(series, counter)
    if (1 if row is None else row.first) == first:
        return
    row = locked_counter(series.key, counter)
    if row.has_begun:
        raise RuleBroken(_("Numbers were given already. The first number stays as it is."), field="first")
    row.first, row.last = first, first - 1
    db.session.flush()


def _must_not_repeat(series: Series, wanted: NumberFormat) -> None:
    known = known_formats(series.key)
    for number in series.own_numbers():
        read = wanted.read(number)
        meant = next((found for each in reversed(known) if (found := each.read(number)) is not None), None)
        if read is not None and read != meant:
            raise _misread(number)
    foreign = series.foreign_numbers()
    for number in may_give(series.key, foreign, since=first_open_year(), written=wanted):
        raise _misread(number)


def _must_differ(series: Series, wanted: NumberFormat, on: date) -> None:
    """RuleBroken where a document of another kind has such a number, or will have."""
    for other in SERIES:
        if other == series:
            continue
        theirs = format_of(other.key)
        if wanted.stem(wanted.counter(on)) == theirs.stem(theirs.counter(on)):
            sentence = _("%(what)s are numbered like that. Choose another prefix.", what=other.label)
            raise RuleBroken(sentence, field="prefix")
        for number in other.own_numbers():
            if wanted.read(number) is not None:
                raise _misread(number)


def _misread(number: str) -> RuleBroken:
    sentence = _("The number %(number)s already exists and would be repeated.", number=number)
    return RuleBroken(sentence, field="prefix")


def _counter(series: Series, counter: int) -> NumberSeries | None:
    query = select(NumberSeries).where(NumberSeries.series == series.key, NumberSeries.year == counter)
    return db.session.scalar(query.execution_options(populate_existing=True))


def _person(by: Viewer) -> Record:
    """Settings are no records: their changes stand in the history of whoever made them."""
    return cast("Record", getattr(by, "_get_current_object", lambda: by)())
