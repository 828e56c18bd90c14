"""Acts of other features on activities, and those that touch the record an activity is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select, update

from salesapp.activities.files import File, Purpose
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
from salesapp.core.access import AboutRecord
from salesapp.core.company import today_for
from salesapp.core.db import Record, db
from salesapp.core.events import Chosen, Event, EventLink, record

HANGS_ON_IT = {"unscoped": "whoever sees a record sees what hangs on it"}


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
    subject.refuse_change()
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
    call.owner_id, call.done_at, call.due_on = by.id, clock.now(), today_for(by)
    _attach(call, subject)
    db.session.add(call)
    record(subject, CALL_LOGGED, by=by, outcome=Chosen(outcome), body=note or None)
    if next_step_on is not None:
        add_task(subject, next_step or title, next_step_on, by, by=by, kind=ActivityKind.CALL)
    return call


def move_all(from_record: Record, to_records: Sequence[Record]) -> tuple[list[int], list[int], list[int]]:
    """What hung on `from_record` hangs on the first of `to_records`; the story shows on all of them.

    A visiting card goes to the person where there is one. Gives the ids of the activities, the notes and the files
    that moved. The caller has loaded `from_record` to change it, and whoever sees a record sees what hangs on it.
    """
    main = to_records[0]
    person = next((each for each in to_records if each.record_type_key == "contact"), main)
    cards = _move(File, from_record, person, File.purpose == Purpose.CARD.value)
    files = _move(File, from_record, main)
    moved = _move(Activity, from_record, main), _move(Note, from_record, main), cards + files
    events = select(Event.id).where(*_about(Event, from_record))
    for event_id in list(db.session.scalars(events, execution_options=HANGS_ON_IT)):
        db.session.add_all(
            EventLink(event_id=event_id, record_type=each.record_type_key, record_id=each.id)
            for each in to_records
        )
    return moved


def _move(
    model: type[Activity | Note | File], from_record: Record, main: Record, *among: ColumnElement[bool]
) -> list[int]:
    statement = update(model).where(*_about(model, from_record), model.deleted_at.is_(None), *among)
    values = {"subject_type": main.record_type_key, "subject_id": main.id}
    moved = statement.values(values).returning(model.id)
    return list(db.session.scalars(moved, execution_options=HANGS_ON_IT))


def _about(model: type[AboutRecord], record_: Record) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return model.subject_type == record_.record_type_key, model.subject_id == record_.id


def _attach(activity: Activity, subject: Record | None) -> None:
    if subject is not None:
        subject.refuse_change()
        activity.subject_type, activity.subject_id = subject.record_type_key, subject.id
