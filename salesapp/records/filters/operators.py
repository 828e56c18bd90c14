"""How a record's value is compared with what a condition asks for, and which comparisons make sense for a field."""

from __future__ import annotations

from enum import StrEnum

from salesapp.core.fields import Field
from salesapp.core.i18n import _l


class Operator(StrEnum):
    """How a record's value is compared with the wanted one."""

    EQUALS = "equals"
    ONE_OF = "one-of"
    NONE_OF = "none-of"
    CONTAINS = "contains"
    LACKS = "lacks"
    BEGINS = "begins"
    GREATER = "greater"
    LESS = "less"
    AT_LEAST = "min"
    AT_MOST = "max"
    WITHIN = "within"
    EMPTY = "empty"
    FILLED = "filled"
    LISTED = "listed"
    """By a filter that the record type itself declares (`RecordType.criteria`), as an address writes it."""

    @property
    def label(self) -> str:
        return OPERATOR_LABELS[self]

    @property
    def asks_value(self) -> bool:
        """Whether there is something to compare with."""
        return self not in {Operator.EMPTY, Operator.FILLED}

    @property
    def asks_several(self) -> bool:
        """Whether one of several values is enough."""
        return self in {Operator.ONE_OF, Operator.NONE_OF}


O = Operator  # noqa: E741  short, for the tables below
OPERATOR_LABELS = {
    O.EQUALS: _l("is"),
    O.ONE_OF: _l("is one of"),
    O.NONE_OF: _l("is none of"),
    O.CONTAINS: _l("contains"),
    O.LACKS: _l("doesn’t contain"),
    O.BEGINS: _l("begins with"),
    O.GREATER: _l("is more than"),
    O.LESS: _l("is less than"),
    O.AT_LEAST: _l("is at least"),
    O.AT_MOST: _l("is at most"),
    O.WITHIN: _l("is in the period"),
    O.EMPTY: _l("is empty"),
    O.FILLED: _l("is not empty"),
    O.LISTED: _l("is"),
}

OF_DAYS = {
    O.WITHIN: _l("is in the period"),
    O.EQUALS: _l("is on"),
    O.AT_LEAST: _l("is on or after"),
    O.AT_MOST: _l("is on or before"),
}
"""What the same comparisons are called between days."""

FITTING: dict[str, tuple[Operator, ...]] = {
    "numbers": (O.GREATER, O.LESS, O.AT_LEAST, O.AT_MOST, O.EQUALS, O.EMPTY, O.FILLED),
    "days": (O.WITHIN, O.AT_LEAST, O.AT_MOST, O.EQUALS, O.EMPTY, O.FILLED),
    "choices": (O.ONE_OF, O.NONE_OF, O.EQUALS, O.EMPTY, O.FILLED),
    "booleans": (O.EQUALS,),
    "texts": (O.CONTAINS, O.EQUALS, O.BEGINS, O.ONE_OF, O.LACKS, O.EMPTY, O.FILLED),
    "paragraphs": (O.CONTAINS, O.LACKS, O.EMPTY, O.FILLED),
}
"""Sort of field → its comparisons, those that people choose most first."""

CODES = frozenset({"choice", "country", "currency_code", "link"})
DAYS = frozenset({"date", "instant"})


def sort_of(declared: Field) -> str:
    """What sort of value the field holds, as comparisons see it: a key of `FITTING`."""
    if declared.numeric:
        return "numbers"
    if declared.kind in DAYS:
        return "days"
    if declared.kind in CODES:
        return "choices"
    return {"boolean": "booleans", "long_text": "paragraphs"}.get(declared.kind, "texts")


def fitting(declared: Field) -> tuple[Operator, ...]:
    """The comparisons that make sense for the field."""
    return FITTING[sort_of(declared)]


def labels(declared: Field) -> list[tuple[Operator, str]]:
    """The same with what each is called beside such a field."""
    called = OPERATOR_LABELS | OF_DAYS if declared.kind in DAYS else OPERATOR_LABELS
    return [(each, str(called[each])) for each in fitting(declared)]
