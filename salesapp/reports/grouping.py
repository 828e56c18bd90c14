"""What the rows of a report are divided by: a field, or a day in buckets; and what opens the rows of one part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import aliased

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.core.registry import RecordType, record_type
from salesapp.core.relations.within import in_their_steps
from salesapp.records.filters.conditions import Condition, Group, Operator, Part
from salesapp.records.filters.criteria import criterion
from salesapp.records.filters.fields import Asked, asked
from salesapp.records.filters.operators import DAYS, fitting
from salesapp.records.filters.periods import Span
from salesapp.records.filters.readers import Reader
from salesapp.records.filters.words import shown, titles_of
from salesapp.reports.coverage import EVER, is_comparable, let_in
from salesapp.reports.periods import GRAINS, Bucket, buckets
from salesapp.web.filters import locale

DIVIDING = frozenset({"choice", "link", "boolean", "country", "currency_code", "text", *DAYS})
"""Kinds of fields that divide records."""
OTHER = "other"
"""The key of what a report leaves together."""


@dataclass(frozen=True)
class Dimension:
    """As an address says it: `stage`, `account.industry`, `closed_on:month`."""

    path: str
    grain: str = ""

    @classmethod
    def read(cls, text: str) -> Dimension:
        path, _colon, grain = text.partition(":")
        return cls(path, grain)

    def __str__(self) -> str:
        return f"{self.path}:{self.grain}" if self.grain else self.path


class Grouping:
    """A dimension of one record type for one reader."""

    def __init__(self, type_: RecordType, dimension: Dimension, reader: Reader) -> None:
        self.type, self.dimension, self.reader = type_, dimension, reader
        self.asked: Asked = asked(type_, dimension.path)
        self.field: Field = self.asked.field
        self.buckets: list[Bucket] = []
        self._days_there = EVER
        self._titles: dict[str, str] = {}
        self._kept: tuple[Any, ...] = ()
        if self.field.kind not in DIVIDING or (self.field.kind in DAYS) != (dimension.grain in GRAINS):
            raise RuleBroken(_("Records can’t be grouped by %(field)s.", field=self.asked.label), field="by")

    @property
    def label(self) -> str:
        """`Stage`, `Closed on (Month)`."""
        grain = self.dimension.grain
        return f"{self.asked.label} ({GRAINS[grain]})" if grain else self.asked.label

    @property
    def is_data(self) -> bool:
        """Whether its parts are called as somebody typed it, in no language of ours."""
        return self.field.kind in {"link", "text"}

    @property
    def in_time(self) -> bool:
        """Whether its parts follow one another in time."""
        return self.field.kind in DAYS

    @property
    def _column(self) -> Any:
        """The field of the record, or of the one it links to as far as the reader sees that."""
        if self.asked.through is None:
            return getattr(self.type.model, self.field.attribute)
        linked = aliased(record_type(self.asked.through.target).model)
        key = getattr(self.type.model, self.asked.through.attribute)
        return select(getattr(linked, self.field.attribute)).where(linked.id == key).scalar_subquery()

    def prepare(self, rows: Select[Any], filtered: Group) -> None:
        """Finds the days between which its buckets lie, and which of them the filter and the calendar give."""
        if not self.in_time:
            return
        bounds = rows.with_only_columns(func.min(self._column), func.max(self._column)).order_by(None)
        first, last = db.session.execute(bounds).one()
        if first is not None:
            days = [each if type(each) is date else self.reader.day_of(each) for each in (first, last)]
            self._days_there = let_in(filtered, self.dimension.path, self.reader)
            if days[1] <= self.reader.today:
                self._days_there = tuple(each.until(self.reader.today) for each in self._days_there)
            self.buckets = buckets(
                self.dimension.grain,
                *days,
                today=self.reader.today,
                fiscal=self.reader.fiscal_start,
                locale=locale(),
            )

    @property
    def key(self) -> Any:
        """What the statement groups by."""
        if not self.in_time:
            texts = self.field.kind in {"text", "country", "currency_code"}
            return func.nullif(func.folded(self._column), "") if texts else self._column
        whens = [
            (or_(*(self._within(each) for each in bucket.spans)), number)
            for number, bucket in enumerate(self.buckets)
        ]
        return case(*whens, else_=None) if whens else self._column

    def _within(self, span: Span) -> ColumnElement[bool]:
        reader, column, instants = self.reader, self._column, self.field.kind == "instant"
        found = [true()]
        if span.first is not None:
            found.append(column >= (reader.begin_of(span.first) if instants else span.first))
        if span.last is not None:
            found.append(column < reader.end_of(span.last) if instants else column <= span.last)
        return and_(*found)

    def plain(self, key: Any) -> Any:
        """A key as it came from the database, to be compared and put into addresses."""
        if key is None or self.in_time or self.field.kind == "boolean":
            return key
        return str(getattr(key, "value", key))

    def learn(self, keys: Iterable[Any]) -> None:
        """Finds the names of the keys, all at once."""
        known = [each for each in keys if each is not None]
        if self.field.kind == "link":
            self._titles = titles_of(self.field, known)

    def name(self, key: Any) -> str:
        """What the part is called."""
        if key is None:
            return _("Not set")
        if key == OTHER:
            return _("Other")
        if self.in_time:
            return str(self.buckets[key].label)
        if self.field.kind == "link":
            return self._titles.get(key, f"#{key}")
        if self.field.kind == "boolean":
            return _("Yes") if key else _("No")
        return self._said(key) if self.field.kind == "text" else shown(self.field, self._code(key))

    def _code(self, key: str) -> str:
        return key.upper() if self.field.kind in {"country", "currency_code"} else key

    def _said(self, key: str) -> str:
        """A text as somebody wrote it: keys are folded."""
        wrote = select(getattr(self.type.model, self.field.attribute))
        part = Condition(self.dimension.path, Operator.EQUALS, (key,))
        found = db.session.scalar(wrote.where(criterion(self.type, part, self.reader)).limit(1))
        return str(found or key)

    def ordered(self, keys: list[Any]) -> list[Any] | None:
        """The keys in an order of their own: time, the steps of a process, a list of choices. None without one."""
        if self.in_time:
            numbers = (
                range(len(self.buckets)) if self.dimension.grain != "day" else sorted(filter(_there, keys))
            )
            return [*numbers, *([None] if None in keys else [])]
        if self.field.choices is not None:
            order = [str(each.value) for each in self.field.choices]
            return sorted(
                keys, key=lambda key: (key is None, order.index(key) if key in order else len(order))
            )
        if self.field.kind == "link" and record_type(self.field.target).default_sort == "position":
            type_ = record_type(self.field.target)
            steps = in_their_steps(type_).with_only_columns(type_.model.id)
            order = list(map(str, db.session.scalars(steps)))
            return sorted(
                keys, key=lambda key: (key is None, order.index(key) if key in order else len(order))
            )
        return None

    def keep_apart(self, keys: Iterable[Any]) -> None:
        """These have rows of their own; all others are one."""
        self._kept = tuple(keys)

    @property
    def leaves_others(self) -> bool:
        """Whether the rest of its parts can be one."""
        return Operator.NONE_OF in fitting(self.field)

    def part(self, key: Any) -> Part:
        """What holds of the rows of this part, and of no others."""
        path = self.dimension.path
        if key is None:
            return Condition(path, Operator.EMPTY)
        if key == OTHER:
            apart = tuple(each for each in self._kept if each is not None)
            rest = Condition(path, Operator.NONE_OF, apart)
            return Group((rest, Condition(path, Operator.FILLED))) if None in self._kept else rest
        if self.in_time:
            spans = [self._days(each) for each in self.buckets[key].spans]
            return spans[0] if len(spans) == 1 else Group(tuple(spans), any=True)
        if self.field.kind == "boolean":
            return Condition(path, Operator.EQUALS, ("1" if key else "0",))
        return Condition(path, Operator.EQUALS, (self._code(key),))

    def compares(self, key: int, back: int) -> bool:
        """Whether this period and the one so many before it are whole, or the same part of their whole."""
        if key < back:
            return False
        one, other = (self.buckets[at].spans[0] for at in (key, key - back))
        return is_comparable(one, other, self._days_there)

    def until(self, key: Any) -> Part:
        """What holds of the rows of this period and of all before it."""
        return self._days(Span(None, self.buckets[key].spans[-1].last))

    def _days(self, span: Span) -> Part:
        path = self.dimension.path
        bounds = ((Operator.AT_LEAST, span.first), (Operator.AT_MOST, span.last))
        found = [Condition(path, each, (day.isoformat(),)) for each, day in bounds if day is not None]
        return found[0] if len(found) == 1 else Group(tuple(found))


def _there(key: Any) -> bool:
    return key is not None
