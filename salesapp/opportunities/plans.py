"""What is planned on opportunities: the next activity of each and its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from sqlalchemy import bindparam, select

from salesapp.activities.models import Activity, ActivityStatus
from salesapp.core.access.prepared import Prepared

KIND = "opportunity"


def planned_days(keys: Sequence[int], today: date) -> dict[int, tuple[date, str]]:
    """Opportunity id → (day, subject) of its next planned activity, for ids the viewer sees."""
    if not keys:
        return {}
    found: dict[int, tuple[date, str]] = {}
    for key, due_on, starts_at, subject in _plans().rows({"keys": keys}):
        when = due_on or (starts_at.date() if starts_at else None)
        if key is not None and when is not None and (key not in found or _sooner(when, found[key][0], today)):
            found[key] = (when, subject)
    return found


@cache
def _plans() -> Prepared:
    day = (Activity.subject_id, Activity.due_on, Activity.starts_at, Activity.subject)
    query = select(*day).where(
        Activity.subject_type == KIND,
        Activity.subject_id.in_(bindparam("keys", expanding=True)),
        Activity.status == ActivityStatus.PLANNED,
        Activity.deleted_at.is_(None),
    )
    query = query.order_by(Activity.id)  # of two on one day always the same
    return Prepared(query, unscoped="plans of opportunities that the viewer was seen to see")


def _sooner(one: date, other: date, today: date) -> bool:
    """A plan that lies ahead holds, so it goes before one that is overdue."""
    return (one < today, one) < (other < today, other)
