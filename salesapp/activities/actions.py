"""Acts of other features on activities, and those that touch the record an activity is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, Protocol, runtime_checkable

from sqlalchemy import ColumnElement, bindparam, insert, literal, select, union_all, update

from salesapp.activities.files import File, Purpose
from salesapp.activities.models import (
    ACTIVITY_DONE,
    ACTIVITY_PLANNED,
    CALL_LOGGED,
    NOTE_ADDED,
    Activity,
    ActivityKind,
    ActivityStatus,
    CallOutcome,
    Note,
    keep_the_times,
)
from salesapp.core import clock
from salesapp.core.access import AboutRecord
from salesapp.core.access.prepared import Prepared
from salesapp.core.company import today_for
from salesapp.core.db import Record, db
from salesapp.core.events import Chosen, Event, EventLink, record
from salesapp.core.i18n import _


@runtime_checkable
class HasNextStep(Protocol):
    """A record that holds its own next step: what follows from a call is that step, and no task beside it."""

    @property
    def is_open(self) -> bool: ...

    def plan_next_step(self, what: str, on: date, *, by: Any) -> None: ...


HANGS_ON_IT = {"unscoped": "whoever sees a record sees what hangs on it"}


def add_task(
    subject: Record | None,
    title: str,
    due_on: date | None,
    owner: Any,
    *,
    by: Any,
    kind: ActivityKind = ActivityKind.TASK,
    **others: Any,
) -> Activity:
    """Plans something to do about `subject` (or about nothing in particular); `others` are further fields."""
    task = Activity(
        subject=title, due_on=due_on, owner_id=owner.id, kind=kind, status=ActivityStatus.PLANNED, **others
    )
    keep_the_times(task, by=by)
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
    """A call that was made, and what follows on the day that `next_step_on` says.

    On a record that has a next step of its own that is the next step; on others a call is planned.
    """
    call = Activity(
        subject=called(subject, ActivityKind.CALL),
        kind=ActivityKind.CALL,
        status=ActivityStatus.DONE,
        outcome=outcome,
        body=note,
    )
    call.owner_id, call.done_at, call.due_on = by.id, clock.now(), today_for(by)
    _attach(call, subject)
    db.session.add(call)
    record(subject, CALL_LOGGED, by=by, outcome=Chosen(outcome), body=note or None)
    follow_up(subject, next_step, next_step_on, by=by)
    return call


def follow_up(subject: Record, what: str | None, on: date | None, *, by: Any) -> Activity | None:
    """What is done next after a call, on that day; the activity that was planned, None where none was needed."""
    if on is None:
        return None
    what = what or _("Call again")
    if isinstance(subject, HasNextStep) and subject.is_open:
        subject.plan_next_step(what, on, by=by)
        return None
    return add_task(subject, what, on, by, by=by, kind=ActivityKind.CALL)


def log_done(subject: Record, title: str, *, by: Any) -> Activity:
    """Something that was done about `subject` without having been planned as an activity."""
    done = Activity(subject=title, kind=ActivityKind.TASK, status=ActivityStatus.DONE)
    done.owner_id, done.done_at, done.due_on = by.id, clock.now(), today_for(by)
    _attach(done, subject)
    db.session.add(done)
    record(done, ACTIVITY_DONE, by=by, about=[subject], what=title)
    return done


def called(subject: Record, kind: ActivityKind) -> str:
    """With whom, or about what, a call or a meeting is."""
    title, is_call = str(subject.title), kind is ActivityKind.CALL
    if subject.record_type_key in {"account", "contact", "lead"}:
        named = _("Call with %(who)s", who=title) if is_call else _("Meeting with %(who)s", who=title)
    else:
        named = _("Call about %(what)s", what=title) if is_call else _("Meeting about %(what)s", what=title)
    return named[:255]


def move_all(from_record: Record, to_records: Sequence[Record]) -> tuple[list[int], list[int], list[int]]:
    """What hung on `from_record` hangs on the first of `to_records`; the story shows on all of them.

    A visiting card goes to the person where there is one. Gives the ids of the activities, the notes and the files
    that moved. The caller has loaded `from_record` to change it, and whoever sees a record sees what hangs on it.
    """
    main = to_records[0]
    person = next((each for each in to_records if each.record_type_key == "contact"), main)
    there = _hanging_on(from_record)
    cards = _move(File, from_record, person, there, File.purpose == Purpose.CARD.value)
    files = _move(File, from_record, main, there)
    moved = _move(Activity, from_record, main, there), _move(Note, from_record, main, there), cards + files
    links = [
        {"event_id": event_id, "record_type": each.record_type_key, "record_id": each.id}
        for event_id in _events_of(from_record, there)
        for each in to_records
    ]
    if links:
        db.session.execute(insert(EventLink), links)
    return moved


@cache
def _hanging() -> Prepared:
    """The tables that have rows about a record: most leads have nothing but their events."""
    asked = (
        select(literal(model.__tablename__)).where(
            select(model.id)
            .where(model.subject_type == bindparam("type"), model.subject_id == bindparam("key"))
            .exists()
        )
        for model in (File, Activity, Note, Event)
    )
    return Prepared(union_all(*asked), **HANGS_ON_IT)


def _hanging_on(record_: Record) -> set[str]:
    rows = _hanging().rows({"type": record_.record_type_key, "key": record_.id})
    return {table for (table,) in rows}


def _events_of(record_: Record, there: set[str]) -> Sequence[int]:
    if Event.__tablename__ not in there:
        return []
    query = select(Event.id).where(*_about(Event, record_))
    return db.session.scalars(query, execution_options=HANGS_ON_IT).all()


def _move(
    model: type[Activity | Note | File],
    from_record: Record,
    main: Record,
    there: set[str],
    *among: ColumnElement[bool],
) -> list[int]:
    if model.__tablename__ not in there:
        return []
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
