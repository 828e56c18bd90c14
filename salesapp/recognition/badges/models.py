"""Rules that award badges, and the badges that people have. A badge keeps what it was awarded for."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import clock
from salesapp.core import fields as f
from salesapp.core.access import Permission, Shared, Viewer
from salesapp.core.company import company
from salesapp.core.db import Base, Record, ShortText
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind
from salesapp.core.i18n import _, _l
from salesapp.core.money import exponent
from salesapp.core.registry import RecordType, register
from salesapp.core.types import Amount
from salesapp.recognition.leaderboards import BY_KEY, Leaderboard
from salesapp.recognition.merits import Merit

AWARDED = event_kind(
    "badge_awarded",
    _l("%(subject)s earned the badge %(badge)s"),
    icon="medal",
    touch=False,
    personal=True,
)
"""What others may know of it is the company's decision, which the panel of badges keeps to."""
HIGHEST = 2_000_000_000


class Metric(StrEnum):
    """What the leaderboard counts."""

    WON = "won"
    DEALS = "deals"
    CUSTOMERS = "customers"
    LEADS = "leads"
    ANSWERS = "answers"
    CALLS = "calls"
    MEETINGS = "meetings"

    @property
    def label(self) -> str:
        return self.board.label

    @property
    def board(self) -> Leaderboard:
        return BY_KEY[self.value]


class BadgePeriod(StrEnum):
    """In what time; quarters and years are the company's fiscal ones."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def label(self) -> str:
        return {"week": _l("Week"), "month": _l("Month"), "quarter": _l("Quarter"), "year": _l("Year")}[
            self.value
        ]


class BadgeRule(Shared, Record):
    """Whoever reaches so much in such a period has the badge, once for each period."""

    __tablename__ = "badge_rules"
    record_type_key = "badge_rule"

    name: Mapped[str] = f.text(_l("Name"), required=True, listed=True, length=80)
    metric: Mapped[Metric] = f.choice(
        Metric, _l("Awarded for"), required=True, listed=True, default=Metric.DEALS
    )
    period: Mapped[BadgePeriod] = f.choice(
        BadgePeriod, _l("Period"), required=True, listed=True, default=BadgePeriod.MONTH
    )
    threshold: Mapped[int] = f.integer(
        _l("Threshold"),
        required=True,
        listed=True,
        least=1,
        most=HIGHEST,
        hint=_l(
            "At least so many; for amounts in the company’s currency, without decimals. For the speed of first "
            "answer: at most so many minutes"
        ),
    )
    fewest: Mapped[int | None] = f.integer(
        _l("Fewest leads answered"),
        least=1,
        most=HIGHEST,
        hint=_l("For the speed of first answer: who answered fewer leads in the period has no badge"),
    )
    active: Mapped[bool] = f.boolean(_l("Active"), default=True, listed=True)

    def is_met(self, merit: Merit) -> bool:
        """Whether so much is enough."""
        if self.metric.board.lasts:
            return bool(merit.value <= self.threshold) and merit.count >= (self.fewest or 1)
        unit = 10 ** exponent(company().currency) if self.metric.board.is_money else 1
        return bool(merit.value >= self.threshold * unit)


class Badge(Base):
    """One person's, for one period. Its name and value stay, whatever becomes of the rule and the records."""

    __tablename__ = "badges"

    rule_id: Mapped[int] = mapped_column(ForeignKey("badge_rules.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    first: Mapped[date] = mapped_column()
    last: Mapped[date] = mapped_column()
    name: Mapped[str] = mapped_column(ShortText(80))
    metric: Mapped[str] = mapped_column(ShortText(20))
    value: Mapped[int] = mapped_column(Amount())
    """In the metric's unit; an amount in minor units of `currency`."""
    currency: Mapped[str] = mapped_column(ShortText(3))
    awarded_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (UniqueConstraint("rule_id", "user_id", "first"),)


def settle_rule(rule: BadgeRule, *, by: Viewer) -> None:  # noqa: ARG001  the registry passes who saves
    """A threshold that nobody misses is none."""
    given: Any = rule.threshold
    if given is not None and given < 1:
        raise RuleBroken(_("Enter a whole number from 1 on."), field="threshold")


BADGE_RULE = register(
    RecordType(
        key="badge_rule",
        model=BadgeRule,
        plural="badge_rules",
        label=_l("Badge"),
        label_plural=_l("Badges"),
        icon="medal",
        view=Permission.SETUP,
        edit=Permission.SETUP,
        default_sort="name",
        search_weight=5,
        few=True,
        before_save=settle_rule,
    )
)
