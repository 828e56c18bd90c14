"""Routing: the first active rule that fits a lead, and somebody of it who is there and has room, get the lead.

A `Router` deals out many leads in one go and keeps its own count meanwhile, so that the simulator says what `route`
would do without writing anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from salesapp.core.db import db
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _l
from salesapp.core.relations.owners import may_own
from salesapp.leads.assignment.rules import AssignmentRule, AssignmentTurn, Receiver, Sharing
from salesapp.leads.kinds import OPEN_STATUSES
from salesapp.leads.models import LEAD, Lead
from salesapp.leads.models.queues import LeadQueue
from salesapp.people.models import User

ROUTED = event_kind(
    "lead_routed", _l("The rule “%(rule)s” assigned this lead to %(to)s"), icon="git-merge", touch=False
)
UNROUTED = event_kind(
    "lead_unrouted", _l("No assignment rule matches this lead"), icon="git-merge", touch=False
)


@dataclass(frozen=True)
class Decision:
    """Which rule gives the lead to whom; without a rule it stays where it is.

    `passed` are the rules that fit, but whose people were all away or full.
    """

    rule: AssignmentRule | None = None
    taker: User | LeadQueue | None = None
    passed: tuple[AssignmentRule, ...] = ()


@dataclass
class Router:
    """The rules, the people who may get leads, how many open ones each has, and whose turn it was."""

    rules: Sequence[AssignmentRule]
    people: Sequence[User]
    open: dict[int, int]
    turns: dict[int, int] = field(default_factory=dict)

    def decide(self, lead: Lead) -> Decision:
        """Who gets the lead; counted as given at once."""
        passed: list[AssignmentRule] = []
        for rule in self.rules:
            if not rule.fits(lead):
                continue
            taker = queue_of(rule) if rule.receiver is Receiver.QUEUE else self._next_of(rule)
            if taker is not None:
                return Decision(rule, taker, tuple(passed))
            passed.append(rule)
        return Decision(passed=tuple(passed))

    def _next_of(self, rule: AssignmentRule) -> User | None:
        """The next person in turn, or of those the one with the fewest open leads."""
        free = [each for each in self.people if rule.names(each) and self._has_room(each)]
        if not free:
            return None
        in_turn = after(self.turns.get(rule.id, 0), free)
        if rule.sharing is Sharing.FEWEST:
            in_turn = sorted(in_turn, key=lambda each: self.open.get(each.id, 0))
        chosen = in_turn[0]
        self.turns[rule.id] = chosen.id
        self.open[chosen.id] = self.open.get(chosen.id, 0) + 1
        return chosen

    def _has_room(self, user: User) -> bool:
        return user.lead_capacity is None or self.open.get(user.id, 0) < user.lead_capacity


def queue_of(rule: AssignmentRule) -> LeadQueue | None:
    """The rule's queue; None for one in the bin, which a rule taken out of the bin may still name."""
    return None if rule.queue is None or rule.queue.deleted_at is not None else rule.queue


def after(last: int, people: Sequence[User]) -> list[User]:
    """The people in the order of their ids, beginning with the one after `last`."""
    ordered = sorted(people, key=lambda each: each.id)
    return [each for each in ordered if each.id > last] + [each for each in ordered if each.id <= last]


def router(*, to_take: bool) -> Router:
    """The rules as they stand. `to_take` locks them: who deals out leads at the same moment waits for his turn."""
    query = select(AssignmentRule).options(selectinload(AssignmentRule.people)).order_by(AssignmentRule.id)
    if to_take:
        query = query.with_for_update(of=AssignmentRule).execution_options(populate_existing=True)
    rules = sorted(db.session.scalars(query), key=lambda each: (each.position, each.id))
    active = [each for each in rules if each.active]
    people = takers()
    turns = select(AssignmentTurn).execution_options(populate_existing=True)
    return Router(
        active,
        people,
        open_leads(counted(active, people)),
        {each.rule_id: each.user_id for each in db.session.scalars(turns)},
    )


def counted(rules: Sequence[AssignmentRule], people: Sequence[User]) -> list[int]:
    """Those whose open leads matter: who may have only so many, and who is compared with others."""
    comparing = [each for each in rules if each.sharing is Sharing.FEWEST]
    return [
        each.id
        for each in people
        if each.lead_capacity is not None or any(rule.names(each) for rule in comparing)
    ]


def takers() -> list[User]:
    """Those who may own leads and are there today."""
    users = db.session.scalars(select(User).where(User.active).order_by(User.id))
    return [each for each in users if may_own(each, LEAD) and not each.is_away]


def open_leads(people: Sequence[int]) -> dict[int, int]:
    """How many open leads each of these people has, whoever asks."""
    query = (
        select(Lead.owner_id, func.count(Lead.id))
        .where(Lead.owner_id.in_(people), Lead.status.in_(OPEN_STATUSES), Lead.deleted_at.is_(None))
        .group_by(Lead.owner_id)
        .execution_options(unscoped="how much somebody has to do counts leads that the asker may not see")
    )
    found = db.session.execute(query) if people else ()
    return {owner: count for owner, count in found if owner is not None}


def route(leads: Iterable[Lead], *, by: Any) -> list[Decision]:
    """Gives the leads to whom the rules say, and writes down which rule it was; a lead no rule fits stays as it is."""
    leads = list(leads)
    for each in leads:
        each.refuse_change()
    db.session.flush()
    dealing = router(to_take=True)
    decisions = [_routed(each, dealing.decide(each), by=by) for each in leads]
    _keep_turns(dealing)
    return decisions


def route_imported(made: Sequence[Lead], *, by: Any) -> None:
    """The rules decide about the leads whose rows ask for it."""
    asking = [each for each in made if each.by_the_rules]
    if asking:
        route(asking, by=by)


LEAD.after_import.append(route_imported)


def _routed(lead: Lead, decision: Decision, *, by: Any) -> Decision:
    rule, taker = decision.rule, decision.taker
    if rule is None or taker is None:
        record(lead, UNROUTED, by=by)
        return decision
    if isinstance(taker, LeadQueue):
        lead.owner_id, lead.queue_id = None, taker.id
    else:
        lead.owner_id, lead.queue_id = taker.id, None
    record(lead, ROUTED, by=by, rule=rule.name, to=taker.name)
    return decision


def _keep_turns(dealing: Router) -> None:
    """Whose turn it was last, for the next router."""
    kept = {each.rule_id: each for each in db.session.scalars(select(AssignmentTurn))}
    for rule_id, user_id in dealing.turns.items():
        if rule_id in kept:
            kept[rule_id].user_id = user_id
        else:
            db.session.add(AssignmentTurn(rule_id=rule_id, user_id=user_id))


def simulate(leads: Iterable[Lead]) -> list[tuple[Lead, Decision]]:
    """What the rules of now would do with these leads, came they now one after the other. Nothing is written."""
    dealing = router(to_take=False)
    return [(each, dealing.decide(each)) for each in leads]
