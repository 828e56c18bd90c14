"""Saying what a period will bring: one's own call, a manager's judgement, and handing it in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.access import Role
from salesapp.core.company import today_for
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import record
from salesapp.core.i18n import _
from salesapp.forecasts.figures import CALLED, Line
from salesapp.forecasts.models import ADJUSTED, ForecastCall, ForecastDue, ForecastSubmission, handed_in
from salesapp.forecasts.periods import Period
from salesapp.opportunities.processes.models import ForecastCategory
from salesapp.people.models import User


def may_call(by: Any, person: User) -> bool:
    """Whether `by` says what that person's period will bring: they themselves, those above, administrators."""
    return person.id in by.reach or by.role is Role.ADMINISTRATOR


def call(
    person: User,
    period: Period,
    category: ForecastCategory,
    value: int,
    *,
    by: Any,
    note: str | None = None,
) -> ForecastCall:
    """Puts a figure beside the calculated one. RuleBroken for a period that is over, or without a reason."""
    if not may_call(by, person):
        raise RuleBroken(_("You can adjust your own forecast and that of your team."))
    if category not in CALLED:
        raise RuleBroken(_("Only the commit and the best case can be adjusted."), field="category")
    _refuse_past(period, by)
    if value < 0:
        raise RuleBroken(_("An amount can’t be negative."), field="value")
    if person.id != by.id and not note:
        raise RuleBroken(_("Give a reason so that %(name)s understands it.", name=person.name), field="note")
    one_at_a_time("forecast_calls")
    said = ForecastCall(user_id=person.id, first_on=period.first, last_on=period.last, category=category)
    said.before, said.value = last_value(person.id, period, category, own=person.id == by.id), value
    said.note, said.by_id = note, by.id
    db.session.add(said)
    if person.id != by.id:
        record(person, ADJUSTED, by=by, tells=[person.id], first=period.first, last=period.last)
    return said


def _refuse_past(period: Period, by: Any) -> None:
    if period.last < today_for(by):
        raise RuleBroken(_("This period is over. Its forecast stays as it was."))


def last_value(key: int, period: Period, category: ForecastCategory, *, own: bool) -> int | None:
    """What was said last in that category, by the person or by whoever is above."""
    query = select(ForecastCall.value).where(
        ForecastCall.user_id == key,
        ForecastCall.first_on == period.first,
        ForecastCall.last_on == period.last,
        ForecastCall.category == category,
        (ForecastCall.by_id == key) if own else (ForecastCall.by_id != key),
    )
    return db.session.scalar(query.order_by(ForecastCall.id.desc()).limit(1))


def submit(line: Line, period: Period, *, by: Any) -> ForecastSubmission:
    """Hands one's own forecast in, as it stands now; what comes later changes nothing of it."""
    _refuse_past(period, by)
    if line.person is None or line.person.id != by.id:
        raise RuleBroken(_("Everybody submits their own forecast."))
    figures: dict[str, Any] = {each.value: line.own_word(each) for each in CALLED}
    figures |= {"calculated": line.figures.calculated(ForecastCategory.COMMIT), "closed": line.figures.closed}
    figures |= {"quota": line.quota, "open": line.figures.open}
    one_at_a_time("forecast_calls")
    made = ForecastSubmission(user_id=by.id, first_on=period.first, last_on=period.last, figures=figures)
    db.session.add(made)
    return made


def withdraw(submission: ForecastSubmission, *, by: Any) -> None:
    """Takes one's own submission back. RuleBroken once the period is over, or where somebody went on from it."""
    period = submission.period
    _refuse_past(period, by)
    one_at_a_time("forecast_calls")
    if submission.user_id != by.id or submission.withdrawn_at is not None:
        raise RuleBroken(_("This forecast is already withdrawn."))
    judged = select(ForecastCall).where(
        ForecastCall.user_id == by.id,
        ForecastCall.by_id != by.id,
        ForecastCall.first_on == period.first,
        ForecastCall.last_on == period.last,
        ForecastCall.at >= submission.at,
    )
    judgement = db.session.scalar(judged.order_by(ForecastCall.id).limit(1))
    if judgement is not None:
        raise RuleBroken(
            _("%(name)s has adjusted your forecast since. Submit it again instead.", name=judgement.by.name)
        )
    since = handed_in(period, by.id, *_above(by)).where(ForecastSubmission.id > submission.id).limit(1)
    later = db.session.scalar(since.execution_options(unscoped="whether somebody above went on from it"))
    if later is not None and later.user_id == by.id:
        raise RuleBroken(_("You have submitted your forecast again since. Withdraw that one first."))
    if later is not None:
        raise RuleBroken(
            _("%(name)s has submitted a forecast with yours in it since.", name=later.user.name)
            + " "
            + _("Submit yours again instead.")
        )
    submission.withdrawn_at = clock.now()


def _above(person: User) -> list[int]:
    """The ids of their manager, of the manager's manager, and so on."""
    found: list[int] = []
    at = person.manager
    while at is not None and at.id not in found:
        found.append(at.id)
        at = at.manager
    return found


def set_due(period: Period, due_on: date, *, by: Any) -> ForecastDue:
    """Until when one's people submit. RuleBroken for a day that is gone."""
    if due_on < today_for(by) or due_on > period.last:
        raise RuleBroken(_("Choose a day from today to the end of the period."), field="due_on")
    query = select(ForecastDue).where(
        ForecastDue.user_id == by.id,
        ForecastDue.first_on == period.first,
        ForecastDue.last_on == period.last,
    )
    found = db.session.scalar(query)
    if found is None:
        found = ForecastDue(user_id=by.id, first_on=period.first, last_on=period.last)
        db.session.add(found)
    found.due_on, found.set_at, found.reminded_on = due_on, clock.now(), None
    return found


def calls_of(key: int, period: Period) -> Sequence[ForecastCall]:
    """Everything that was said of a person, the newest first."""
    query = select(ForecastCall).where(
        ForecastCall.user_id == key,
        ForecastCall.first_on == period.first,
        ForecastCall.last_on == period.last,
    )
    return db.session.scalars(query.order_by(ForecastCall.id.desc())).all()
