"""What is to be said of rows: which new records are likely there already, and why others did not come in.

Rows with the same reason are told together, and named one by one when somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, select

from salesapp.core.db import db
from salesapp.core.registry import RecordType, record_type
from salesapp.records.importing.running.refused import refused_rows
from salesapp.records.importing.running.rows import reason_of
from salesapp.records.importing.running.runs import ImportedRow, ImportRun, LeftAlong, Outcome

MOST_SORTS = 200
"""So many different sorts of rows are told; those beyond are few of each, and in the file."""
ROWS = 50


@dataclass
class Reason:
    """What keeps so many rows out; `first` is the number of the first of them, `place` the problem's place in it.

    `kept` is the sentence by which rows are told to have the same reason, `text` what the reader is told.
    """

    column: str
    kept: str
    text: str
    first: int
    place: int
    rows: int = 0

    def holds_for(self, row: ImportedRow) -> bool:
        """Whether it keeps this row out as well."""
        return any(same(each, self) for each in row.problems or ())


def same(problem: dict[str, Any], reason: Reason) -> bool:
    """Whether a row's problem is that reason."""
    return (problem["column"], problem["reason"]) == (reason.column, reason.kept)


def reasons_of(run: ImportRun) -> list[Reason]:
    """The reasons, that of the most rows first."""
    found: dict[tuple[str, str], Reason] = {}
    for count, first in sorts_of(run):
        for place, problem in enumerate(first.problems or ()):
            key = (problem["column"], problem["reason"])
            reason = found.setdefault(key, Reason(*key, reason_of(problem), first.number, place))
            reason.rows += count
    return sorted(found.values(), key=lambda each: (-each.rows, each.first))


def sorts_of(run: ImportRun) -> list[tuple[int, ImportedRow]]:
    """How many refused rows have the very same problems, and the first of each sort."""
    firsts = (
        select(func.count().label("times"), func.min(ImportedRow.id).label("first"))
        .where(ImportedRow.run_id == run.id, ImportedRow.outcome == Outcome.REFUSED)
        .group_by(cast(ImportedRow.problems, Text))
        .order_by(func.count().desc(), func.min(ImportedRow.id))
        .limit(MOST_SORTS)
        .subquery()
    )
    query = select(firsts.c.times, ImportedRow).join(firsts, ImportedRow.id == firsts.c.first)
    rows = [(int(times), row) for times, row in db.session.execute(query)]
    return sorted(rows, key=lambda each: each[1].number)


def reason_at(run: ImportRun, first: int, place: int) -> Reason | None:
    """The reason that `Reason.first` and `Reason.place` name."""
    query = select(ImportedRow).where(ImportedRow.run_id == run.id, ImportedRow.number == first)
    row = db.session.scalar(query)
    problems = [] if row is None else row.problems or []
    if place >= len(problems):
        return None
    problem = problems[place]
    return Reason(problem["column"], problem["reason"], reason_of(problem), first, place)


def rows_with(run: ImportRun, reason: Reason, after: int) -> tuple[list[ImportedRow], int | None]:
    """A page of the rows that the reason keeps out, and the number behind which the next page begins."""
    matching: Iterator[ImportedRow] = (each for each in refused_rows(run, after) if reason.holds_for(each))
    found = list(islice(matching, ROWS + 1))
    return found[:ROWS], found[ROWS - 1].number if len(found) > ROWS else None


Told = tuple[ImportedRow, Any, str]
"""A row, its record (None once it is gone), and what is to be said of it."""


def likely_duplicates(run: ImportRun) -> list[Told]:
    """The first rows whose new record is likely there already, with why."""
    like = cast(ImportedRow.problems, Text).like("[%")
    found = _told(run, ImportedRow.outcome == Outcome.CREATED, like)
    return [(row, there, reason_of(row.problems[0]) if row.problems else "") for row, there in found]


def left_behind(run: ImportRun) -> list[Told]:
    """The first rows that undoing the import left as they are, with why."""
    found = _told(run, ImportedRow.is_undone.is_(False))
    return [(row, there, row.left_because or "") for row, there in found]


def left_along(run: ImportRun) -> tuple[list[tuple[RecordType, Any, str]], int]:
    """The first records that came along and stayed after the undo, with why, and how many there are."""
    mine = LeftAlong.run_id == run.id
    count = db.session.scalar(select(func.count(LeftAlong.id)).where(mine)) or 0
    rows = (
        db.session.scalars(select(LeftAlong).where(mine).order_by(LeftAlong.id).limit(ROWS)) if count else ()
    )
    found = []
    for row in rows:
        type_ = record_type(row.record_type)
        found.append((type_, db.session.get(type_.model, row.record_id), row.left_because))
    return found, count


def _told(run: ImportRun, *which: ColumnElement[bool]) -> list[tuple[ImportedRow, Any]]:
    query = select(ImportedRow).where(ImportedRow.run_id == run.id, *which)
    rows = list(db.session.scalars(query.order_by(ImportedRow.number).limit(ROWS)))
    model = run.plan.type.model
    made = select(model).where(model.id.in_({row.record_id for row in rows}))
    there = {each.id: each for each in db.session.scalars(made)} if rows else {}
    return [(row, there.get(row.record_id)) for row in rows]
