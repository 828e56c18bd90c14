"""The first answer to a lead: what somebody first did to reach them, since the lead is its owner's.

Whoever gets a lead later has answered it when they did so themselves: the time before is not theirs. A task is no
answer, and what is only planned is none yet. A converted lead's is written down on it: its activities went on to the
customer.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, not_, or_, select

from salesapp.activities.models import Activity, ActivityKind, ActivityStatus
from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.leads.models.lead import LEAD, Lead

REACHING = (
    ActivityKind.CALL,
    ActivityKind.MEETING,
    ActivityKind.EMAIL,
    ActivityKind.LETTER,
    ActivityKind.FAX,
)
"""What reaches somebody, or tries to."""


def offer_answers() -> None:
    """Makes the filter of lists and reports known: `answered=1` those with an answer, `answered=0` the others."""
    LEAD.criteria["answered"] = _answered
    LEAD.criteria_words["answered"] = lambda asked: _("Has an answer") if asked == "1" else _("Has no answer")


def theirs_since() -> Any:
    """The instant since when a lead is its owner's."""
    return func.coalesce(Lead.assigned_at, Lead.created_at)


def first_answer() -> Any:
    """The instant of the first answer to a lead; None while there is none."""
    return func.coalesce(_kept(), _answers(func.min(Activity.done_at)).scalar_subquery())


def answered_by(lead: Lead, activities: list[int]) -> datetime | None:
    """The first of these that answered the lead."""
    if not activities:
        return None
    query = select(func.min(Activity.done_at)).where(
        Activity.id.in_(activities), *_reaches(lead.assigned_at or lead.created_at)
    )
    return db.session.scalar(query)


def _answered(asked: str) -> ColumnElement[bool]:
    found = or_(_kept().is_not(None), _answers(Activity.id).exists())
    return found if asked == "1" else not_(found)


def _kept() -> Any:
    """What was written down, unless the lead became somebody else's afterwards."""
    return case((Lead.first_answered_at >= theirs_since(), Lead.first_answered_at))


def _answers(what: Any) -> Any:
    about = (Activity.subject_type == LEAD.key, Activity.subject_id == Lead.id)
    return select(what).where(*about, *_reaches(theirs_since())).correlate(Lead)


def _reaches(since: Any) -> tuple[ColumnElement[bool], ...]:
    return (
        Activity.status == ActivityStatus.DONE,
        Activity.kind.in_(REACHING),
        Activity.deleted_at.is_(None),
        Activity.done_at >= since,
    )
