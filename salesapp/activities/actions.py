"""Acts of other features on activities, and those that touch the record an activity is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select, update

from salesapp.activities.models import (
    ACTIVITY_PLANNED,
    CALL_LOGGED,
    NOTE_ADDED,
    Activity,
    ActivityKind,
    ActivityStatus,
    CallOutcome,
    Note,
)
from salesapp.core import clock
from salesapp.core.db import Record, db
from salesapp.core.events import Event, EventLink, record


def add_task(
    subject: Record | None,
    title: str,
    due_on: date | None,
    owner: Any,
    *,
    by: Any,
    kind: ActivityKind = ActivityKind.TASK,
    body: str | None = None,
) -> Activity:
    """Plans something to do about `subject` (or about nothing in particular)."""
    task = Activity(
        subject=title, due_on=due_on, owner_id=owner.id, kind=kind, status=ActivityStatus.PLANNED, body=body
    )
    _attach(task, subject)
    db.session.add(task)
    record(task, ACTIVITY_PLANNED, by=by, about=[subject], what=title)
    return task


def add_note(subject: Record, body: str, *, by: Any) -> Note:
    """Writes a note on `subject`."""
    note = Note(body=body, author_id=by.id, subject_type=subject.record_type_key, subject_id=subject.id)
    db.session.add(note)
    record(subject, NOTE_ADDED, by=by, body=body)
    return note


def log_call(
    subject: Record,
    outcome: CallOutcome,
    note: str | None,
    next_step_on: date | None,
    *,
    by: Any,
    next_step: str | None = None,
) -> Activity:
    """A call that was made, and the next one planned where `next_step_on` says when."""
    title = str(subject.title)
    call = Activity(
        subject=title, kind=ActivityKind.CALL, status=ActivityStatus.DONE, outcome=outcome, body=note
    )
    call.owner_id, call.done_at, call.due_on = by.id, clock.now(), clock.today()
    _attach(call, subject)
    db.session.add(call)
    record(subject, CALL_LOGGED, by=by, outcome=str(outcome.label), body=note or None)
    if next_step_on is not None:
        add_task(subject, next_step or title, next_step_on, by, by=by, kind=ActivityKind.CALL)
    return call


def move_all(from_record: Record, to_records: Sequence[Record]) -> tuple[list[int], list[int]]:
    """What hung on `from_record` hangs on the first of `to_records`; the story shows on all of them.

    Gives the ids of the activities and of the notes that moved.
    """
    main = to_records[0]
    source = (from_record.record_type_key, from_record.id)
    moved = _move(Activity, source, main), _move(Note, source, main)
    events = db.session.scalars(
        select(Event.id).where(Event.subject_type == source[0], Event.subject_id == source[1])
    )
    for event_id in list(events):
        db.session.add_all(
            EventLink(event_id=event_id, record_type=each.record_type_key, record_id=each.id)
            for each in to_records
        )
    return moved


def _move(model: type[Activity | Note], source: tuple[str, int], main: Record) -> list[int]:
    statement = update(model).where(model.subject_type == source[0], model.subject_id == source[1])
    values = {"subject_type": main.record_type_key, "subject_id": main.id}
    return list(db.session.scalars(statement.values(values).returning(model.id)))


def _attach(activity: Activity, subject: Record | None) -> None:
    if subject is not None:
        activity.subject_type, activity.subject_id = subject.record_type_key, subject.id
