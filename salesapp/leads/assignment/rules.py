"""Assignment rules: who gets a lead that comes in, in the order an administrator gave them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import fields as f
from salesapp.core.access import Permission, Shared, Viewer
from salesapp.core.db import Base, Json, Record, ShortText, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.registry import RecordType, register
from salesapp.leads.models import LEAD, Lead
from salesapp.leads.models.queues import LeadQueue, keeps_queues
from salesapp.people.models import User
from salesapp.records.filters.conditions import Condition, all_hold
from salesapp.records.filters.values import value_of

RULE_MOVED = event_kind(
    "rule_moved", _l("%(by)s moved this rule to position %(place)s"), icon="arrow-down-up"
)
RULE_ON = event_kind("rule_switched_on", _l("%(by)s switched this rule on"), icon="circle-play")
RULE_OFF = event_kind("rule_switched_off", _l("%(by)s switched this rule off"), icon="circle-pause")


class Receiver(StrEnum):
    """What kind of taker a rule names."""

    PEOPLE = "people"
    TEAM = "team"
    QUEUE = "queue"

    @property
    def label(self) -> str:
        return {"people": _l("People"), "team": _l("A team"), "queue": _l("A queue")}[self.value]


class Sharing(StrEnum):
    """How several people share what comes."""

    TURNS = "turns"
    FEWEST = "fewest"

    @property
    def label(self) -> str:
        return {"turns": _l("Round robin"), "fewest": _l("The person with the fewest open leads")}[self.value]


assignment_rule_people = Table(
    "assignment_rule_people",
    Base.metadata,
    Column("rule_id", ForeignKey("assignment_rules.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", ForeignKey("users.id"), primary_key=True, index=True),
)


class AssignmentRule(Shared, Record):
    """When all its conditions hold, its people, team or queue get the lead."""

    __tablename__ = "assignment_rules"
    record_type_key = "assignment_rule"

    name: Mapped[str] = f.text(_l("Name"), required=True, listed=True, length=80)
    active: Mapped[bool] = f.boolean(_l("Active"), default=True, listed=True)
    position: Mapped[int] = mapped_column(default=0)
    asked: Mapped[list[Any]] = mapped_column(Json, default=list)
    receiver: Mapped[Receiver] = f.choice(
        Receiver, _l("Assign leads to"), required=True, default=Receiver.PEOPLE, listed=True
    )
    team: Mapped[str | None] = mapped_column(ShortText(80))
    queue_id: Mapped[int | None] = f.link("lead_queue", "lead_queues", _l("Queue"))
    sharing: Mapped[Sharing] = f.choice(
        Sharing, _l("How leads are distributed"), required=True, default=Sharing.TURNS, listed=True
    )

    people: Mapped[list[User]] = relationship(secondary=assignment_rule_people, order_by=User.name)
    queue: Mapped[LeadQueue | None] = relationship()

    @property
    def conditions(self) -> list[Condition]:
        return [Condition.from_json(each) for each in self.asked]

    @conditions.setter
    def conditions(self, conditions: Sequence[Condition]) -> None:
        kept = [each.as_json() for each in conditions]
        if kept != self.asked:
            self.asked = kept

    def fits(self, lead: Lead) -> bool:
        """Whether all its conditions hold for the lead."""
        return all_hold(self.conditions, value_of(LEAD, lead))

    def names(self, user: User) -> bool:
        """Whether the person is one of those it gives leads to."""
        if self.receiver is Receiver.TEAM:
            return user.team == self.team
        return self.receiver is Receiver.PEOPLE and user in self.people

    def switch(self, *, by: Any) -> None:
        """On or off."""
        self.active = not self.active
        record(self, RULE_ON if self.active else RULE_OFF, by=by)


class AssignmentTurn(Base):
    """Who got the last lead of a rule. Written while the rule is locked."""

    __tablename__ = "assignment_turns"

    rule_id: Mapped[int] = mapped_column(ForeignKey("assignment_rules.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    __table_args__ = (UniqueConstraint("rule_id"),)


def rules_in_order() -> list[AssignmentRule]:
    """All of them, the first asked first."""
    query = select(AssignmentRule).order_by(AssignmentRule.position, AssignmentRule.id)
    return list(db.session.scalars(query))


def has_rules() -> bool:
    """Whether any rule is switched on."""
    return db.session.scalar(select(AssignmentRule.id).where(AssignmentRule.active).limit(1)) is not None


def move(rule: AssignmentRule, by_places: int, *, by: Any) -> None:
    """Changes places with the rule before (-1) or after (1); at either end it stays."""
    rules = rules_in_order()
    here = rules.index(rule)
    there = min(max(here + by_places, 0), len(rules) - 1)
    rules[here], rules[there] = rules[there], rules[here]
    for position, each in enumerate(rules, start=1):
        each.position = position
    if here != there:
        record(rule, RULE_MOVED, by=by, place=there + 1)


@keeps_queues
def _rule_into(queue_id: int) -> str | None:
    into = select(AssignmentRule.name).where(AssignmentRule.queue_id == queue_id)
    rule = db.session.scalar(into.order_by(AssignmentRule.name))
    return _("The assignment rule “%(name)s” assigns leads to this queue.", name=rule) if rule else None


def settle_rule(rule: AssignmentRule, *, by: Viewer) -> None:  # noqa: ARG001  the registry passes who saves
    """A rule names who gets the leads, and only them."""
    given = {
        Receiver.PEOPLE: (rule.people, "people", _("Choose at least one person.")),
        Receiver.TEAM: (rule.team, "team", _("Choose a team.")),
        Receiver.QUEUE: (rule.queue_id, "queue", _("Choose a queue.")),
    }
    chosen, field, sentence = given[rule.receiver]
    if not chosen:
        raise RuleBroken(sentence, field=field)
    if rule.receiver is not Receiver.PEOPLE:
        rule.people = []
    rule.team = rule.team if rule.receiver is Receiver.TEAM else None
    rule.queue_id = rule.queue_id if rule.receiver is Receiver.QUEUE else None
    if not rule.position:
        rule.position = (db.session.scalar(select(func.max(AssignmentRule.position))) or 0) + 1


ASSIGNMENT_RULE = register(
    RecordType(
        key="assignment_rule",
        model=AssignmentRule,
        plural="assignment_rules",
        label=_l("Assignment rule"),
        label_plural=_l("Assignment rules"),
        icon="git-merge",
        view=Permission.SETUP,
        edit=Permission.SETUP,
        default_sort="position",
        search_weight=5,
        creatable=False,
        before_save=settle_rule,
    )
)
