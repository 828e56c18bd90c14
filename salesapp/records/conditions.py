"""What a rule asks of a record: a field, how it is compared, and with what. Texts and numbers, no more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from salesapp.core.i18n import _l
from salesapp.core.parsing.texts import squeezed

Value = str | Decimal | None


class Operator(StrEnum):
    """How a record's value is compared with the rule's."""

    EQUALS = "equals"
    ONE_OF = "one-of"
    CONTAINS = "contains"
    BEGINS = "begins"
    GREATER = "greater"
    LESS = "less"
    EMPTY = "empty"
    FILLED = "filled"

    @property
    def label(self) -> str:
        return OPERATOR_LABELS[self]

    @property
    def asks_value(self) -> bool:
        """Whether there is something to compare with."""
        return self not in {Operator.EMPTY, Operator.FILLED}


OPERATOR_LABELS = {
    Operator.EQUALS: _l("is"),
    Operator.ONE_OF: _l("is one of"),
    Operator.CONTAINS: _l("contains"),
    Operator.BEGINS: _l("begins with"),
    Operator.GREATER: _l("is more than"),
    Operator.LESS: _l("is less than"),
    Operator.EMPTY: _l("is empty"),
    Operator.FILLED: _l("is not empty"),
}

OF_NUMBERS = frozenset({Operator.EQUALS, Operator.GREATER, Operator.LESS, Operator.EMPTY, Operator.FILLED})
OF_TEXTS = frozenset(Operator) - {Operator.GREATER, Operator.LESS}
OF_CHOICES = frozenset({Operator.EQUALS, Operator.ONE_OF, Operator.EMPTY, Operator.FILLED})


@dataclass(frozen=True)
class Condition:
    """One question. `wanted` holds its values: none where it asks for none, several only for “is one of”."""

    field: str
    operator: Operator
    wanted: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Condition:
        return cls(kept["field"], Operator(kept["operator"]), tuple(kept["wanted"]))

    def as_json(self) -> dict[str, Any]:
        """As it is kept with its rule."""
        return {"field": self.field, "operator": self.operator.value, "wanted": list(self.wanted)}

    def holds(self, actual: Value) -> bool:
        """Whether a record with this value answers it. Only “is empty” is true of a value that is not there."""
        if actual is None or actual == "":
            return self.operator is Operator.EMPTY
        if self.operator in {Operator.EMPTY, Operator.FILLED}:
            return self.operator is Operator.FILLED
        if isinstance(actual, Decimal):
            return NUMBERS[self.operator](actual, Decimal(self.wanted[0]))
        return any(TEXTS[self.operator](squeezed(actual), squeezed(each)) for each in self.wanted)


TEXTS: Mapping[Operator, Callable[[str, str], bool]] = {
    Operator.EQUALS: lambda actual, wanted: actual == wanted,
    Operator.ONE_OF: lambda actual, wanted: actual == wanted,
    Operator.CONTAINS: lambda actual, wanted: wanted in actual,
    Operator.BEGINS: lambda actual, wanted: actual.startswith(wanted),
}
NUMBERS: Mapping[Operator, Callable[[Decimal, Decimal], bool]] = {
    Operator.EQUALS: lambda actual, wanted: actual == wanted,
    Operator.GREATER: lambda actual, wanted: actual > wanted,
    Operator.LESS: lambda actual, wanted: actual < wanted,
}


def all_hold(conditions: Iterable[Condition], value_of: Callable[[str], Value]) -> bool:
    """Whether every one of them holds; a rule without conditions fits every record."""
    return all(each.holds(value_of(each.field)) for each in conditions)
