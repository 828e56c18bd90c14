"""What a list is narrowed by in its address: `city=bonn` and `amount__min=100` for short, `filter=…` for all of it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, or_

from salesapp.core.ordering.collation import contains
from salesapp.core.registry import RecordType
from salesapp.records.filters.checking import LOOKED_THROUGH
from salesapp.records.filters.operators import DAYS

FILTER = "filter"
"""The argument that carries a filter of any shape, as `salesapp.records.filters.notation` writes it."""
BOUNDED = frozenset({"", "min", "max"})


def known(type_: RecordType, key: str) -> bool:
    """Whether the type has such a filter; others are ignored, since links outlive fields and travel between lists."""
    name, _sep, bound = key.partition("__")
    if name in type_.criteria:
        return not bound
    declared = type_.fields_by_name.get(name)
    if declared is None or not declared.filterable or bound not in BOUNDED:
        return False
    return not bound or declared.numeric or declared.kind in DAYS


def matches(type_: RecordType, text: str) -> ColumnElement[bool]:
    """The rows that hold the text in a field that is searched."""
    kinds = LOOKED_THROUGH | {"long_text"}
    columns = [
        getattr(type_.model, each.name) for each in type_.fields if each.searchable and each.kind in kinds
    ]
    return or_(false(), *(contains(column, text) for column in columns))
