"""How an opportunity moved a forecast between two moments. Pure; amounts in the company's minor units."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from salesapp.core.i18n import _l
from salesapp.forecasts.figures import COLUMNS
from salesapp.forecasts.periods import Period
from salesapp.opportunities.processes.models import ForecastCategory


class Move(StrEnum):
    """Why the figures are others."""

    NEW = "new"
    WON = "won"
    LOST = "lost"
    REOPENED = "reopened"
    GREW = "grew"
    SHRANK = "shrank"
    PULLED_IN = "pulled-in"
    PUSHED_OUT = "pushed-out"
    CATEGORY = "category"
    COUNTED = "counted"
    OMITTED = "omitted"
    CAME = "came"
    WENT = "went"
    DELETED = "deleted"
    RESTORED = "restored"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Move.NEW: _l("New"),
    Move.WON: _l("Won"),
    Move.LOST: _l("Lost"),
    Move.REOPENED: _l("Reopened"),
    Move.GREW: _l("Amount increased"),
    Move.SHRANK: _l("Amount decreased"),
    Move.PULLED_IN: _l("Moved into the period"),
    Move.PUSHED_OUT: _l("Moved out of the period"),
    Move.CATEGORY: _l("Category changed"),
    Move.COUNTED: _l("Now counted"),
    Move.OMITTED: _l("Omitted"),
    Move.CAME: _l("Transferred in"),
    Move.WENT: _l("Transferred out"),
    Move.DELETED: _l("Deleted"),
    Move.RESTORED: _l("Restored"),
}


@dataclass(frozen=True)
class Standing:
    """How an opportunity stood at a moment; `day` is when it was won, else when it is expected to close."""

    category: ForecastCategory
    value: int
    day: date | None
    owner: int | None
    there: bool = True
    """Whether it had been made by then and not been deleted."""


@dataclass(frozen=True)
class Watched:
    """Whose forecast of which period; `owners` None is everybody's."""

    period: Period
    owners: Collection[int | None] | None = None

    def counts(self, standing: Standing) -> bool:
        """Whether it is in one of the columns."""
        return (
            standing.there
            and standing.category in COLUMNS
            and self._inside(standing)
            and self._theirs(standing)
        )

    def value(self, standing: Standing) -> int:
        return standing.value if self.counts(standing) else 0

    def _inside(self, standing: Standing) -> bool:
        return standing.day is not None and standing.day in self.period

    def _theirs(self, standing: Standing) -> bool:
        return self.owners is None or standing.owner in self.owners

    def move(self, before: Standing, after: Standing) -> Move | None:
        """Why the forecast is another; None where it is not."""
        if self.counts(before) and self.counts(after):
            return _inside_the_period(before, after)
        if self.counts(after):
            return self._entered(before, after)
        if self.counts(before):
            return self._left(after)
        return None

    def _entered(self, before: Standing, after: Standing) -> Move:
        if not before.there:
            return Move.NEW
        if not self._theirs(before):
            return Move.CAME
        if after.category is ForecastCategory.CLOSED:
            return Move.WON
        return Move.PULLED_IN if not self._inside(before) else Move.COUNTED

    def _left(self, after: Standing) -> Move:
        if not after.there:
            return Move.DELETED
        if not self._theirs(after):
            return Move.WENT
        if not self._inside(after):
            return Move.PUSHED_OUT
        return Move.OMITTED


def _inside_the_period(before: Standing, after: Standing) -> Move | None:
    closed = ForecastCategory.CLOSED
    if after.category is closed and before.category is not closed:
        return Move.WON
    if before.category is closed and after.category is not closed:
        return Move.REOPENED
    if after.value != before.value:
        return Move.GREW if after.value > before.value else Move.SHRANK
    return Move.CATEGORY if after.category is not before.category else None
