"""Score rules as an administrator keeps them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import fields as f
from salesapp.core.access import Permission, Shared, Viewer
from salesapp.core.company import MOST_DAYS
from salesapp.core.db import Json, Record, db
from salesapp.core.errors import RuleBroken, all_of, refuse_all
from salesapp.core.events import record
from salesapp.core.i18n import _, _l
from salesapp.core.registry import RecordType, register
from salesapp.core.settings_cache import cached
from salesapp.leads.assignment.rules import RULE_OFF, RULE_ON
from salesapp.leads.scoring.points import OF_INTEREST, OF_RECENCY, ScoreKind, ScoreRule, Signal
from salesapp.records.filters.conditions import Condition

MOST_POINTS = 1000


class LeadScoreRule(Shared, Record):
    """Gives points, or takes them, as long as what it asks is true of a lead."""

    __tablename__ = "lead_score_rules"
    record_type_key = "lead_score_rule"

    name: Mapped[str] = f.text(_l("Name"), required=True, listed=True, length=80)
    active: Mapped[bool] = f.boolean(_l("Active"), default=True, listed=True)
    kind: Mapped[ScoreKind] = f.choice(ScoreKind, _l("Kind"), listed=True, nullable=False)
    points: Mapped[int] = f.integer(_l("Points"), required=True, listed=True, least=-1000, most=1000)
    asked: Mapped[list[Any]] = mapped_column(Json, default=list)
    signal: Mapped[Signal | None] = f.choice(Signal, _l("What happened"))
    least: Mapped[int] = f.integer(_l("Minimum number of times"), default=1, nullable=False, most=1000)
    days: Mapped[int | None] = f.integer(_l("Days"), most=MOST_DAYS)

    @property
    def conditions(self) -> list[Condition]:
        """What it asks of the lead's fields."""
        return [Condition.from_json(each) for each in self.asked]

    @conditions.setter
    def conditions(self, conditions: Sequence[Condition]) -> None:
        self.asked = [each.as_json() for each in conditions]

    @property
    def rule(self) -> ScoreRule:
        """As the scoring takes it."""
        return ScoreRule(
            self.name, self.kind, self.points, self.conditions, self.signal, self.least, self.days
        )

    def switch(self, *, by: Any) -> None:
        """On or off."""
        self.active = not self.active
        record(self, RULE_ON if self.active else RULE_OFF, by=by)


@cached(LeadScoreRule)
def active_rules() -> list[ScoreRule]:
    """The rules that are switched on, by kind."""
    return [each.rule for each in kept_rules() if each.active]


def kept_rules() -> list[LeadScoreRule]:
    """All of them: fit, interest, recency; in each the most points first."""
    places = list(ScoreKind)
    found = db.session.scalars(select(LeadScoreRule))
    return sorted(found, key=lambda each: (places.index(each.kind), -each.points, each.id))


def settle_score_rule(rule: LeadScoreRule, *, by: Viewer) -> None:  # noqa: ARG001  the registry passes who saves
    """A rule asks what its kind asks, and nothing besides."""
    all_of(lambda: _check_numbers(rule), lambda: _settle_kind(rule))


def _check_numbers(rule: LeadScoreRule) -> None:
    refuse_all(_broken(rule))


def _broken(rule: LeadScoreRule) -> Iterator[RuleBroken]:
    if not rule.points or abs(rule.points) > MOST_POINTS:
        yield RuleBroken(_("From −1,000 to 1,000 points, but not zero."), field="points")
    if rule.days is not None and not 1 <= rule.days <= MOST_DAYS:
        yield RuleBroken(_("From 1 to 3,650 days."), field="days")


def _settle_kind(rule: LeadScoreRule) -> None:
    if rule.kind is ScoreKind.FIT:
        _settle_fit(rule)
    elif rule.kind is ScoreKind.INTEREST:
        _settle_interest(rule)
    else:
        _settle_recency(rule)


def _settle_fit(rule: LeadScoreRule) -> None:
    if not rule.asked:
        raise RuleBroken(_("Add at least one condition."), field="conditions")
    rule.signal, rule.least, rule.days = None, 1, None


def _settle_interest(rule: LeadScoreRule) -> None:
    refuse_all(_broken_interest(rule))


def _broken_interest(rule: LeadScoreRule) -> Iterator[RuleBroken]:
    if rule.signal not in OF_INTEREST:
        yield RuleBroken(_("Choose the activity to count."), field="happened")
    if not 1 <= rule.least <= 100:
        yield RuleBroken(_("From 1 to 100 times."), field="least")


def _settle_recency(rule: LeadScoreRule) -> None:
    refuse_all(_broken_recency(rule))
    rule.least = 1


def _broken_recency(rule: LeadScoreRule) -> Iterator[RuleBroken]:
    if rule.signal not in OF_RECENCY:
        yield RuleBroken(_("Choose the date to count from."), field="since")
    if rule.days is None:
        yield RuleBroken(_("Enter the number of days."), field="days")


LEAD_SCORE_RULE = register(
    RecordType(
        key="lead_score_rule",
        model=LeadScoreRule,
        plural="lead_score_rules",
        label=_l("Score rule"),
        label_plural=_l("Score rules"),
        icon="gauge",
        view=Permission.SETUP,
        edit=Permission.SETUP,
        search_weight=5,
        creatable=False,
        before_save=settle_score_rule,
    )
)
