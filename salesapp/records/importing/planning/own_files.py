"""The columns of our own files: what an export writes, and an import knows again."""

from __future__ import annotations

from salesapp.core.fields import Field
from salesapp.core.lines import LineType
from salesapp.core.registry import RecordType
from salesapp.records.importing.planning.plan import CREATED, EXTERNAL_ID, RECORD_ID
from salesapp.records.importing.planning.references import with_references


def export_fields(type_: RecordType) -> list[Field]:
    """The columns: what identifies the record, every field as it was declared, and what follows from them."""
    if isinstance(type_, LineType):
        return list(with_references(type_.columns))
    called = {each.name: each for each in type_.import_only}
    own = [
        called[each.name] if each.name in called and called[each.name].kind == each.kind else each
        for each in type_.offered
    ]
    more = (
        ()
        if type_.to_row is None
        else [each for each in type_.import_only if each.name not in type_.fields_by_name]
    )
    return [RECORD_ID, EXTERNAL_ID, *with_references((*own, *more)), *type_.export_only, CREATED]


def headings(type_: RecordType) -> list[str]:
    """The labels of the columns in the reader's language."""
    return [str(declared.label) for declared in export_fields(type_)]
