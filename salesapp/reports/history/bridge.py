"""From the pipeline at one moment to that at another: what came in, what went out, what grew and shrank. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Any

from salesapp.core.i18n import _l
from salesapp.records.filters.periods import Span

OPEN = "open"


class Part(StrEnum):
    """Why the pipeline became larger or smaller, in the order in which people tell it."""

    CREATED = "created"
    GROWN = "grown"
    SHRUNK = "shrunk"
    REOPENED = "reopened"
    PUSHED_IN = "pushed-in"
    PUSHED_OUT = "pushed-out"
    TRANSFERRED_IN = "transferred-in"
    TRANSFERRED_OUT = "transferred-out"
    RESTORED = "restored"
    DELETED = "deleted"
    WON = "won"
    LOST = "lost"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Part.CREATED: _l("Newly created"),
    Part.GROWN: _l("Grown"),
    Part.SHRUNK: _l("Shrunk"),
    Part.REOPENED: _l("Reopened"),
    Part.PUSHED_IN: _l("Close date moved in"),
    Part.PUSHED_OUT: _l("Close date moved out"),
    Part.TRANSFERRED_IN: _l("Transferred in"),
    Part.TRANSFERRED_OUT: _l("Transferred out"),
    Part.RESTORED: _l("Restored"),
    Part.DELETED: _l("Deleted"),
    Part.WON: _l("Won"),
    Part.LOST: _l("Lost"),
}
ALWAYS = (Part.CREATED, Part.GROWN, Part.SHRUNK, Part.WON, Part.LOST)
"""Parts that are shown although nothing is in them."""


@dataclass(frozen=True)
class Scope:
    """Whose pipeline, of which process, and expected to close when; None for any."""

    owners: frozenset[int] | None = None
    process: int | None = None
    closing: Span | None = None

    def is_ours(self, span: Any) -> bool:
        """Whether it is of the people and the process."""
        by_owner = self.owners is None or span.owner_id in self.owners
        return by_owner and self.process in {None, span.process_id}

    def is_due(self, day: date | None) -> bool:
        """Whether the close date is in the period."""
        return self.closing is None or (day is not None and day in self.closing)

    def holds(self, span: Any) -> bool:
        """Whether the span is of this pipeline."""
        return span.state == OPEN and not span.in_bin and self.is_ours(span) and self.is_due(span.close_on)


@dataclass(frozen=True)
class Step:
    """By how much an opportunity changed the pipeline, and why; what it was and became (None: not there yet)."""

    opportunity_id: int
    part: Part
    amount: int
    before: Any
    after: Any


@dataclass
class Bridge:
    """Open at the start, what happened, open at the end. Amounts in minor units of the company's currency."""

    start: int
    end: int
    steps: list[Step] = field(default_factory=list)

    def amount(self, part: Part) -> int:
        """What a part comes to; negative for what went out."""
        return sum(each.amount for each in self.steps if each.part is part)

    def of(self, part: Part) -> list[Step]:
        """The opportunities of a part, the largest first."""
        found = [each for each in self.steps if each.part is part]
        return sorted(found, key=lambda each: (-abs(each.amount), each.opportunity_id))

    @property
    def parts(self) -> list[Part]:
        """Those in which something is, and those that people look for."""
        there = {each.part for each in self.steps}
        return [each for each in Part if each in there or each in ALWAYS]

    @property
    def gap(self) -> int:
        """What is left unexplained: nothing, ever."""
        return self.start + sum(each.amount for each in self.steps) - self.end


def steps(spans: Iterable[Any], scope: Scope, begin: datetime, end: datetime) -> list[Step]:
    """Every step between two moments, by the spans of each opportunity in their order.

    What one grew and shrank counts as the difference that was left of it.
    """
    found: list[Step] = []
    for key, own in groupby(spans, key=lambda each: each.opportunity_id):
        taken = [
            step
            for before, after in pairwise([None, *own])
            if begin < after.begins_at <= end and (step := _step(key, scope, before, after)) is not None
        ]
        found += _netted(taken)
    return found


def _step(key: int, scope: Scope, before: Any, after: Any) -> Step | None:
    was, is_ = before is not None and scope.holds(before), scope.holds(after)
    if was and is_:
        grown = after.worth - before.worth
        return Step(key, Part.GROWN if grown > 0 else Part.SHRUNK, grown, before, after) if grown else None
    if is_:
        return Step(key, _came(scope, before), after.worth, before, after)
    return Step(key, _went(scope, after), -before.worth, before, after) if was else None


def _came(scope: Scope, before: Any) -> Part:
    if before is None:
        return Part.CREATED
    if before.in_bin:
        return Part.RESTORED
    if before.state != OPEN:
        return Part.REOPENED
    return Part.TRANSFERRED_IN if scope.is_due(before.close_on) else Part.PUSHED_IN


def _went(scope: Scope, after: Any) -> Part:
    if after.in_bin:
        return Part.DELETED
    if after.state != OPEN:
        return Part(after.state)
    return Part.TRANSFERRED_OUT if scope.is_due(after.close_on) else Part.PUSHED_OUT


def _netted(taken: list[Step]) -> list[Step]:
    """What one grew and shrank as one step; of one that was created on the way it belongs to what was created."""
    some = [each for each in taken if each.part in {Part.GROWN, Part.SHRUNK}]
    rest = [each for each in taken if each.part not in {Part.GROWN, Part.SHRUNK}]
    amount = sum(each.amount for each in some)
    if not amount:
        return rest
    if rest and rest[0].part is Part.CREATED:
        return [replace(rest[0], amount=rest[0].amount + amount, after=some[-1].after), *rest[1:]]
    part = Part.GROWN if amount > 0 else Part.SHRUNK
    return [*rest, replace(some[0], part=part, amount=amount, after=some[-1].after)]
