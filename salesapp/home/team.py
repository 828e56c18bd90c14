"""What a manager sees of their team: a few figures, each of which opens the rows that it counts.

A figure is asked by the filter of the list that it opens, under the viewer's own rights, so the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import url_for
from sqlalchemy import func

from salesapp.activities.records import ACTIVITY
from salesapp.core.access import Role, allows
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.i18n import _, ngettext
from salesapp.core.money.currencies import worth
from salesapp.core.registry import RecordType
from salesapp.opportunities.models import OPPORTUNITY, State
from salesapp.people.models import User
from salesapp.records.lists.listing import Criteria, counted
from salesapp.web.filters import money_short, number


@dataclass(frozen=True)
class Figure:
    """A number, what it counts, and the list that has the rows. `tone`: how it is to be taken, where that matters."""

    label: str
    value: str
    url: str
    hint: str | None = None
    tone: str | None = None


def leads_a_team(user: User) -> bool:
    """Whether others work under them, or everybody does."""
    return user.role in {Role.MANAGER, Role.ADMINISTRATOR} or len(user.reach) > 1


def team_figures(user: User, today: date) -> list[Figure]:
    """What slips and what was won; empty for whoever leads nobody or sees no opportunities."""
    if not leads_a_team(user) or not allows(user, OPPORTUNITY.view):
        return []
    return [*_slipping(today - timedelta(days=1)), *_won(today)]


def _slipping(yesterday: date) -> Iterator[Figure]:
    open_ = {"state": State.OPEN.value}
    yield _count(_("Overdue activities"), ACTIVITY, "bad", due_on__max=yesterday.isoformat())
    yield _count(_("Past close date"), OPPORTUNITY, "bad", **open_, close_on__max=yesterday.isoformat())
    yield _count(_("No next step"), OPPORTUNITY, "warn", **open_, plan="none")
    yield _count(_("Going stale"), OPPORTUNITY, "warn", **open_, stale="1")


def _count(label: str, type_: RecordType, tone: str, **filters: str) -> Figure:
    total, capped = counted(Criteria.from_args(type_, filters))
    value = f"{number(total)}+" if capped else number(total)
    return Figure(label, value, _list_of(type_, filters), tone=tone if total else None)


def _list_of(type_: RecordType, filters: Mapping[str, Any]) -> str:
    return url_for(f"{type_.plural}.index", **filters)


def _won(today: date) -> Iterator[Figure]:
    """By the actual amounts, in the company's currency."""
    weeks, months = today - timedelta(days=today.weekday()), today.replace(day=1)
    for label, since in ((_("Won this week"), weeks), (_("Won this month"), months)):
        filters = {"state": State.WON.value, "closed_on__min": since.isoformat()}
        rows = Criteria.from_args(OPPORTUNITY, filters).statement()
        amount: Any = worth(OPPORTUNITY.model, OPPORTUNITY.field("amount"))
        total, deals = db.session.execute(
            rows.with_only_columns(func.coalesce(func.sum(amount), 0), func.count())
        ).one()
        hint = ngettext("%(num)s opportunity", "%(num)s opportunities", deals)
        value = money_short(int(total), company().currency)
        yield Figure(label, value, _list_of(OPPORTUNITY, filters), hint, "good" if deals else None)
