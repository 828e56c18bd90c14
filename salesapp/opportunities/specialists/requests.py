"""Who can be asked for help with an opportunity, and asking them."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from salesapp.core.access import Permission, allows
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import record
from salesapp.core.i18n import _
from salesapp.opportunities.models import Opportunity, State
from salesapp.opportunities.specialists.mailing import tell_of_help
from salesapp.opportunities.specialists.models import SPECIALIST_ASKED, SpecialistRequest
from salesapp.people.models import User

Whom = dict[str, Any]
"""One of `user_id`, `team` or `skill`."""


def able(opportunity: Opportunity) -> list[User]:
    """The colleagues who could help: at work, allowed to see opportunities, and not on this one already."""
    there = {opportunity.owner_id, *(each.user_id for each in opportunity.members)}
    users = db.session.scalars(select(User).where(User.active).order_by(User.name))
    return [each for each in users if each.id not in there and allows(each, Permission.OPPORTUNITY_VIEW)]


def choices(opportunity: Opportunity) -> dict[str, list[tuple[str, str]]]:
    """Heading → (value, label) of everybody who can be asked: skills, teams, people."""
    users = able(opportunity)
    skills = sorted({skill for each in users for skill in each.skill_keys})
    teams = sorted({each.team for each in users if each.team})
    people = [(f"user:{each.id}", " · ".join(filter(None, (each.name, each.skills)))) for each in users]
    found = {
        str(_("By skill")): [(f"skill:{each}", each) for each in skills],
        str(_("A team")): [(f"team:{each}", each) for each in teams],
        str(_("A colleague")): people,
    }
    return {heading: offered for heading, offered in found.items() if offered}


def whom_of(value: str) -> Whom:
    """`user:7`, `team:North` or `skill:calibration` as columns of the request."""
    kind, _colon, key = value.partition(":")
    return {"user_id": int(key)} if kind == "user" else {kind: key}


def ask(opportunity: Opportunity, whom: Whom, need: str, *, by: User) -> SpecialistRequest:
    """Asks; everybody who may accept hears of it by mail."""
    if not opportunity.is_open:
        raise RuleBroken(_("This opportunity is closed. Reopen it first."))
    made = SpecialistRequest(opportunity=opportunity, need=need, asked_by_id=by.id, **whom)
    made.asked_by = by
    same = [
        each
        for each in waiting_on(opportunity)
        if _taker(each) == (whom.get("user_id"), whom.get("team"), whom.get("skill"))
    ]
    if same:
        raise RuleBroken(_("This request waits for an answer already."), field="whom")
    db.session.add(made)
    db.session.flush()
    asked = [each for each in able(opportunity) if made.asks_of(each)]
    if not asked:
        raise RuleBroken(_("No one who can help was found there."), field="whom")
    record(opportunity, SPECIALIST_ASKED, by=by, whom=made.taker, body=need)
    tell_of_help(asked, made, opportunity, "asked", by=by)
    return made


def _taker(request: SpecialistRequest) -> tuple[int | None, str | None, str | None]:
    return request.user_id, request.team, request.skill


def waiting_on(opportunity: Opportunity) -> list[SpecialistRequest]:
    """Requests for help with it that nobody answered, the oldest first."""
    return list(db.session.scalars(_waiting(), {"key": opportunity.id}))


@cache
def _waiting() -> Select[SpecialistRequest]:
    query = select(SpecialistRequest).where(
        SpecialistRequest.opportunity_id == bindparam("key"), SpecialistRequest.answered_at.is_(None)
    )
    return query.order_by(SpecialistRequest.id)


def asked_of(user: User) -> Select[SpecialistRequest]:
    """What waits for this person's answer, about open opportunities, whether they see them yet or not."""
    query = select(SpecialistRequest).join(Opportunity, SpecialistRequest.opportunity_id == Opportunity.id)
    return query.where(
        SpecialistRequest.asks(user), Opportunity.state == State.OPEN, Opportunity.deleted_at.is_(None)
    )
