"""What a dashboard is looked at through: whose records, of which period and process, in every tile that has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from salesapp.core.parsing.texts import key_in
from salesapp.core.registry import RecordType
from salesapp.records.filters.conditions import Condition, Group, Operator, Part
from salesapp.records.filters.fields import asked
from salesapp.records.filters.notation import written
from salesapp.records.filters.operators import DAYS
from salesapp.reports.report import WHOSE, Report

PERIODS = (
    "this-month",
    "last-month",
    "this-quarter",
    "last-quarter",
    "next-quarter",
    "this-year",
    "last-year",
)
OWNER, PROCESS = "owner", "process"
DAY_FIELDS = ("close_on", "issued_on", "done_at", "created_at")
"""By which day a report counts that names none itself, the first one that its records have."""
ASKED_ITSELF = ("past", "future", "over-")
DAYS_OF_STATES = (
    ("state", frozenset({"won", "lost"}), "closed_on"),
    ("status", frozenset({"planned"}), "due_on"),
)
"""Of opportunities that are closed it is the day on which they were, of planned activities when they are due."""


@dataclass(frozen=True)
class Lens:
    """As the address says it."""

    whose: str = ""
    period: str = ""
    process: int | None = None

    @classmethod
    def from_args(cls, args: Mapping[str, Any]) -> Lens:
        """Out of an address, or out of `args` as they were kept."""
        whose, period = args.get("whose", ""), args.get("period", "")
        return cls(
            whose if whose in WHOSE else "",
            period if period in PERIODS else "",
            key_in(str(args.get("process", ""))),
        )

    @property
    def args(self) -> dict[str, Any]:
        """The address arguments that give it again."""
        found = {"whose": self.whose, "period": self.period, "process": self.process}
        return {name: value for name, value in found.items() if value}

    def but(self, **others: Any) -> dict[str, Any]:
        """The arguments of one that differs in this."""
        return replace(self, **others).args

    def narrows(self, report: Report, also: Group | None = None) -> Report:
        """The report of these people's records, of the period and of the process alone.

        `also` is what is asked beside its filter, as a list has it: it tells which day the period means.
        """
        fields, parts = report.type.fields_by_name, list(report.criteria.asked.parts)
        path = day_of(report, also) if self.period else ""
        if path and not _asks_for_none(report, path):
            parts = [each for each in parts if not _is_only(each, path)]
            parts.append(Condition(path, Operator.WITHIN, (self.period,)))
        if self.whose and OWNER in fields:
            parts.append(Condition(OWNER, Operator.ONE_OF, (self.whose,)))
        if self.process and PROCESS in fields:
            parts.append(Condition(PROCESS, Operator.EQUALS, (str(self.process),)))
        return replace(report, filter=written(Group(tuple(parts)))) if self.args else report


def day_of(report: Report, also: Group | None = None) -> str:
    """By which day its records lie in a period: the one that divides it, else that filters it, else their main one."""
    divided = [
        each for each in (*report.by, report.across) if each is not None and each.grain not in {"", "age"}
    ]
    if divided:
        return divided[0].path
    conditions = list(_conditions(Group((report.criteria.asked, also or Group()))))
    filtered = next((each.field for each in conditions if _is_day(report.type, each)), None)
    of_states = [day for field, states, day in DAYS_OF_STATES if _asks_for(conditions, field, states)]
    known = (each for each in (*of_states, *DAY_FIELDS) if each in report.type.fields_by_name)
    return filtered or next(known, "created_at")


def _asks_for(conditions: list[Condition], field: str, states: frozenset[str]) -> bool:
    """Whether one of these states is asked for; what asks for all others does not."""
    asked_for = (each for each in conditions if each.operator in {Operator.EQUALS, Operator.ONE_OF})
    return any(each.field == field and states & set(each.wanted) for each in asked_for)


def _conditions(part: Part) -> Iterator[Condition]:
    if isinstance(part, Condition):
        yield part
    elif isinstance(part, Group):
        for each in part.parts:
            yield from _conditions(each)


def _asks_for_none(report: Report, path: str) -> bool:
    """Whether records without that day are the question: they lie in no period."""
    asked = _conditions(report.criteria.asked)
    return any(each.field == path and each.operator is Operator.EMPTY for each in asked)


def _is_day(type_: RecordType, part: Condition) -> bool:
    return part.operator is Operator.WITHIN and asked(type_, part.field).field.kind in DAYS


def _is_only(part: Part, path: str) -> bool:
    """Whether it asks for nothing but days of that field: the period takes its place.

    What asks whether a day is over, or long ago, is the question itself: it stays.
    """
    if isinstance(part, Group):
        return bool(part.parts) and all(_is_only(each, path) for each in part.parts)
    if not isinstance(part, Condition) or part.field != path:
        return False
    return not part.wanted or not part.wanted[0].startswith(ASKED_ITSELF)
