"""Handing leads over by hand, one or many: to a colleague or a queue, whatever the assignment rules say.

All of the chosen leads go or none: what stands in the way is said of each one before anything is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from salesapp.activities.models import Activity, ActivityStatus
from salesapp.core.access import changeable
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.leads.models import LEAD, Lead
from salesapp.leads.models.queues import LeadQueue
from salesapp.people.models import User

TRANSFERRED = {"lead": frozenset({"owner", "queue"}), "activity": frozenset({"owner"})}
"""What a transfer changes, and its Undo sets back: the leads, and what is planned about them."""

ACTIVITY_TRANSFERRED = event_kind(
    "activity_transferred", _l("Transferred to %(to)s with its lead"), icon="user-check"
)


@dataclass(frozen=True)
class Refusal:
    """Why a lead cannot be handed over."""

    lead: Lead
    why: str


@dataclass(frozen=True)
class Chosen:
    """The leads somebody ticked, as far as they are seen: those that may go, and what keeps the others."""

    free: list[Lead]
    refused: list[Refusal]
    gone: int
    """How many of them are not there any more, or out of the viewer's sight."""

    @property
    def leads(self) -> list[Lead]:
        return [*self.free, *(each.lead for each in self.refused)]


def chosen(keys: Sequence[int], *, by: Any, to_change: bool = False) -> Chosen:
    """Looks the leads up, in one fixed order; `to_change` locks them until the transaction ends."""
    query = select(Lead).where(Lead.id.in_(set(keys))).order_by(Lead.id)
    if to_change:
        query = query.with_for_update(of=Lead).execution_options(populate_existing=True)
    seen = db.session.scalars(query).all()
    may = select(Lead.id).where(Lead.id.in_(set(keys)), changeable(Lead, by))
    changing = set(db.session.scalars(may))
    refused = [Refusal(each, why) for each in seen if (why := _hindrance(each, changing))]
    kept = {each.lead.id for each in refused}
    return Chosen([each for each in seen if each.id not in kept], refused, len(set(keys)) - len(seen))


def _hindrance(lead: Lead, changing: set[int]) -> str:
    """What keeps the lead where it is; empty when nothing does."""
    if lead.id not in changing:
        return _("You can view it, but not change it.")
    try:
        lead.refuse_change()
    except RuleBroken as broken:
        return broken.sentence
    return ""


def change_owner(
    leads: Sequence[Lead], to: User | LeadQueue, *, with_activities: bool, by: Any
) -> list[Lead]:
    """Gives the leads to the person, or has them wait in the queue; gives back those that were not there already.

    With their activities: what is planned about a lead and belongs to who had it. In a queue it belongs to nobody until
    somebody claims the lead.
    """
    moved = []
    for lead in leads:
        before = lead.owner_id
        if isinstance(to, LeadQueue):
            if lead.queue_id == to.id:
                continue
            lead.put_into(to, by=by)
        else:
            if lead.owner_id == to.id:
                continue
            lead.assign(to, by=by)
        if with_activities:
            pass_on(lead, before, to, by=by)
        moved.append(lead)
    return moved


def pass_on(lead: Lead, before: int | None, to: User | LeadQueue, *, by: Any) -> None:
    """What is planned about the lead and belonged to its owner before belongs to the new one."""
    query = select(Activity).where(
        Activity.subject_type == LEAD.key,
        Activity.subject_id == lead.id,
        Activity.status == ActivityStatus.PLANNED,
        Activity.owner_id.is_(None) if before is None else Activity.owner_id == before,
    )
    known = {"unscoped": "whoever hands a lead over hands over what is planned about it"}
    for activity in db.session.scalars(query.where(Activity.deleted_at.is_(None)), execution_options=known):
        activity.owner_id = None if isinstance(to, LeadQueue) else to.id
        record(activity, ACTIVITY_TRANSFERRED, by=by, to=to.name)


def claim(lead: Lead, *, by: Any) -> None:
    """Takes a lead that waits, and what is planned about it and belongs to nobody."""
    lead.claim(by=by)
    pass_on(lead, None, by, by=by)
