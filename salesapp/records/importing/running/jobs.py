"""Imports that the worker carries out, a slice at a time, so that mail and other work get their turn in between."""

from __future__ import annotations

from time import monotonic
from typing import Any

from flask_babel import force_locale

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import written_by
from salesapp.core.i18n import kept, sentences_noted
from salesapp.core.outbox import carrier, post
from salesapp.people.models import User
from salesapp.records.importing.running.running import Intake
from salesapp.records.importing.running.runs import ImportRun, RunState, kept_file
from salesapp.records.tables.reading import read_table
from salesapp.records.tables.table import Unreadable

SLICE_SECONDS = 20.0
"""Well below the lease of an outbox row, so that no two workers do the same batch."""


def post_import(run: ImportRun) -> None:
    """Hand a started run to the worker."""
    db.session.flush()
    post("import", {"run": run.id})


@carrier("import")
def carry_import(payload: dict[str, Any]) -> None:
    """Work on the run for a while; what is left is posted again. May be done twice: each batch counts once."""
    run = db.session.get(ImportRun, payload["run"])
    if run is None or run.ended:
        return
    with force_locale(language_of(run)), sentences_noted():
        try:
            if not work_on(run, until=monotonic() + SLICE_SECONDS):
                post_import(run)
        except (Unreadable, RuleBroken) as refused:
            db.session.rollback()
            run.end(
                RunState.FAILED, refused.sentence if isinstance(refused, RuleBroken) else kept(str(refused))
            )
    db.session.commit()


def work_on(run: ImportRun, *, until: float) -> bool:
    """One batch and more, each committed, until the time (of the monotonic clock); whether the run has ended."""
    content, source = kept_file(run), run.plan.source
    db.session.commit()
    intake = Intake(run, read_table(content, **source))
    steps = intake.batches()
    with written_by(run.source):
        next(steps)
        db.session.commit()
        for step in intake.turns.giving_way(steps):
            db.session.commit()
            if monotonic() > until:
                return step.ended
    return True


def language_of(run: ImportRun) -> str:
    """The language of whoever began it; those who read the report see its sentences in their own."""
    user = None if run.by_id is None else db.session.get(User, run.by_id)
    return "en" if user is None else str(user.locale)
