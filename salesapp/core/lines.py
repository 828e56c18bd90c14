"""Rows that belong to a record (lines of documents, prices of a book): no records of their own, but files hold them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from salesapp.core.db import Record
from salesapp.core.fields import Field
from salesapp.core.registry import RecordType, record_type


class LineImporter(Protocol):
    """Puts a row of a file where it belongs, with the verbs of the record that it belongs to.

    Values come by field name, ids for links. The answer is that record, and "created", "updated" or "unchanged". May
    raise RuleBroken, naming the field.
    """

    def put(self, values: dict[str, Any], *, by: Any) -> tuple[Record, str]: ...


@dataclass(frozen=True)
class LineType(RecordType):
    """One kind of such rows. Its columns are `import_only`, the link to the record first, then `export_only`."""

    owner: RecordType | None = None
    line_importer: LineImporter | None = None

    @property
    def importable(self) -> bool:
        return self.line_importer is not None

    @property
    def columns(self) -> tuple[Field, ...]:
        """All columns of its files."""
        return (*self.import_only, *self.export_only)


_types: dict[str, LineType] = {}


def register_lines(
    owner: RecordType,
    model: type[Any],
    labels: tuple[str, str],
    fields: Sequence[Field],
    *,
    worked_out: Sequence[Field] = (),
    importer: LineImporter | None = None,
) -> LineType:
    """Makes the rows of an owner known to files, with the rights of the owner; `labels` are of one and of many."""
    key = f"{owner.key}_line"
    link = Field("link", owner.label, name=owner.key, target=owner.key, required=True)
    _types[key] = LineType(
        key=key,
        model=model,
        plural=f"{key}s",
        label=labels[0],
        label_plural=labels[1],
        icon=owner.icon,
        view=owner.view,
        edit=owner.edit,
        creatable=False,
        import_only=(link, *fields),
        export_only=tuple(worked_out),
        owner=owner,
        line_importer=importer,
    )
    return _types[key]


def line_types(owner: str = "") -> list[LineType]:
    """All of them, or those of the record type with that key."""
    return [each for each in _types.values() if not owner or (each.owner and each.owner.key == owner)]


def file_type(key: str) -> RecordType:
    """What files call so: rows that belong to a record, else records. RuleBroken for what does not exist."""
    return _types.get(key) or record_type(key)
