"""The first answer to a lead: what somebody first did to reach them, since the lead is its owner's.

Whoever gets a lead later has answered it when they did so themselves: the time before is not theirs. A task is no
answer, and what is only planned is none yet.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, not_, select

from salesapp.activities.models import Activity, ActivityKind, ActivityStatus
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
    return _answers(func.min(Activity.done_at)).scalar_subquery()


def _answered(asked: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = _answers(Activity.id).exists()
    return found if asked == "1" else not_(found)


def _answers(what: Any) -> Any:
    query = select(what).where(
        Activity.subject_type == LEAD.key,
        Activity.subject_id == Lead.id,
        Activity.status == ActivityStatus.DONE,
        Activity.kind.in_(REACHING),
        Activity.deleted_at.is_(None),
        Activity.done_at >= theirs_since(),
    )
    return query.correlate(Lead)
