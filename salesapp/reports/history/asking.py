"""What the pages of the pipeline's past are asked for: a period or a day, whose pipeline, of which process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.records.filters.periods import Span
from salesapp.records.filters.readers import Reader
from salesapp.reports.history.bridge import Scope
from salesapp.reports.report import WHOSE

PERIODS = ("this-week", "this-month", "last-month", "this-quarter", "last-quarter", "this-year")
MOMENT = timedelta(microseconds=1)
"""A day ends just before the next one begins."""


@dataclass(frozen=True)
class Question:
    """As the address says it. `closing`: only what was expected to close in the period."""

    reader: Reader
    period: str
    whose: str
    process: int | None
    closing: bool
    day: date

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> Question:
        reader = Reader.now()
        period = args.get("period", "")
        return cls(
            reader,
            period if period in PERIODS else "this-quarter",
            args.get("whose", "") if args.get("whose", "") in WHOSE else "",
            key_in(args.get("process", "")),
            args.get("closing") == "1",
            _day(args.get("day", ""), reader.today),
        )

    @cached_property
    def span(self) -> Span:
        """The days of the period."""
        return self.reader.span(self.period)

    @property
    def begin(self) -> datetime:
        """The moment before the period's first day."""
        return self.reader.begin_of(self.span.first or self.reader.today) - MOMENT

    @property
    def end(self) -> datetime:
        """The end of its last day."""
        return self.end_of(self.span.last or self.reader.today)

    def end_of(self, day: date) -> datetime:
        """The last moment of a day."""
        return self.reader.end_of(day) - MOMENT

    @property
    def scope(self) -> Scope:
        """What is counted."""
        owners = self.reader.users(self.whose) if self.whose else None
        return Scope(owners, self.process, self.span if self.closing else None)

    @property
    def args(self) -> dict[str, str]:
        """The address arguments that ask it again, but for the day."""
        found = {"period": self.period, "whose": self.whose, "process": str(self.process or "")}
        found["closing"] = "1" if self.closing else ""
        return {name: value for name, value in found.items() if value}


def _day(text: str, today: date) -> date:
    """A day that has been; by itself a month ago."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today - timedelta(days=30)
    return min(day, today) if day.year > 1900 else today


def whose_words(question: Question) -> str:
    """Whose pipeline it is, in words."""
    return str(WHOSE[question.whose]) if question.whose else _("What you can see")
