"""Which lead to call next: those of one's own that wait, the surest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, select

from salesapp.activities.models import (
    ACTIVITY_PLANNED,
    CALL_LOGGED,
    Activity,
    ActivityKind,
    ActivityStatus,
)
from salesapp.core.db import db
from salesapp.core.events import event_kind, last_of, record_undo
from salesapp.core.i18n import _l
from salesapp.leads.kinds import LeadStatus, Rating
from salesapp.leads.models import Lead
from salesapp.people.models import User
from salesapp.records.recycle_bin.acts import delete

CALL_UNDONE = event_kind("lead_call_undone", _l("%(by)s undid the call"), icon="undo-2", touch=False)
WORKED = (LeadStatus.NEW, LeadStatus.WORKING)


def best_first() -> tuple[ColumnElement[Any], ...]:
    """Hot, warm, cold; within these the highest score, then whoever was left alone longest, then the oldest."""
    places = [(Lead.rating == rating, place) for place, rating in enumerate(Rating)]
    rated = case(*places, else_=len(Rating))
    return rated, Lead.score.desc(), Lead.touched_at.expression, Lead.created_at.expression


def waiting_for(user: User, today: date, begins: datetime) -> Select[Lead]:
    """The leads of `user` that can be called now: not called since `begins` (of the day), and no plan lies ahead.

    What was promised for today or earlier comes first.
    """
    about = (Activity.subject_type == Lead.record_type_key, Activity.subject_id == Lead.id)
    planned = (*about, Activity.status == ActivityStatus.PLANNED, Activity.deleted_at.is_(None))
    called = exists().where(*about, *_a_call_since(begins))
    ahead = exists().where(*planned, Activity.due_on > today)
    promised = exists().where(*planned, Activity.due_on <= today)
    query = select(Lead).where(Lead.owner_id == user.id, Lead.status.in_(WORKED), ~called, ~ahead)
    return query.order_by(case((promised, 0), else_=1), *best_first(), Lead.id)


def next_of(query: Select[Lead], skipped: Sequence[int]) -> Lead | None:
    """The first that was not put aside; when all were, none."""
    return db.session.scalar(query.where(Lead.id.not_in(list(skipped))).limit(1))


def count_of(query: Select[Lead], skipped: Sequence[int]) -> int:
    """How many wait, those put aside left out."""
    ids = query.where(Lead.id.not_in(list(skipped))).with_only_columns(Lead.id).order_by(None)
    return db.session.scalar(select(func.count()).select_from(ids.subquery())) or 0


def last_calls(lead: Lead, most: int = 3) -> Sequence[Activity]:
    """What came of the calls before, the newest first."""
    query = select(Activity).where(
        Activity.subject_type == lead.record_type_key,
        Activity.subject_id == lead.id,
        Activity.status == ActivityStatus.DONE,
    )
    return db.session.scalars(query.order_by(Activity.done_at.desc()).limit(most)).all()


def calls_since(user: User, begins: datetime) -> int:
    """How many calls `user` has made since."""
    query = select(func.count(Activity.id)).where(Activity.owner_id == user.id, *_a_call_since(begins))
    return db.session.scalar(query) or 0


def _a_call_since(begins: datetime) -> tuple[ColumnElement[bool], ...]:
    return Activity.kind == ActivityKind.CALL, Activity.done_at >= begins, Activity.deleted_at.is_(None)


def keep_promises(lead: Lead, user: User, today: date) -> list[Activity]:
    """The calls that `user` had planned for today or earlier are made with this one."""
    query = select(Activity).where(
        Activity.subject_type == lead.record_type_key,
        Activity.subject_id == lead.id,
        Activity.owner_id == user.id,
        Activity.kind == ActivityKind.CALL,
        Activity.status == ActivityStatus.PLANNED,
        Activity.due_on <= today,
    )
    kept = list(db.session.scalars(query))
    for each in kept:
        each.complete(by=user)
    return kept


def undo_call(lead: Lead, user: User, *, made: Sequence[int], kept: Sequence[int]) -> None:
    """Undo of a call that was written down: what it `made` goes into the bin, the promises it `kept` stand again.

    Both are ids of calls of `user` about the lead. What is in the bin already stays there; RuleBroken for a promise
    that stands again already.
    """
    own = select(Activity).where(
        Activity.subject_type == lead.record_type_key,
        Activity.subject_id == lead.id,
        Activity.owner_id == user.id,
        Activity.kind == ActivityKind.CALL,
    )
    gone = db.session.scalars(own.where(Activity.id.in_(list(made)))).all()
    undone = [last_of(each, (ACTIVITY_PLANNED,)) for each in gone]
    undone += [last_of(lead, (CALL_LOGGED,), by=user)] if gone else []
    for each in gone:
        delete(each, by=user)
    for each in db.session.scalars(own.where(Activity.id.in_(list(kept)))).all():
        each.reopen(by=user)
    if gone:
        record_undo(lead, CALL_UNDONE, [each for each in undone if each], by=user)


def typed_before(lead: Lead, user: User, keys: Sequence[int]) -> dict[str, Any]:
    """What was typed for calls that were taken back, for the form: the note, and what was planned, in how many days."""
    query = select(Activity).where(
        Activity.id.in_(list(keys)),
        Activity.subject_type == lead.record_type_key,
        Activity.subject_id == lead.id,
        Activity.owner_id == user.id,
        Activity.deleted_at.is_not(None),
    )
    found = list(db.session.scalars(query, execution_options={"with_deleted": True}))
    call = next((each for each in found if not each.is_planned), None)
    planned = next((each for each in found if each.is_planned), None)
    typed = {} if call is None else {"note": call.body}
    if call and planned and call.due_on and planned.due_on:
        typed |= {"next_step": planned.subject, "next_in": str((planned.due_on - call.due_on).days)}
    return typed
