"""Days between two moments of a record: from its creation to its close, from its due date to today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, Integer, cast, func, literal, type_coerce

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.core.registry import RecordType
from salesapp.records.filters.fields import own_fields
from salesapp.records.filters.operators import DAYS
from salesapp.records.filters.readers import Reader

TODAY = "today"
"""In the place of the later moment: the reader’s today."""


class Days:
    """Whole days from one field to another, by the reader’s calendar. A record without one of them has none."""

    def __init__(self, begin: Field, end: Field | None, rows: Any, reader: Reader) -> None:
        self.begin, self.end, self.rows, self.reader = begin, end, rows, reader

    @classmethod
    def between(cls, type_: RecordType, text: str, reader: Reader, rows: Any = None) -> Days:
        """`created_at~closed_on`, of the type’s model or of these rows. RuleBroken for what are no moments."""
        first, _tilde, second = text.partition("~")
        fields = own_fields(type_)
        begin, end = fields.get(first), fields.get(second)
        wrong = next((each for each in (begin, end) if each is not None and each.kind not in DAYS), None)
        if begin is None or (end is None and second != TODAY) or wrong is not None:
            raise RuleBroken(_("There are no moments called “%(name)s”.", name=text), field="m")
        return cls(begin, end, rows or type_.model, reader)

    @property
    def label(self) -> str:
        """`Created → Closed on`."""
        return moments(self.begin, self.end)

    @property
    def column(self) -> ColumnElement[int]:
        """How many days they are apart."""
        end = literal(self.reader.today, Date) if self.end is None else self._day(self.end)
        return _number(end) - _number(self._day(self.begin))  # type: ignore[no-any-return]

    def _day(self, declared: Field) -> Any:
        column = getattr(self.rows, declared.attribute)
        return column if declared.kind == "date" else _day_in(column, self.reader)


def moments(begin: Field, end: Field | None) -> str:
    """Both by their names; without an end it is today."""
    return f"{begin.label} → {_('today') if end is None else end.label}"


def _day_in(column: Any, reader: Reader) -> Any:
    """The day of an instant in the reader’s zone; SQLite knows no zones and takes what it is off by today."""
    if db.engine.dialect.name == "postgresql":
        return cast(func.timezone(reader.zone, column), Date)
    off = clock.now().astimezone(ZoneInfo(reader.zone)).utcoffset() or timedelta()
    return func.date(column, f"{int(off.total_seconds())} seconds")


def _number(day: Any) -> Any:
    """A day as a number that grows by one each day."""
    if db.engine.dialect.name == "postgresql":
        return type_coerce(day - literal(date(2000, 1, 1), Date), Integer)
    return cast(func.julianday(day) + 0.5, Integer)
