"""Filters of lists about the way to the win: what holds an opportunity up, and whether an activity led one on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, not_, or_, select
from sqlalchemy.orm import aliased, selectinload

from salesapp.activities.models import Activity
from salesapp.activities.records import ACTIVITY
from salesapp.core.db import db
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.opportunities.models import (
    OPPORTUNITY,
    Opportunity,
    OpportunityClose,
    OpportunityTick,
    StageChange,
    State,
    WinRequest,
)
from salesapp.opportunities.models.history import seconds_between
from salesapp.opportunities.models.participants import BuyingRole, OpportunityContact
from salesapp.opportunities.processes.models import Stage, StageItem
from salesapp.records.filters.conditions import Condition
from salesapp.records.filters.criteria import criterion
from salesapp.records.filters.operators import Operator

SOON = timedelta(days=14)
"""What happens within so long after an activity came of it."""


def register() -> None:
    """Makes them known to lists and reports, with the words of their chips."""
    OPPORTUNITY.criteria["blocked"] = lambda asked: BLOCKS.get(asked, false)()
    OPPORTUNITY.criteria_words["blocked"] = _blocked_words
    ACTIVITY.criteria["led_to"] = lambda asked: LED_TO.get(asked, false)()
    ACTIVITY.criteria_words["led_to"] = _led_words


def lacks() -> ColumnElement[bool]:
    """Open ones that may not leave their stage forward, because something that it requires is missing."""
    query = select(Stage).options(selectinload(Stage.key_fields), selectinload(Stage.items))
    stages = [each for each in db.session.scalars(query) if each.asks]
    blocked = [and_(Opportunity.stage_id == each.id, or_(false(), *_gaps(each))) for each in stages]
    return and_(Opportunity.state == State.OPEN, or_(false(), *blocked))


def _gaps(stage: Stage) -> Iterator[ColumnElement[bool]]:
    """What may be missing of it, in the order in which the path names it."""
    known = OPPORTUNITY.fields_by_name
    yield from (_blank(known[each.field]) for each in stage.key_fields if each.must and each.field in known)
    if stage.product_required:
        yield not_(Opportunity.lines.any())
    if stage.decider_required:
        yield not_(Opportunity.contacts.any(OpportunityContact.role == BuyingRole.DECIDER))
    if stage.next_step_required:
        yield OPPORTUNITY.criteria["plan"]("none")
    # Of a value that is not there a comparison is neither true nor false; the path takes it for unmet.
    checks = [criterion(OPPORTUNITY, each) for each in stage.conditions if each.field in known]
    yield from (not_(func.coalesce(each, false())) for each in checks)
    if any(each.must for each in stage.items):
        ticked = exists().where(
            OpportunityTick.item_id == StageItem.id, OpportunityTick.opportunity_id == Opportunity.id
        )
        yield exists().where(StageItem.stage_id == stage.id, StageItem.must.is_(True), ~ticked)


def _blank(declared: Field) -> ColumnElement[bool]:
    empty = criterion(OPPORTUNITY, Condition(declared.name, Operator.EMPTY))
    column: Any = getattr(Opportunity, declared.attribute)
    return or_(empty, column == 0) if declared.numeric else empty


def _waits() -> ColumnElement[bool]:
    """Those whose win waits for somebody who must agree."""
    return Opportunity.win_requests.any(WinRequest.decided_at.is_(None))


BLOCKS: dict[str, Callable[[], ColumnElement[bool]]] = {"must": lacks, "approval": _waits}


def _blocked_words(asked: str) -> str:
    words = {"must": _("Something required is missing"), "approval": _("Win waiting for approval")}
    return words.get(asked, asked)


def _of_opportunity() -> ColumnElement[bool]:
    return Activity.subject_type == OPPORTUNITY.key


def _moved() -> ColumnElement[bool]:
    """The opportunity went forward in its process soon after the activity was done."""
    left, stage, further = aliased(StageChange), aliased(Stage), aliased(Stage)
    moves = (
        select(StageChange.id)
        .join(
            left,
            and_(left.opportunity_id == StageChange.opportunity_id, left.left_at == StageChange.entered_at),
        )
        .join(stage, stage.id == left.stage_id)
        .join(further, further.id == StageChange.stage_id)
        .join(Opportunity, Opportunity.id == StageChange.opportunity_id)
        .where(
            StageChange.opportunity_id == Activity.subject_id,
            further.process_id == stage.process_id,
            further.position > stage.position,
            _soon(StageChange.entered_at),
        )
    )
    return and_(_of_opportunity(), moves.correlate(Activity).exists())


def _won() -> ColumnElement[bool]:
    """It was won then, and is."""
    closes = (
        select(OpportunityClose.id)
        .join(Opportunity)
        .where(
            OpportunityClose.opportunity_id == Activity.subject_id,
            OpportunityClose.outcome == State.WON,
            OpportunityClose.reopened_at.is_(None),
            _soon(OpportunityClose.at),
        )
    )
    return and_(_of_opportunity(), closes.correlate(Activity).exists())


def _soon(moment: Any) -> ColumnElement[bool]:
    passed = seconds_between(Activity.done_at, moment)
    return and_(passed >= 0, passed <= SOON.total_seconds())


LED_TO: dict[str, Callable[[], ColumnElement[bool]]] = {
    "opportunity": _of_opportunity,
    "moved": _moved,
    "won": _won,
}


def _led_words(asked: str) -> str:
    words = {
        "opportunity": _("About an opportunity"),
        "moved": _("Opportunity moved forward within %(num)s days", num=SOON.days),
        "won": _("Opportunity won within %(num)s days", num=SOON.days),
    }
    return words.get(asked, asked)
