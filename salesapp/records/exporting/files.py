"""Records out again: CSV or XLSX in the notation the import reads, so that a file can be mended and brought back."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from salesapp.core.access import Permission, Viewer, allows
from salesapp.core.company import company
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.core.lines import LineType
from salesapp.core.money import Money
from salesapp.core.registry import RecordType, record_type
from salesapp.records.exporting.workbook import workbook
from salesapp.records.importing.planning.own_files import export_fields, headings
from salesapp.records.importing.planning.references import (
    file_names,
    links_by_reference,
    reference_of,
)
from salesapp.records.several import titles_beside
from salesapp.records.tables.csv_lines import csv_line, defused

PAGE = 500
Row = list[Any]


def refuse_export(by: Viewer, type_: RecordType) -> None:
    """Raise RuleBroken unless this person may take records of the type out."""
    if not allows(by, Permission.DATA_EXPORT) or not allows(by, type_.view):
        raise RuleBroken(_("Your role can’t export %(type)s.", type=type_.label_plural))


def everything(type_: RecordType, records: Select[Any] | None = None) -> Select[Any]:
    """All that the viewer sees of the type; of lines, those of the records chosen."""
    if not isinstance(type_, LineType) or type_.owner is None:
        return select(type_.model)
    owner = type_.owner.model
    chosen = select(owner) if records is None else records
    seen = chosen.with_only_columns(owner.id).order_by(None)
    lines = select(type_.model).where(getattr(type_.model, f"{type_.owner.key}_id").in_(seen))
    return lines.options(joinedload(getattr(type_.model, type_.owner.key)))


def exported_rows(type_: RecordType, statement: Select[Any]) -> Iterator[Row]:
    """The values of each record of the statement (without an order of its own), page by page."""
    last: int | None = 0
    while last is not None:
        page, last = page_after(type_, statement, last)
        yield from page


def page_after(type_: RecordType, statement: Select[Any], last: int) -> tuple[list[Row], int | None]:
    """The values of the next records behind the one with the id `last`, and the last of them; None at the end."""
    fields = export_fields(type_)
    query = statement.where(type_.model.id > last).order_by(type_.model.id).limit(PAGE)
    page = list(db.session.scalars(query))
    more = {} if type_.to_row is None else type_.to_row(page)
    links = links_by_reference(fields)
    meant = {each.name: links.get(each.name, each) for each in fields}
    values = [values_of(found, meant, more.get(found.id, {})) for found in page]
    names = names_of(fields, values)
    beside = {each.name: titles_beside(type_.model, each, page) for each in fields if each.also}
    rows = [
        [
            beside.get(each.name, {}).get(found.id) or exported(found, each, row[each.name], names)
            for each in fields
        ]
        for found, row in zip(page, values, strict=True)
    ]
    return rows, page[-1].id if page else None


def values_of(found: Record, meant: Mapping[str, Field], more: Mapping[str, Any]) -> dict[str, Any]:
    """Column → its value, by the field it is about; what is no attribute of the record is among `more`, or blank."""
    return {name: more.get(each.name, held(found, each)) for name, each in meant.items()}


def held(found: Any, declared: Field) -> Any:
    """The row's own value; of a line also that of the record it belongs to."""
    if hasattr(found, declared.attribute) or not declared.row:
        return getattr(found, declared.attribute, None)
    return getattr(getattr(found, declared.row), declared.attribute, None)


Names = dict[str, dict[int, str]]
"""Field → id of a linked record that the reader sees → its title, or what files call it where titles do not tell."""


def names_of(fields: Sequence[Field], rows: Sequence[Mapping[str, Any]]) -> Names:
    """The names of all records that these rows link to; one query for each link."""
    found: Names = {}
    for link in fields:
        if link.kind != "link":
            continue
        linked = linked_records(link, (row[link.name] for row in rows))
        found[link.name] = {key: str(each.title) for key, each in linked.items()}
        reference = reference_of(link)
        if reference is not None:
            found[reference.name] = file_names(record_type(link.target), linked)
    return found


def linked_records(declared: Field, linked: Iterable[int | None]) -> dict[int, Any]:
    """The linked records that the reader sees, by id."""
    keys = {key for key in linked if key is not None}
    if not keys:
        return {}
    model = record_type(declared.target).model
    return {each.id: each for each in db.session.scalars(select(model).where(model.id.in_(keys)))}


def exported(found: Record, declared: Field, value: Any, names: Names) -> Any:
    """One value: text, whole number, Decimal, date or None."""
    if declared.name in names:
        return names[declared.name].get(value)
    match declared.kind:
        case "money" if value is not None:
            holder = getattr(found, declared.row) if declared.row else found
            return Money(value, getattr(holder, declared.currency, None) or company().currency).amount
        case "choice" if value is not None:
            return str(value.label)
        case "boolean":
            return _("Yes") if value else _("No")
        case _:
            return value


def csv_lines(type_: RecordType, statement: Select[Any]) -> Iterator[str]:
    """The file as CSV, line by line; UTF-8 with a byte order mark."""
    return lines_of(headings(type_), exported_rows(type_, statement))


def lines_of(labels: Iterable[str], rows: Iterable[Row]) -> Iterator[str]:
    """Headings and rows as CSV."""
    yield "\ufeff" + csv_line(labels)
    for row in rows:
        yield csv_line(plain_text(value) for value in row)


def plain_text(value: Any) -> str:
    """A value as CSV has it: ISO dates, a decimal point, nothing a spreadsheet would calculate."""
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value:f}"
        case datetime():
            return value.isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case _:
            return defused(str(value))


def workbook_pieces(type_: RecordType, rows: Iterable[Row]) -> Iterator[bytes]:
    """The file as a workbook with typed cells."""
    return workbook(str(type_.label_plural), headings(type_), rows)


class Counted:
    """Rows that go through, and how many have."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Row]:
        for row in self.rows:
            self.count += 1
            yield row


def export_file(
    type_: RecordType, out: Path | None, *, by: Viewer, statement: Select[Any] | None = None
) -> int:
    """Write the records to a file (by its name a workbook) or to standard output; how many."""
    refuse_export(by, type_)
    statement = everything(type_) if statement is None else statement
    if out is not None and out.suffix.lower() == ".xlsx":
        counted = Counted(exported_rows(type_, statement))
        with out.open("wb") as file:
            file.writelines(workbook_pieces(type_, counted))
        return counted.count
    lines = csv_lines(type_, statement)
    if out is None:
        return write_lines(lines, sys.stdout)
    with out.open("w", encoding="utf-8", newline="") as text:
        return write_lines(lines, text)


def write_lines(lines: Iterable[str], file: IO[str]) -> int:
    """Write all lines; how many there are without the headings."""
    count = -1
    for line in lines:
        file.write(line)
        count += 1
    return count
