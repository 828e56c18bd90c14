"""What a file just opened is about: which column is which field, and whether its record ids are our own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.registry import RecordType
from salesapp.records.importing.planning.columns import ENOUGH
from salesapp.records.importing.planning.own_files import export_fields, headings
from salesapp.records.importing.planning.plan import (
    CREATED,
    EXTERNAL_ID,
    RECORD_ID,
    REPORT_COLUMNS,
    ImportPlan,
    guess_mapping,
    guess_match,
    import_fields,
)
from salesapp.records.notation.choices import folded, labels
from salesapp.records.notation.dates import read_instant
from salesapp.records.notation.formats import NUMBER_KINDS, Format
from salesapp.records.tables.table import Table

LOOKED_AT = 200
PLAIN = re.compile(r"\s*(-?\d+(\.\d+)?)?\s*", re.ASCII)


def guessed_plan(type_: RecordType, table: Table, source: Mapping[str, Any] | None = None) -> ImportPlan:
    """The plan that nobody has decided anything about yet."""
    mapping = guess_from(type_, table)
    return ImportPlan(
        type_.key,
        mapping,
        guess_defaults(table, mapping),
        match=guess_match(type_, mapping),
        formats=guess_formats(type_, table, mapping),
        source=source or {},
    )


def guess_from(
    type_: RecordType, table: Table, least: float = ENOUGH, leave: Iterable[str] = ()
) -> dict[str, str]:
    """Column → field, as headings and first rows suggest; the columns to `leave` were decided about already.

    Where another installation's export says no external ids, its record ids become ours.
    """
    ours = came_from_here(type_, table)
    left = set(leave)
    if not ours:
        left |= _blank(table, labels(EXTERNAL_ID.label))
    return guess_mapping(type_, [each for each in table.columns if each not in left], least, ours=ours)


def guess_defaults(table: Table, mapping: Mapping[str, str]) -> dict[str, str]:
    """Where only some records of another installation have external ids, the others go by the numbers they had there.

    Not where a number is the external id of another record: the two would become one.
    """
    number = _place(table.columns, labels(RECORD_ID.label))
    external = next(
        (table.columns.index(column) for column, name in mapping.items() if name == EXTERNAL_ID.name), None
    )
    if number is None or external is None or number == external or RECORD_ID.name in mapping.values():
        return {}
    ids: set[str] = set()
    numbers: set[str] = set()
    for row in table.rows():
        text = row.cells[external].strip()
        (ids if text else numbers).add(folded(text or row.cells[number]))
    return {} if ids & numbers or not numbers else {EXTERNAL_ID.name: f"{{{table.columns[number]}}}"}


def guess_formats(type_: RecordType, table: Table, mapping: Mapping[str, str]) -> dict[str, Format]:
    """Our own exports write every number with a point: nobody is asked whether `2.125` is two or two thousand.

    A column in which somebody wrote otherwise since is looked at like any other.
    """
    if not {folded(each) for each in headings(type_)} <= {folded(each) for each in table.columns}:
        return {}
    fields = import_fields(type_)
    numbers = [column for column, name in mapping.items() if fields[name].kind in NUMBER_KINDS]
    places = {column: table.columns.index(column) for column in numbers}
    for row in table.rows():
        places = {column: place for column, place in places.items() if PLAIN.fullmatch(row.cells[place])}
    return {column: Format() for column in places}


def _blank(table: Table, names: Iterable[str]) -> set[str]:
    """The column of one of these names, if no row says anything there."""
    place = _place(table.columns, names)
    if place is None or any(row.cells[place].strip() for row in table.rows()):
        return set()
    return {table.columns[place]}


def came_from_here(type_: RecordType, table: Table) -> bool:
    """Whether most records in the file are here under the same number, made at the same moment.

    Another installation, or another product whose export has a heading “Record ID”, numbers its records from 1 as well:
    the number alone proves nothing. A file without the moment must at least speak in our words only.
    """
    place = _place(table.columns, labels(RECORD_ID.label))
    if place is None:
        return False
    numbers = {
        int(text): row for row in table.head(LOOKED_AT) if (text := row.cells[place].strip()).isdecimal()
    }
    here = _made_at(type_, numbers)
    made = _place(table.columns, labels(CREATED.label))
    if made is None:
        return bool(here) and len(here) == len(numbers) and speaks_our_words(type_, table.columns)
    same = sum(same_moment(row.cells[made], here.get(number)) for number, row in numbers.items())
    return same * 2 > len(numbers)


def speaks_our_words(type_: RecordType, columns: Iterable[str]) -> bool:
    """Whether every heading is one that our own exports have."""
    ours = {folded(label) for each in export_fields(type_) for label in labels(each.label)}
    return all(folded(column) in ours for column in columns if column not in REPORT_COLUMNS)


def same_moment(text: str, moment: datetime | None) -> bool:
    """Whether the text is that moment, which files keep to the second."""
    if moment is None:
        return False
    try:
        return read_instant(text, None, company().zone) == moment.replace(microsecond=0)
    except ValueError:
        return False


def _place(columns: Iterable[str], names: Iterable[str]) -> int | None:
    wanted = {folded(name) for name in names}
    return next((place for place, column in enumerate(columns) if folded(column) in wanted), None)


def _made_at(type_: RecordType, numbers: Iterable[int]) -> dict[int, datetime]:
    """Number → when the visible record of that number was made."""
    model = type_.model
    query = select(model.id, model.created_at).where(model.id.in_([each for each in numbers if each < 2**31]))
    return {int(key): made for key, made in db.session.execute(query)}
