"""Filters of lists of opportunities beside the fields: what went stale, and what nobody has planned anything on."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, func, not_

from salesapp.activities.models import Activity, ActivityStatus
from salesapp.core.i18n import _
from salesapp.opportunities.board.column_sums import OPEN, stale_now
from salesapp.opportunities.models import OPPORTUNITY, Opportunity


def register() -> None:
    """Makes them known to lists, with the words of their chips."""
    OPPORTUNITY.criteria.update(stale=_stale, plan=_plan)
    OPPORTUNITY.criteria_words.update(stale=_stale_words, plan=_plan_words)


def _stale(asked: str) -> ColumnElement[bool]:
    """`stale=1`: open ones that are stale by the rule of their stage; else the others."""
    found = and_(*OPEN, stale_now())
    return found if asked == "1" else not_(found)


def _stale_words(asked: str) -> str:
    return _("Going stale") if asked == "1" else _("Not stale")


def _plan(asked: str) -> ColumnElement[bool]:
    """`plan=none`: those with neither a next step nor a planned activity; else the others."""
    planned = exists().where(
        Activity.subject_type == OPPORTUNITY.key,
        Activity.subject_id == Opportunity.id,
        Activity.status == ActivityStatus.PLANNED,
        Activity.deleted_at.is_(None),
    )
    stepless = and_(func.coalesce(Opportunity.next_step, "") == "", Opportunity.next_step_on.is_(None))
    found = and_(stepless, not_(planned))
    return found if asked == "none" else not_(found)


def _plan_words(asked: str) -> str:
    return _("No next step") if asked == "none" else _("Next step planned")
