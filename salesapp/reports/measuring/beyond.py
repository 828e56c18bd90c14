"""A measure of what belongs to a record: the leads of a campaign, what was won of its opportunities."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.core.money.currencies import worth
from salesapp.core.registry import RecordType
from salesapp.records.filters.checking import filter_from
from salesapp.records.filters.conditions import Condition, Group, Has, Part
from salesapp.records.filters.criteria import criterion
from salesapp.records.filters.fields import related_called
from salesapp.records.filters.notation import written
from salesapp.records.filters.operators import Operator
from salesapp.records.filters.readers import Reader
from salesapp.records.filters.words import sentence
from salesapp.records.lists.listing import ANY, Criteria


class Beyond:
    """`leads;count`, `opportunities;sum:amount;state:equals:won`: of one record type, for one reader."""

    def __init__(self, type_: RecordType, text: str, reader: Reader) -> None:
        name, _sign, rest = text.partition(";")
        measure, _sign, asked = rest.partition(";")
        self.type, self.reader, self.below = type_, reader, related_called(type_, name)
        self.asked = filter_from(self.below.type, asked)
        kind, _colon, of = measure.partition(":")
        self.field = self.below.type.fields_by_name.get(of) if kind == "sum" else None
        counts = measure == "count"
        adds = self.field is not None and self.field.adds_up
        if self.below.link is None or self.below.type.model is type_.model or not (counts or adds):
            raise RuleBroken(_("There is no measure “%(name)s”.", name=f"of:{text}"), field="m")
        self._link: Field = self.below.link

    @property
    def label(self) -> str:
        """`Opportunities: Amount (State is Won)`."""
        what = str(self.below.type.label_plural)
        what = what if self.field is None else f"{what}: {self.field.label}"
        asked = sentence(self.below.type, self.asked)
        return f"{what} ({asked})" if asked else what

    @property
    def column(self) -> Any:
        """How many belong to each record, or what they come to; of those that the reader sees."""
        above, rows = self.type.model, self.below.type.model
        found: Any
        if self.field is None:
            found = func.count(rows.id)
        elif self.field.kind == "money":
            found = func.coalesce(func.sum(worth(rows, self.field)), 0)
        else:
            found = func.coalesce(func.sum(getattr(rows, self.field.attribute)), 0)
        asked = criterion(self.below.type, self.asked, self.reader)
        return select(found).where(self.below.on(above, rows), asked).correlate(above).scalar_subquery()

    def opened(self, parts: Iterable[Part]) -> Criteria:
        """The list of what belongs to the records of which all parts hold."""
        below = self.below.type
        there = Condition(f"{self._link.name}.{self.type.title}", Operator.FILLED)
        whole = (*self._own, there, *(self._through(each) for each in parts))
        everything = dict.fromkeys(below.list_filters, ANY)
        return Criteria.from_args(below, everything | {"filter": written(Group(whole))})

    @property
    def _own(self) -> tuple[Part, ...]:
        return (self.asked,) if self.asked.any else self.asked.parts

    def _through(self, part: Part) -> Part:
        """What holds of the record, as it is asked of what belongs to it."""
        if isinstance(part, Group):
            return Group(tuple(self._through(each) for each in part.parts), part.any)
        if isinstance(part, Has) or "." in part.field or part.operator is Operator.LISTED:
            sentence_ = _("“%(measure)s” works with the record’s own fields only.", measure=self.label)
            raise RuleBroken(sentence_, field="m")
        return Condition(f"{self._link.name}.{part.field}", part.operator, part.wanted)
