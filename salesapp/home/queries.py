"""What Today shows: one's own work, the most pressing first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, exists, func, or_, select
from sqlalchemy.orm import joinedload

from salesapp.activities.models import Activity, ActivityKind, ActivityStatus
from salesapp.activities.queries import due, due_ids, subjects_of
from salesapp.activities.undelivered.actions import undelivered_for
from salesapp.activities.undelivered.models import UndeliveredMail, open_ones
from salesapp.core.access.prepared import Prepared
from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.home.approvals import DOCUMENTS, Approvals, approvals_of, waiting_ids
from salesapp.invoices.limits.models import ReductionRequest
from salesapp.leads.call_list.queries import best_first
from salesapp.leads.kinds import LeadStatus
from salesapp.leads.models import Lead
from salesapp.leads.models.staleness import stale as lead_is_stale
from salesapp.opportunities.board.column_sums import OPEN, stale_now
from salesapp.opportunities.models import Opportunity, State, WinRequest
from salesapp.opportunities.specialists.models import SpecialistRequest
from salesapp.opportunities.specialists.requests import asked_of
from salesapp.orders.models import Order, OrderStatus
from salesapp.people.models import User
from salesapp.quotes.models import Quote, QuoteStatus
from salesapp.records.notices.models import Notice
from salesapp.records.notices.queries import News, count_news, news_for
from salesapp.surveys.answering import surveys_for, unanswered
from salesapp.surveys.models import Survey
from salesapp.web.navigation import MOST_TOLD

MOST = 8
MOST_STEPS = 100
OWN = "whoever has to do it may know of it; every page asks this, so it must cost nothing"


@dataclass(frozen=True)
class Today:
    """One person's day. `subjects` holds what the activities are about, by (type, id)."""

    day: date
    begins: datetime
    """The instant at which it began for them."""
    overdue: list[Activity]
    due_today: list[Activity]
    meetings: list[Activity]
    next_steps: list[Opportunity]
    """Those whose next step is due, the oldest first."""
    approvals: Approvals
    """Those that wait for this person to approve."""
    notices: list[News]
    """What the person is told of: verdicts they waited for, records that were transferred to them."""
    surveys: list[Survey]
    """Those that wait for this person's answers."""
    asked: list[tuple[SpecialistRequest, str]]
    slipped: list[Opportunity]
    stale: list[Opportunity]
    leads: list[Lead]
    stale_leads: list[Lead]
    stale_count: int
    undelivered: list[UndeliveredMail]
    accepted: list[Quote]
    done: dict[str, int]
    subjects: dict[tuple[str, int], Any]

    def steps(self, *, overdue: bool) -> list[Opportunity]:
        """The next steps of earlier days, or those of today."""
        return [each for each in self.next_steps if (each.next_step_on != self.day) is overdue]

    @property
    def is_empty(self) -> bool:
        return not (
            self.approvals.count
            or self.notices
            or self.surveys
            or self.undelivered
            or self.asked
            or self.overdue
            or self.due_today
            or self.meetings
            or self.next_steps
            or self.slipped
            or self.stale
            or self.leads
            or self.stale_leads
            or self.accepted
        )


def today_of(user: User, day: date, zone: str) -> Today:
    """The day of `user` as their calendar has it."""
    begins = datetime.combine(day, time(), ZoneInfo(zone))
    meetings = _meetings(user, day)
    met = {each.id for each in meetings}
    tasks = [each for each in due(user.id, day) if each.id not in met]
    slipped = _slipped(user, day)
    next_steps = list(db.session.scalars(_steps_due(user, day).limit(MOST_STEPS)))
    stale_leads, stale_count = _stale_leads(user)
    return Today(
        day=day,
        begins=begins,
        overdue=[each for each in tasks if each.is_overdue(day)],
        due_today=[each for each in tasks if not each.is_overdue(day)],
        meetings=meetings,
        next_steps=next_steps,
        approvals=approvals_of(user, MOST),
        notices=news_for(user, MOST),
        surveys=surveys_for(user, day),
        asked=_asked(user),
        slipped=slipped,
        stale=_stale(user, {each.id for each in [*slipped, *next_steps]}),
        leads=_leads(user, [each.id for each in stale_leads]),
        stale_leads=stale_leads,
        stale_count=stale_count,
        undelivered=undelivered_for(user, limit=MOST),
        accepted=_accepted(user),
        done=_done(user, begins),
        subjects=subjects_of([*tasks, *meetings]),
    )


def nobody_known() -> bool:
    """Whether the reader has nobody to sell to yet: the first day with this."""
    return all(db.session.scalar(select(model.id).limit(1)) is None for model in (Lead, Account))


def count_waiting(user: User, day: date) -> int:
    """What the bell rings for: what is due, what is to be approved, help that is asked for, surveys, and notices.

    Every page asks this. Mostly nothing waits for anybody's consent or help: then one statement, built once, says all.
    """
    (found,) = _due_and_waiting().rows({"user": user.id, "day": day})
    tasks, wins, discounts, reductions, helps, told, surveyed = found
    waiting = [*waiting_ids(user, wins=wins, discounts=discounts, reductions=reductions)]
    waiting += [asked_of(user).with_only_columns(SpecialistRequest.id)] if helps else []
    due_or_told = int(tasks) + (count_news(user) if told else 0)
    due_or_told += len(surveys_for(user, day)) if surveyed else 0
    if not waiting:
        return due_or_told
    counted = [select(func.count()).select_from(each.subquery()).scalar_subquery() for each in waiting]
    own = {"unscoped": OWN}
    return due_or_told + sum(db.session.execute(select(*counted), execution_options=own).one())


@cache
def _due_and_waiting() -> Prepared:
    """How much is due to `user` up to `day`, next steps too, or came back undelivered; whether others ask something."""
    due_to: Any = due_ids(cast("Any", bindparam("user")), cast("Any", bindparam("day")))
    lost = select(UndeliveredMail.id).where(open_ones(), UndeliveredMail.sender_id == bindparam("user"))
    steps = select(Opportunity.id).where(
        Opportunity.owner_id == bindparam("user"), *OPEN, Opportunity.next_step_on <= bindparam("day")
    )
    # Whether they are to be done or to be sent again: they are the user's. Nobody is told more than that they are many.
    own = due_to.union_all(lost, steps).limit(MOST_TOLD + 1).subquery()
    tasks = select(func.count()).select_from(own).scalar_subquery()
    wins = exists().where(WinRequest.decided_at.is_(None))
    discounts = or_(*(exists().where(each.approval_model.decided_at.is_(None)) for each in DOCUMENTS))
    reductions = exists().where(ReductionRequest.decided_at.is_(None))
    helps = exists().where(SpecialistRequest.answered_at.is_(None))
    told = exists().where(Notice.user_id == bindparam("user"))
    surveyed = exists().where(unanswered(bindparam("user"), bindparam("day")))
    return Prepared(select(tasks, wins, discounts, reductions, helps, told, surveyed), unscoped=OWN)


def _asked(user: User) -> list[tuple[SpecialistRequest, str]]:
    """Help that is asked of this person, with the opportunity's name, the oldest first."""
    query = asked_of(user).add_columns(Opportunity.name).options(joinedload(SpecialistRequest.asked_by))
    asked = {"unscoped": "whoever is asked for help may know with what before they see it"}
    found = db.session.execute(query.order_by(SpecialistRequest.id).limit(MOST), execution_options=asked)
    return [(request, name) for request, name in found]


def _meetings(user: User, day: date) -> list[Activity]:
    """Those of the day by the hour; they stand there alone, and not among what is due as well."""
    query = select(Activity).where(Activity.owner_id == user.id, Activity.status == ActivityStatus.PLANNED)
    query = query.where(Activity.kind == ActivityKind.MEETING, Activity.due_on == day)
    return list(db.session.scalars(query.order_by(Activity.starts_at.nulls_last(), Activity.id).limit(20)))


def _open_of(user: User) -> Any:
    query = select(Opportunity).where(Opportunity.owner_id == user.id, Opportunity.state == State.OPEN)
    return query.options(joinedload(Opportunity.account), joinedload(Opportunity.stage))


def _steps_due(user: User, day: date) -> Any:
    """Open opportunities whose next step was to be done by then."""
    query = _open_of(user).where(Opportunity.next_step_on <= day)
    return query.order_by(Opportunity.next_step_on, Opportunity.id)


def _slipped(user: User, day: date) -> list[Opportunity]:
    """Open past their close date."""
    query = _open_of(user).where(Opportunity.close_on < day).order_by(Opportunity.close_on, Opportunity.id)
    return list(db.session.scalars(query.limit(MOST)))


def _stale(user: User, but: set[int]) -> list[Opportunity]:
    """Stale by the rule of their stage, the longest untouched first."""
    query = _open_of(user).where(stale_now(), Opportunity.id.not_in(sorted(but)))
    return list(db.session.scalars(query.order_by(Opportunity.touched_at, Opportunity.id).limit(MOST)))


def _stale_leads(user: User) -> tuple[list[Lead], int]:
    """One's own that nobody touched for too long, the best first, and how many there are."""
    query = select(Lead).where(Lead.owner_id == user.id, lead_is_stale())
    found = list(db.session.scalars(query.order_by(*best_first(), Lead.id).limit(MOST)))
    if len(found) < MOST:
        return found, len(found)
    counted = query.with_only_columns(func.count(Lead.id)).order_by(None)
    return found, db.session.scalar(counted) or 0


def _leads(user: User, but: list[int]) -> list[Lead]:
    """The best first; those that stand among the stale ones are not said twice."""
    query = select(Lead).where(
        Lead.owner_id == user.id,
        Lead.status.in_([LeadStatus.NEW, LeadStatus.WORKING]),
        Lead.id.not_in(but),
    )
    return list(db.session.scalars(query.order_by(*best_first(), Lead.id).limit(MOST)))


def _accepted(user: User) -> list[Quote]:
    """Accepted quotes that no order stands for."""
    ordered = select(Order.quote_id).where(Order.quote_id.is_not(None), Order.status != OrderStatus.CANCELLED)
    query = select(Quote).where(Quote.owner_id == user.id, Quote.status == QuoteStatus.ACCEPTED)
    query = query.where(Quote.id.not_in(ordered)).options(joinedload(Quote.account))
    return list(db.session.scalars(query.order_by(Quote.id).limit(MOST)))


def _done(user: User, begins: datetime) -> dict[str, int]:
    """How much of each kind was done today."""
    query = select(Activity.kind, func.count(Activity.id)).where(
        Activity.owner_id == user.id, Activity.status == ActivityStatus.DONE, Activity.done_at >= begins
    )
    found = {row[0]: row[1] for row in db.session.execute(query.group_by(Activity.kind))}
    return {
        kind.value: found.get(kind, 0)
        for kind in (ActivityKind.CALL, ActivityKind.TASK, ActivityKind.MEETING)
    }
