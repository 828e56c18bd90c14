"""What a lead's score is made of: rules that add or take points. Pure; `scores` brings the facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from salesapp.core.i18n import _l
from salesapp.records.filters.conditions import Condition, Value, all_hold


class ScoreKind(StrEnum):
    """What a rule looks at."""

    FIT = "fit"
    INTEREST = "interest"
    RECENCY = "recency"

    @property
    def label(self) -> str:
        return {"fit": _l("Fit"), "interest": _l("Interest"), "recency": _l("Recency")}[self.value]

    @property
    def hint(self) -> str:
        return KIND_HINTS[self]


KIND_HINTS = {
    ScoreKind.FIT: _l("Who they are: values of the lead’s fields"),
    ScoreKind.INTEREST: _l("Activity: calls, meetings, e-mails, notes"),
    ScoreKind.RECENCY: _l("How long ago: points that change over time"),
}


class Signal(StrEnum):
    """What happened, or how long ago."""

    REACHED = "reached"
    UNANSWERED = "unanswered"
    MEETING = "meeting"
    EMAIL = "email"
    NOTE = "note"
    TOUCHED = "touched"
    UNTOUCHED = "untouched"
    CAME = "came"

    @property
    def label(self) -> str:
        return SIGNAL_LABELS[self]


SIGNAL_LABELS = {
    Signal.REACHED: _l("Call answered"),
    Signal.UNANSWERED: _l("Call not answered"),
    Signal.MEETING: _l("Meeting held"),
    Signal.EMAIL: _l("E-mail completed"),
    Signal.NOTE: _l("Note added"),
    Signal.TOUCHED: _l("Activity within"),
    Signal.UNTOUCHED: _l("No activity for"),
    Signal.CAME: _l("Received within"),
}

OF_INTEREST = (Signal.REACHED, Signal.UNANSWERED, Signal.MEETING, Signal.EMAIL, Signal.NOTE)
OF_RECENCY = (Signal.TOUCHED, Signal.UNTOUCHED, Signal.CAME)


@dataclass(frozen=True)
class ScoreRule:
    """One rule. Of interest: `signal` happened `least` times (in the last `days`, or ever). Of recency: `days` decide.

    The conditions on the lead's fields hold in any case.
    """

    name: str
    kind: ScoreKind
    points: int
    conditions: Sequence[Condition] = ()
    signal: Signal | None = None
    least: int = 1
    days: int | None = None


@dataclass(frozen=True)
class Facts:
    """What there is to know about one lead beside its fields."""

    came_at: datetime
    touched_at: datetime
    happened: Sequence[tuple[Signal, datetime]] = field(default=())


def counts(rule: ScoreRule, value_of: Callable[[str], Value], facts: Facts, now: datetime) -> bool:
    """Whether the rule gives its points to this lead now."""
    if not all_hold(rule.conditions, value_of):
        return False
    if rule.kind is ScoreKind.INTEREST:
        return _times(rule, facts, now) >= rule.least
    return rule.kind is ScoreKind.FIT or _in_time(rule, facts, now)


def _times(rule: ScoreRule, facts: Facts, now: datetime) -> int:
    since = None if rule.days is None else now - timedelta(days=rule.days)
    return sum(
        1
        for signal, at in facts.happened
        if signal is rule.signal and at <= now and (since is None or at >= since)
    )


def _in_time(rule: ScoreRule, facts: Facts, now: datetime) -> bool:
    limit = timedelta(days=rule.days or 0)
    if rule.signal is Signal.CAME:
        return now - facts.came_at <= limit
    within = now - facts.touched_at <= limit
    return within if rule.signal is Signal.TOUCHED else not within


def counting(
    rules: Iterable[ScoreRule], value_of: Callable[[str], Value], facts: Facts, now: datetime
) -> list[ScoreRule]:
    """The rules that count: the score is the sum of their points."""
    return [each for each in rules if counts(each, value_of, facts, now)]


def total(rules: Iterable[ScoreRule]) -> int:
    """The sum of their points."""
    return sum(each.points for each in rules)
