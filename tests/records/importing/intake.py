"""Bringing a text in with few words."""

from __future__ import annotations

from typing import Any

from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.db import db
from salesapp.core.events import written_by
from salesapp.people.models import User
from salesapp.records.importing.mapping.guessing import guess_from
from salesapp.records.importing.planning.plan import ImportPlan, guess_match, with_formats
from salesapp.records.importing.running.refused import refused_rows
from salesapp.records.importing.running.running import Intake
from salesapp.records.importing.running.runs import ImportRun
from salesapp.records.tables.reading import read_table


def run_for(text: str | bytes, key: str, by: User | None = None, **choices: Any) -> tuple[ImportRun, Intake]:
    """A run of the text as a file, with guessed columns unless a mapping is given; nothing has happened yet."""
    table = read_table(text.encode() if isinstance(text, str) else text)
    plan = ImportPlan(key)
    mapping = choices.pop("mapping", None) or guess_from(plan.type, table)
    match = choices.pop("match", None)
    plan = ImportPlan(
        key, mapping, match=guess_match(plan.type, mapping) if match is None else match, **choices
    )
    plan, questions = with_formats(plan, table)
    assert not questions
    run = ImportRun(record_type=key, file_name="test.csv", digest="-", by_id=by.id if by else None)
    run.plan, run.columns = plan, list(table.columns)
    db.session.add(run)
    db.session.flush()
    return run, Intake(run, table)


def bring_in(text: str | bytes, key: str, by: User | None = None, **choices: Any) -> ImportRun:
    """The text brought in to its end, committed batch by batch."""
    with acting_as(by or SYSTEM):
        run, intake = run_for(text, key, by, **choices)
    with acting_as(by or SYSTEM), written_by(run.source):
        for _step in intake.batches():
            db.session.commit()
    return run


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, refused."""
    return run.created, run.updated, run.unchanged, run.refused


def reasons(run: ImportRun) -> list[tuple[int, str, str, str]]:
    """(row number, column, value, reason) of everything refused."""
    return [
        (row.number, problem["column"], problem["value"], problem["reason"])
        for row in refused_rows(run)
        for problem in row.problems or []
    ]
