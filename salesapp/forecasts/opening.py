"""What opens behind a figure: the list of exactly the opportunities that it counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, false, select

from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.forecasts.figures import COLUMNS, Line
from salesapp.forecasts.periods import Period
from salesapp.forecasts.persons import EVERYBODY
from salesapp.opportunities.models import OPPORTUNITY, Opportunity, State
from salesapp.opportunities.processes.models import ForecastCategory
from salesapp.people.models import User


def register() -> None:
    """Makes lists of opportunities understand a forecast category and somebody's whole team."""
    OPPORTUNITY.criteria.update(forecast=_in_category, under=_under)
    OPPORTUNITY.criteria_words.update(forecast=_category_words, under=_under_words)


def opened(
    line: Line, category: ForecastCategory, period: Period, whose: dict[str, Any] | None = None
) -> str:
    """The address of the list behind the figure of a line; `whose` says of whom, where not its person's."""
    days = {"min": period.first.isoformat(), "max": period.last.isoformat()}
    found: dict[str, Any] = {"forecast": category.value}
    if category is ForecastCategory.CLOSED:
        found |= {"state": State.WON.value, **{f"closed_on__{key}": day for key, day in days.items()}}
    else:
        found |= {"state": State.OPEN.value, **{f"close_on__{key}": day for key, day in days.items()}}
    return url_for("opportunities.index", **found | (_whose(line) if whose is None else whose))


def opened_won(person: int | None, first: date, last: date) -> str:
    """The list of what a person with their team (None: the whole company) won in these days."""
    days = {"closed_on__min": first.isoformat(), "closed_on__max": last.isoformat()}
    found: dict[str, Any] = {"state": State.WON.value, **days}
    return url_for("opportunities.index", **found | ({} if person is None else {"under": person}))


def opened_left_out(line: Line, period: Period, *, undated: bool, whose: dict[str, Any] | None = None) -> str:
    """The list of open opportunities without a close date, or with one before the period."""
    last = (period.first - timedelta(days=1)).isoformat()
    when = {"filter": "close_on:empty"} if undated else {"close_on__max": last}
    asked = {"state": State.OPEN.value, **when}
    return url_for("opportunities.index", **asked | (_whose(line) if whose is None else whose))


def _whose(line: Line) -> dict[str, Any]:
    if line.person is None:
        return {"filter": "owner:empty"} if line.alone else {}
    return {"owner" if line.alone else "under": line.person.id}


def _in_category(asked: str) -> ColumnElement[bool]:
    """`forecast=commit`: those that a forecast counts there, by their own category or by their stage's."""
    known = [each for each in (*COLUMNS, ForecastCategory.OMITTED) if each.value == asked]
    return Opportunity.category == known[0] if known else false()


def _category_words(asked: str) -> str:
    known = next((str(each.label) for each in ForecastCategory if each.value == asked), asked)
    return _("%(label)s: ", label=_("Forecast category")) + known


def _under(asked: str) -> ColumnElement[bool]:
    """`under=7`: those that the person owns, or somebody below them."""
    people = User.__table__.c
    below = select(people.id).where(people.id == (key_in(asked) or 0)).cte("below", recursive=True)
    below = below.union_all(select(people.id).where(people.manager_id == below.c.id))
    return Opportunity.owner_id.in_(select(below.c.id))


def _under_words(asked: str) -> str:
    name = db.session.scalar(
        select(User.name).where(User.id == (key_in(asked) or 0)), execution_options=EVERYBODY
    )
    return _("Team of %(name)s", name=name or asked)
