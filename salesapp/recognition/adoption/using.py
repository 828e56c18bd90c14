"""Who used the product in a period, on how many days, and which reports they opened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, func, select

from salesapp.core.access import Viewer
from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.people.models import SIGNED_IN, User, UserDay
from salesapp.records.filters.periods import Span
from salesapp.reports.shipped import BY_KEY
from salesapp.reports.views import OPENED, OWN


@dataclass(frozen=True)
class Use:
    """How somebody used it: days in the period, the last day of all, and how often a report on a day."""

    user: User
    days: int
    last: date | None
    reports: int


@dataclass
class Read:
    """A report and who opened it in the period; without a key those that people built themselves."""

    key: str | None
    question: str
    people: list[str] = field(default_factory=list)


def people_for(viewer: Viewer) -> list[User]:
    """Those with access whose use the viewer sees: everybody, or themselves and whom they manage."""
    query = select(User).where(User.active).order_by(User.name, User.id)
    if not viewer.sees_all("user"):
        query = query.where(User.id.in_(viewer.reach))
    return list(db.session.scalars(query))


def uses_of(people: Iterable[User], span: Span) -> list[Use]:
    """Each of them, the most days first."""
    people = list(people)
    keys = [each.id for each in people]
    days, last = _counted(keys, span), _last(keys)
    found = [
        Use(each, days.get((each.id, True), 0), last.get(each.id), days.get((each.id, False), 0))
        for each in people
    ]
    return sorted(found, key=lambda each: (-each.days, each.user.name.casefold()))


def read_reports(people: Iterable[User], span: Span) -> list[Read]:
    """The reports that were opened, those of most people first."""
    names = {each.id: each.name for each in people}
    query = select(UserDay.what, UserDay.user_id).distinct().where(UserDay.user_id.in_(names), _in(span))
    found: dict[str, Read] = {}
    for what, user_id in db.session.execute(query.where(UserDay.what.startswith(OPENED))):
        key = what.removeprefix(OPENED)
        shipped = BY_KEY.get(key)
        known = key if shipped else OWN
        question = str(shipped.question) if shipped else _("Reports of their own")
        read = found.setdefault(known, Read(key if shipped else None, question))
        if names[user_id] not in read.people:
            read.people.append(names[user_id])
    for each in found.values():
        each.people.sort(key=str.casefold)
    return sorted(found.values(), key=lambda each: (-len(each.people), each.question.casefold()))


def _counted(keys: list[int], span: Span) -> dict[tuple[int, bool], int]:
    """(user, whether it is the product as a whole) → how many rows."""
    signed_in = (UserDay.what == SIGNED_IN).label("signed_in")
    query = select(UserDay.user_id, signed_in, func.count(UserDay.id)).where(
        UserDay.user_id.in_(keys), _in(span)
    )
    rows = db.session.execute(query.group_by(UserDay.user_id, signed_in))
    return {(user_id, bool(whole)): count for user_id, whole, count in rows}


def _last(keys: list[int]) -> dict[int, date]:
    query = select(UserDay.user_id, func.max(UserDay.day).label("day"))
    query = query.where(UserDay.user_id.in_(keys), UserDay.what == SIGNED_IN).group_by(UserDay.user_id)
    return {each.user_id: each.day for each in db.session.execute(query)}


def _in(span: Span) -> ColumnElement[bool]:
    return UserDay.day.between(span.first or date.min, span.last or date.max)
