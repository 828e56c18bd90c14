"""What is planned and due, from what the viewer sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from salesapp.activities.models import Activity, ActivityKind, ActivityStatus
from salesapp.core.db import Record, db
from salesapp.core.i18n import _
from salesapp.core.registry import Figure, record_type
from salesapp.customers.models import Account, Contact
from salesapp.web.filters import day


def of(subject: Record) -> Select[Activity]:
    """Planned first by day, then what was done, newest first."""
    return (
        select(Activity)
        .where(Activity.subject_type == subject.record_type_key, Activity.subject_id == subject.id)
        .order_by(Activity.status.desc(), Activity.due_on.nulls_last(), Activity.id.desc())
    )


def next_planned(subject_type: str, ids: Iterable[int]) -> dict[int, Activity]:
    """The next planned activity of each record of one type, by record id."""
    query = (
        select(Activity)
        .where(Activity.subject_type == subject_type, Activity.subject_id.in_(list(ids)))
        .where(Activity.status == ActivityStatus.PLANNED)
        .order_by(Activity.due_on.desc().nulls_first(), Activity.id.desc())
    )
    return {each.subject_id: each for each in db.session.scalars(query) if each.subject_id is not None}


def due(owner_id: int, until: date) -> list[Activity]:
    """What somebody has to do up to and including a day, the oldest first."""
    query = select(Activity).where(*_due(owner_id, until)).order_by(Activity.due_on, Activity.id)
    return list(db.session.scalars(query.limit(100)))


def due_ids(owner_id: int, until: date) -> Select[int]:
    """The ids of what somebody has to do up to and including a day, to be counted without asking for rights."""
    return select(Activity.id).where(*_due(owner_id, until), Activity.deleted_at.is_(None))


def subjects_of(activities: Iterable[Activity]) -> dict[tuple[str, int], Any]:
    """What they are about, as far as the viewer sees it, by type and id: one statement for each type."""
    wanted: dict[str, set[int]] = {}
    for each in activities:
        if each.subject_type is not None and each.subject_id is not None:
            wanted.setdefault(each.subject_type, set()).add(each.subject_id)
    found = {}
    for kind, ids in wanted.items():
        model = record_type(kind).model
        for row in db.session.scalars(select(model).where(model.id.in_(sorted(ids)))):
            found[kind, row.id] = row
    return found


def _due(owner_id: int, until: date) -> tuple[ColumnElement[bool], ...]:
    planned = Activity.status == ActivityStatus.PLANNED
    return Activity.owner_id == owner_id, planned, Activity.due_on <= until


def last_contact(account: Account) -> Iterator[Figure]:
    """When somebody last spoke with the account or one of its people; a task is no talk."""
    people = select(Contact.id).where(Contact.account_id == account.id)
    about = or_(
        and_(Activity.subject_type == "account", Activity.subject_id == account.id),
        and_(Activity.subject_type == "contact", Activity.subject_id.in_(people)),
    )
    query = select(func.max(Activity.done_at)).where(about, Activity.status == ActivityStatus.DONE)
    when = db.session.scalar(query.where(Activity.kind != ActivityKind.TASK))
    yield Figure(_("Last contact"), day(when) if when else _("Never"))
