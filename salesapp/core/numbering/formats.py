"""How the numbers of a series are written. A company may change that; what was given keeps its number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import clock
from salesapp.core.db import Base, ShortText, db
from salesapp.core.settings_cache import cached

SEPARATORS = ("-", "/", ".", "")
YEARS = (4, 2, 0)
"""Digits of the year in a number; without it numbers count on over the years."""
CENTURY = 2000


@dataclass(frozen=True)
class NumberFormat:
    """`INV-2026-00042`: prefix, year and place. With a year in it, places begin anew each year."""

    prefix: str
    separator: str = "-"
    year_digits: int = 4
    digits: int = 5

    def counter(self, on: date) -> int:
        """What a number of that day is counted by: its year, or 0 where numbers count on."""
        return on.year if self.year_digits else 0

    def written(self, counter: int, place: int) -> str:
        """The number of that place."""
        year = f"{counter:04d}"[-self.year_digits :] if self.year_digits else ""
        return self.separator.join(filter(None, (self.prefix, year, f"{place:0{self.digits}d}")))

    def stem(self, counter: int) -> str:
        """What numbers of that counter begin with, in capitals: formats of one stem write the same numbers."""
        return self.written(counter, 0).removesuffix("0" * self.digits).upper()

    def read(self, number: str) -> tuple[int, int] | None:
        """(counter, place) of a number; None for what this format does not write."""
        found = re.fullmatch(self._pattern, number, re.IGNORECASE)
        if found is None or int(found["place"]) < 1:
            return None
        year = int(found["year"]) if self.year_digits else 0
        counter = CENTURY + year if self.year_digits == 2 else year
        place = int(found["place"])
        return (counter, place) if self.written(counter, place).upper() == number.upper() else None

    @property
    def _pattern(self) -> str:
        year = f"(?P<year>[0-9]{{{self.year_digits}}})" if self.year_digits else ""
        parts = (re.escape(self.prefix), year, "(?P<place>[0-9]+)")
        return re.escape(self.separator).join(filter(None, parts))


class SeriesFormat(Base):
    """A format that a series was given; the newest holds. Older ones stay: numbers were written in them."""

    __tablename__ = "number_formats"

    series: Mapped[str] = mapped_column(ShortText(20), index=True)
    prefix: Mapped[str] = mapped_column(ShortText(12))
    separator: Mapped[str] = mapped_column(ShortText(1))
    year_digits: Mapped[int] = mapped_column()
    digits: Mapped[int] = mapped_column()
    at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def format(self) -> NumberFormat:
        return NumberFormat(self.prefix, self.separator, self.year_digits, self.digits)


def formats_in(series: str, rows: Iterable[SeriesFormat]) -> tuple[NumberFormat, ...]:
    """Every format that the series has had, the one that holds last; without rows the one it begins with."""
    return (NumberFormat(series), *(each.format for each in rows if each.series == series))


@cached(SeriesFormat)
def known_formats(series: str) -> tuple[NumberFormat, ...]:
    """The same as the database has them."""
    return formats_in(series, db.session.scalars(select(SeriesFormat).order_by(SeriesFormat.id)))


def format_of(series: str) -> NumberFormat:
    """How its next number is written."""
    return known_formats(series)[-1]
