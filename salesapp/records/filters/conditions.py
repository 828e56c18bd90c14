"""What is asked of a record: a field, how it is compared and with what; several with *and*, *or*, *has* and *has no*.

Plain values, no session. The same tree is an address (`notation`), a criterion in SQL (`criteria`), a sentence
(`words`) and, here, what holds of one record at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from salesapp.core.ordering.collation import folded
from salesapp.records.filters.amounts import worth_of
from salesapp.records.filters.operators import Operator
from salesapp.records.filters.readers import Reader

__all__ = ["WORTHLESS", "Condition", "Group", "Has", "Operator", "Part", "Value", "all_hold", "holds"]


class Worthless:
    """An amount that is there, but in a currency without a rate: it compares with nothing."""


WORTHLESS = Worthless()
Value = str | Decimal | date | datetime | bool | int | Worthless | None
"""Choices by their code, links by their id, amounts in the company's currency."""
YES = frozenset({"1", "true", "yes", "y"})


@dataclass(frozen=True)
class Condition:
    """One question. `wanted` holds its values: none where it asks for none, several only for “is one of”.

    `field` is a field's name, or that of a link and a field of the linked record: `account.industry`.
    """

    field: str
    operator: Operator
    wanted: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Condition:
        return cls(kept["field"], Operator(kept["operator"]), tuple(kept["wanted"]))

    def as_json(self) -> dict[str, Any]:
        """As it is kept with its rule."""
        return {"field": self.field, "operator": self.operator.value, "wanted": list(self.wanted)}

    def holds(self, actual: Value, reader: Reader | None = None) -> bool:
        """Whether a record with this value answers it.

        Of a value that is not there only “is empty” is true, and what says that it is not something.
        """
        if actual is None or actual == "":
            return self.operator in {Operator.EMPTY, Operator.NONE_OF, Operator.LACKS}
        if not self.operator.asks_value or isinstance(actual, Worthless):
            return self.operator is Operator.FILLED
        match actual:
            case bool():
                return actual is (self.wanted[0].casefold() in YES)
            case Decimal():
                return NUMBERS[self.operator](actual, worth_of(self.wanted[0]))
            case date():
                return self._holds_of_day(actual, reader or Reader.now())
            case int():
                meant = frozenset().union(*((reader or Reader.now()).users(each) for each in self.wanted))
                return (actual in meant) is (self.operator is not Operator.NONE_OF)
        return self._holds_of_text(actual)

    def _holds_of_day(self, actual: date, reader: Reader) -> bool:
        wanted = self.wanted[0]
        if isinstance(actual, datetime) and "T" in wanted:
            return MOMENTS[self.operator](actual, datetime.fromisoformat(wanted))
        day = reader.day_of(actual) if isinstance(actual, datetime) else actual
        if self.operator is Operator.WITHIN:
            return day in reader.span(wanted)
        return MOMENTS[self.operator](day, date.fromisoformat(wanted))

    def _holds_of_text(self, actual: str) -> bool:
        compare, text = TEXTS[self.operator], folded(actual)
        found = any(compare(text, folded(each)) for each in self.wanted)
        return found is (self.operator not in {Operator.NONE_OF, Operator.LACKS})


@dataclass(frozen=True)
class Group:
    """Several parts of which all hold, or any."""

    parts: tuple[Part, ...] = ()
    any: bool = False

    def __bool__(self) -> bool:
        return bool(self.parts)


@dataclass(frozen=True)
class Has:
    """Whether records of another type hang on it of which all parts hold; or, without `some`, that none do."""

    related: str
    some: bool = True
    parts: tuple[Part, ...] = ()


Part = Condition | Group | Has
EVERYTHING = Group()


TEXTS: Mapping[Operator, Callable[[str, str], bool]] = {
    Operator.EQUALS: lambda actual, wanted: actual == wanted,
    Operator.ONE_OF: lambda actual, wanted: actual == wanted,
    Operator.NONE_OF: lambda actual, wanted: actual == wanted,
    Operator.CONTAINS: lambda actual, wanted: wanted in actual,
    Operator.LACKS: lambda actual, wanted: wanted in actual,
    Operator.BEGINS: lambda actual, wanted: actual.startswith(wanted),
}
NUMBERS: Mapping[Operator, Callable[[Decimal, Decimal], bool]] = {
    Operator.EQUALS: lambda actual, wanted: actual == wanted,
    Operator.GREATER: lambda actual, wanted: actual > wanted,
    Operator.LESS: lambda actual, wanted: actual < wanted,
    Operator.AT_LEAST: lambda actual, wanted: actual >= wanted,
    Operator.AT_MOST: lambda actual, wanted: actual <= wanted,
}
MOMENTS: Mapping[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQUALS: lambda actual, wanted: actual == wanted,
    Operator.AT_LEAST: lambda actual, wanted: actual >= wanted,
    Operator.AT_MOST: lambda actual, wanted: actual <= wanted,
}

Read = Callable[[str], Value]
"""A record's value by the name of the field."""
Hanging = Callable[[str], Iterable[Read]]
"""The records that hang on it, by the name of what they are to it."""


def all_hold(conditions: Iterable[Condition], value_of: Read) -> bool:
    """Whether every one of them holds; a rule without conditions fits every record."""
    return all(each.holds(value_of(each.field)) for each in conditions)


def holds(part: Part, value_of: Read, hanging: Hanging, reader: Reader) -> bool:
    """Whether a record answers the part; what hangs on it is asked for its own fields alone."""
    match part:
        case Condition():
            return part.holds(value_of(part.field), reader)
        case Group():
            found = (holds(each, value_of, hanging, reader) for each in part.parts)
            return any(found) if part.any else all(found)
    rows = hanging(part.related)
    return part.some is any(all(holds(each, row, hanging, reader) for each in part.parts) for row in rows)
