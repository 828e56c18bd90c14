"""The rows that did not come in, as a file to mend and bring again: the original columns, and why."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.records.importing.plan import REPORT_COLUMNS
from salesapp.records.importing.running import cell_of
from salesapp.records.importing.runs import ImportedRow, ImportRun, Outcome

FORMULA = re.compile(r"[=@\t\r]|[+\-](?![\d\s().,/-]*$)")
"""What a spreadsheet would calculate: not a plain negative number or a phone number in international notation."""
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
        why = " ".join(problem["reason"] for problem in problems)
        yield csv_line([*cells[:width], str(row.number), where, why, *cells[width:]])


def csv_line(cells: Iterable[str]) -> str:
    """One line of CSV."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def defused(text: str) -> str:
    """The text with an apostrophe in front if a spreadsheet would run it as a formula; imports take it off again."""
    return f"'{text}" if FORMULA.match(text) else text
