"""The rows that did not come in, as a file to mend and bring again: the original columns, and why."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.records.importing.planning.plan import REPORT_COLUMNS
from salesapp.records.importing.running.rows import reason_of
from salesapp.records.importing.running.running import cell_of
from salesapp.records.importing.running.runs import ImportedRow, ImportRun, Outcome
from salesapp.records.tables.csv_lines import csv_line, defused

PAGE = 500


def refused_rows(run: ImportRun, after: int = -1) -> Iterator[ImportedRow]:
    """The refused rows of a run behind the row with that number, in the order of the file."""
    number = after
    query = select(ImportedRow).where(ImportedRow.run_id == run.id, ImportedRow.outcome == Outcome.REFUSED)
    query = query.order_by(ImportedRow.number).limit(PAGE)
    while page := list(db.session.scalars(query.where(ImportedRow.number > number))):
        yield from page
        number = page[-1].number


def refused_csv(run: ImportRun) -> Iterator[str]:
    """The file, piece by piece; UTF-8 with a byte order mark, so that spreadsheets know it.

    Cells beyond the headings stay beyond them, after the reason.
    """
    width = len(run.columns)
    yield "\ufeff" + csv_line([*run.columns, *REPORT_COLUMNS])
    for row in refused_rows(run):
        problems = row.problems or []
        cells = [defused(cell_of(cell)) for cell in row.cells or ()]
        where = "; ".join(problem["column"] for problem in problems if problem["column"])
        why = " ".join(map(reason_of, problems))
        yield csv_line([*cells[:width], str(row.number), where, why, *cells[width:]])
