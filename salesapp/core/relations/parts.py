"""What a record falls apart into: the products of an opportunity, the days on which something of an invoice is due.

Filters ask whether a record has such parts, and reports divide records by them: one then stands in several rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from salesapp.core.fields import Field
from salesapp.core.registry import RecordType

Rows = Callable[[], Any]
"""Gives the rows under a new name each time: an attribute for the record's id, and one for each field."""


@dataclass(frozen=True, eq=False)
class PartType(RecordType):
    """One kind of parts, with the rights of the record. `asked` divides and filters, `amounts` are measured."""

    owner: str = ""
    of: str = ""
    """The attribute of its rows that names the record."""
    rows: Rows = tuple
    asked: tuple[Field, ...] = ()
    amounts: tuple[Field, ...] = ()
    """Money in the currency of the record, in minor units."""
    lasting: tuple[tuple[str, str], ...] = ()
    """Pairs of moments among `asked` between which its days are counted."""
    instead: bool = False
    """Whether reports divide by its field, and add up its amount, where the record has one of the same name."""

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return self.asked


_types: dict[str, dict[str, PartType]] = {}


def falls_apart_into(
    owner: RecordType,
    name: str,
    label: str,
    rows: Rows,
    *,
    of: str,
    asked: Sequence[Field],
    amounts: Sequence[Field] = (),
    lasting: Sequence[tuple[str, str]] = (),
    instead: bool = False,
) -> PartType:
    """Makes the parts of a record type known under a name: `lines`, `dues`."""
    made = PartType(
        key=f"{owner.key}.{name}",
        model=owner.model,
        plural=name,
        label=label,
        label_plural=label,
        icon=owner.icon,
        view=owner.view,
        edit=owner.edit,
        creatable=False,
        owner=owner.key,
        of=of,
        rows=rows,
        asked=tuple(asked),
        amounts=tuple(amounts),
        lasting=tuple(lasting),
        instead=instead,
    )
    _types.setdefault(owner.key, {})[name] = made
    return made


def parts_of(type_: RecordType) -> dict[str, PartType]:
    """The kinds of parts of a record type, by name."""
    return _types.get(type_.key, {})


def parts_instead(type_: RecordType, field: str) -> PartType | None:
    """The parts that say for each of them what the field says of the whole record; none for most fields."""
    found = (each for each in parts_of(type_).values() if each.instead)
    return next((each for each in found if field in {one.name for one in each.asked}), None)
