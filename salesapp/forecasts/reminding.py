"""Reminding people of the forecast that they have not handed in, the day before it is due and on that day."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from salesapp.core.access import SYSTEM
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.events import record
from salesapp.forecasts.models import DUE, ForecastDue, ForecastSubmission
from salesapp.forecasts.persons import people_of
from salesapp.forecasts.tree import Tree
from salesapp.people.models import User


def remind() -> int:
    """Tells whoever is late, once a day; how many people."""
    today = today_for()
    near = ForecastDue.due_on.between(today, today + timedelta(days=1))
    found = [
        each for each in db.session.scalars(select(ForecastDue).where(near)) if each.reminded_on != today
    ]
    tree = Tree.of(people_of(SYSTEM)) if found else Tree()
    told = 0
    for due in found:
        due.reminded_on = today
        for key in sorted(_late(due, tree)):
            person = db.session.get_one(User, key)
            first, last = due.first_on, due.last_on
            record(person, DUE, by=SYSTEM, tells=[key], first=first, last=last, day=due.due_on)
            told += 1
    return told


def _late(due: ForecastDue, tree: Tree) -> set[int]:
    """Those below the manager who sell and have handed nothing in since the date was set."""
    if due.user_id not in tree.people:
        return set()
    handed_in = select(ForecastSubmission.user_id).where(
        ForecastSubmission.first_on == due.first_on,
        ForecastSubmission.last_on == due.last_on,
        ForecastSubmission.at >= due.set_at,
        ForecastSubmission.withdrawn_at.is_(None),
    )
    below = {key for key in tree.under(due.user_id) if tree.people[key].sells} - {due.user_id}
    return below - set(db.session.scalars(handed_in))
