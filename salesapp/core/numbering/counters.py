"""Document numbers without gaps: a counter row per series and year, taken inside the issuing transaction.

A roll-back gives the number back with everything else. A database sequence would leave holes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import UniqueConstraint, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core.db import Base, ShortText, db
from salesapp.core.numbering.formats import NumberFormat, format_of


class NumberSeries(Base):
    """The last number given in a series of a year (0: of all years), and the first that was to be given."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(ShortText(20))
    year: Mapped[int] = mapped_column()
    last: Mapped[int] = mapped_column(default=0)
    first: Mapped[int] = mapped_column(default=1)

    __table_args__ = (UniqueConstraint("series", "year"),)

    @property
    def has_begun(self) -> bool:
        """Whether a number was given."""
        return self.last >= self.first


_NEXT = (
    update(NumberSeries)
    .where(NumberSeries.series == bindparam("of_series"), NumberSeries.year == bindparam("of_year"))
    .values(last=NumberSeries.last + 1)
    .returning(NumberSeries.last)
    .execution_options(synchronize_session=False, autoflush=False)
)
"""What gets the number is written once, with it."""


def next_number(series: str, *, on: date) -> str:
    """`INV-2026-00042`: the next of the series on that day. Locks the series until the transaction ends."""
    written = format_of(series)
    counter = written.counter(on)
    taken = _take(series, counter)
    if taken is None:
        _begin(series, counter)
        taken = _take(series, counter)
    return written.written(counter, taken or 1)


def locked_counter(series: str, counter: int) -> NumberSeries:
    """Its row, which nobody takes a number from until the transaction ends; made where none was given yet."""
    query = select(NumberSeries).where(NumberSeries.series == series, NumberSeries.year == counter)
    query = query.with_for_update().execution_options(populate_existing=True)
    row = db.session.scalar(query)
    if row is None:
        _begin(series, counter)
        row = db.session.scalars(query).one()
    return row


def may_give(
    series: str, numbers: Iterable[str], *, since: int, written: NumberFormat | None = None
) -> set[str]:
    """Those to which the series may come, or has; of years before `since` only where it has begun to count."""
    written = written or format_of(series)
    found: set[str] = set()
    query = select(NumberSeries.year, NumberSeries.first).where(NumberSeries.series == series)
    firsts = dict(db.session.execute(query).all())
    for number in numbers:
        counter, place = written.read(number) or (0, 0)
        is_to_come = counter in firsts or counter >= since or not written.year_digits
        if is_to_come and place >= firsts.get(counter, 1):
            found.add(number)
    return found


def _take(series: str, year: int) -> int | None:
    return db.session.execute(_NEXT, {"of_series": series, "of_year": year}).scalar()


def _begin(series: str, year: int) -> None:
    """The first of a year may be asked for by two at once; the second then finds the row of the first."""
    try:
        with db.session.begin_nested():
            db.session.execute(insert(NumberSeries).values(series=series, year=year, last=0, first=1))
    except IntegrityError:
        db.session.scalar(
            select(NumberSeries.last).where(NumberSeries.series == series, NumberSeries.year == year)
        )
