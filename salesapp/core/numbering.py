"""Document numbers without gaps: a counter row per series and year, taken inside the issuing transaction.

A roll-back gives the number back with everything else. A database sequence would leave holes.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core.db import Base, ShortText, db


class NumberSeries(Base):
    """The last number given in a series of a year."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(ShortText(20))
    year: Mapped[int] = mapped_column()
    last: Mapped[int] = mapped_column(default=0)

    __table_args__ = (UniqueConstraint("series", "year"),)


_NEXT = (
    update(NumberSeries)
    .where(NumberSeries.series == bindparam("of_series"), NumberSeries.year == bindparam("of_year"))
    .values(last=NumberSeries.last + 1)
    .returning(NumberSeries.last)
    .execution_options(synchronize_session=False, autoflush=False)
)
"""What gets the number is written once, with it."""


def next_number(series: str, *, on: date) -> str:
    """`INV-2026-00042`: the next of the series in the year of `on`. Locks the series until the transaction ends."""
    taken = _take(series, on.year)
    if taken is None:
        _begin(series, on.year)
        taken = _take(series, on.year)
    return f"{series}-{on.year}-{taken:05d}"


def _take(series: str, year: int) -> int | None:
    return db.session.execute(_NEXT, {"of_series": series, "of_year": year}).scalar()


def _begin(series: str, year: int) -> None:
    """The first of a year may be asked for by two at once; the second then finds the row of the first."""
    try:
        with db.session.begin_nested():
            db.session.execute(insert(NumberSeries).values(series=series, year=year, last=0))
    except IntegrityError:
        db.session.scalar(
            select(NumberSeries.last).where(NumberSeries.series == series, NumberSeries.year == year)
        )
