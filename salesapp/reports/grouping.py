"""What the rows of a report are divided by: a field, or a day in buckets; and what opens the rows of one part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, or_, select, true
from sqlalchemy.orm import aliased

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.core.money.currencies import worth_in
from salesapp.core.parsing.texts import keys_in
from salesapp.core.registry import RecordType, record_type
from salesapp.core.relations.parts import PartType, parts_instead, parts_of
from salesapp.core.relations.within import in_their_steps
from salesapp.records.filters.conditions import Condition, Group, Has, Operator, Part
from salesapp.records.filters.criteria import criterion
from salesapp.records.filters.fields import Asked, asked
from salesapp.records.filters.operators import DAYS, fitting
from salesapp.records.filters.periods import Span
from salesapp.records.filters.readers import Reader
from salesapp.records.filters.words import shown, titles_of
from salesapp.reports.coverage import EVER, is_comparable, let_in
from salesapp.reports.measuring.days import Days
from salesapp.reports.periods import GRAINS, Bucket, buckets
from salesapp.web.filters import locale

DIVIDING = frozenset({"choice", "link", "boolean", "country", "currency_code", "text", *DAYS})
"""Kinds of fields that divide records."""
OTHER = "other"
"""The key of what a report leaves together."""


@dataclass(frozen=True)
class Dimension:
    """As an address says it: `stage`, `account.industry`, `closed_on:month`; of its parts: `lines.product`."""

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

    def __init__(
        self, type_: RecordType, dimension: Dimension, reader: Reader, *, alone: bool = False
    ) -> None:
        self.type, self.dimension, self.reader = type_, dimension, reader
        name, _dot, inner = dimension.path.partition(".")
        self.parts = parts_of(type_).get(name) if inner else None
        self._path = inner if self.parts else dimension.path
        if self.parts is None:
            self.parts = _parts_instead(type_, name, alone=alone)
        self._of = type_ if self.parts is None else self.parts
        self._rows = type_.model if self.parts is None else self.parts.rows()
        self.asked: Asked = asked(self._of, self._path)
        self.field: Field = self.asked.field
        self.buckets: list[Bucket] = []
        self._days_there = EVER
        self._titles: dict[str, str] = {}
        self._holders: dict[str, int] = {}
        self._kept: tuple[Any, ...] | None = None
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
            return getattr(self._rows, self.field.attribute)
        linked = aliased(record_type(self.asked.through.target).model)
        key = getattr(self._rows, self.asked.through.attribute)
        return select(getattr(linked, self.field.attribute)).where(linked.id == key).scalar_subquery()

    def prepare(self, rows: Select[Any], filtered: Group) -> None:
        """Finds the days between which its buckets lie, and which of them the filter and the calendar give."""
        if not self.in_time:
            return
        bounds = rows.with_only_columns(func.min(self._column), func.max(self._column)).order_by(None)
        if self.parts is not None:
            bounds = bounds.where(getattr(self._rows, self.parts.of) == self.type.model.id)
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
            found = func.nullif(func.folded(self._column), "") if texts else self._column
            return found if self.parts is None or self._kept is None else self._or_other(found)
        whens = [
            (or_(*(self._within(each) for each in bucket.spans)), number)
            for number, bucket in enumerate(self.buckets)
        ]
        return case(*whens, else_=None) if whens else self._column

    def _or_other(self, key: Any) -> ColumnElement[Any]:
        """Of parts: what is left together already in the statement, so that no record is counted twice in it."""
        text = cast(key, String)
        return case((text.in_([each for each in self._kept or () if each]), text), (key.is_not(None), OTHER))

    def spread(self, *, whole: bool = False) -> Any:
        """The parts of each record put together by what divides them, or all of them: `record`, `key`, the amounts."""
        if self.parts is None:
            raise LookupError(self.dimension.path)
        record, above = getattr(self._rows, self.parts.of), self.type.model
        amounts = {each.name: getattr(self._rows, each.attribute) for each in self.parts.amounts}
        sums = [func.sum(worth_in(above.currency, each)).label(name) for name, each in amounts.items()]
        for each in map("~".join, self.parts.lasting):
            days = Days.between(self.parts, each, self.reader, self._rows)
            sums.append(func.sum(days.column).label(each))
        keys = [] if whole else [self.key.label("key")]
        rows = select(record.label("record"), *keys, *sums).join(above, above.id == record)
        return rows.group_by(record, *(each.element for each in keys)).subquery()

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
            self._holders = _holders(record_type(self.field.target), known)

    def follows(self, key: Any, before: Any) -> bool:
        """Whether one leads to the other: stages of two processes do not."""
        return self._holders.get(key) == self._holders.get(before)

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
        if self._rows is not self.type.model or self.asked.through is not None:
            wrote = select(self._column).select_from(self._rows).where(func.folded(self._column) == key)
            return str(db.session.scalar(wrote.limit(1)) or key)
        wrote = select(getattr(self.type.model, self.field.attribute))
        part = Condition(self._path, Operator.EQUALS, (key,))
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

    @property
    def kept_apart(self) -> bool:
        """Whether the rest of its parts is one."""
        return self._kept is not None

    def part(self, key: Any) -> Part:
        """What holds of the rows of this part, and of no others."""
        if self.parts is None:
            return self._part(key)
        name = self.parts.plural
        if key is not None:
            return Has(name, some=True, parts=(self._part(key),))
        without = Has(name, some=False)
        if self.asked.through is None and not self.parts.instead:
            return without
        return Group((without, Has(name, some=True, parts=(self._part(None),))), any=True)

    def _part(self, key: Any) -> Part:
        if key is None:
            return Condition(self._path, Operator.EMPTY)
        if key == OTHER:
            return self._rest()
        if self.in_time:
            spans = [self._days(each) for each in self.buckets[key].spans]
            return spans[0] if len(spans) == 1 else Group(tuple(spans), any=True)
        if self.field.kind == "boolean":
            return Condition(self._path, Operator.EQUALS, ("1" if key else "0",))
        return Condition(self._path, Operator.EQUALS, (self._code(key),))

    def _rest(self) -> Part:
        """What has no row of its own; of parts those that have the field."""
        kept = self._kept or ()
        rest = Condition(self._path, Operator.NONE_OF, tuple(each for each in kept if each is not None))
        filled = None in kept or self.parts is not None
        return Group((rest, Condition(self._path, Operator.FILLED))) if filled else rest

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
        path = self._path
        bounds = ((Operator.AT_LEAST, span.first), (Operator.AT_MOST, span.last))
        found = [Condition(path, each, (day.isoformat(),)) for each, day in bounds if day is not None]
        return found[0] if len(found) == 1 else Group(tuple(found))


def _parts_instead(type_: RecordType, name: str, *, alone: bool) -> PartType | None:
    """What divides records of which one can have several: by those always, by their like where nothing else divides."""
    found, declared = parts_instead(type_, name), type_.fields_by_name.get(name)
    return found if declared is not None and (alone or declared.also) else None


def _holders(type_: RecordType, keys: Iterable[str]) -> dict[str, int]:
    """What the records stand in, by their id; nothing where they stand in nothing."""
    if not type_.within:
        return {}
    holder = getattr(type_.model, type_.field(type_.within).attribute)
    rows = db.session.execute(select(type_.model.id, holder).where(type_.model.id.in_(keys_in(keys))))
    return {str(key): found for key, found in rows}


def _there(key: Any) -> bool:
    return key is not None
