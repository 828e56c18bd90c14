"""How a board looks, apart from what it shows: the order of its cards and what stands on them beside the essential."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Date, Integer, Row, case, func, literal_column
from sqlalchemy.types import TypeEngine

from salesapp.core.db import Amount, UtcTime
from salesapp.core.i18n import _l
from salesapp.core.ordering import cursors
from salesapp.opportunities.models import Opportunity

HAND = "hand"
"""The order that people make themselves, by dragging."""
NO_DAY = date(9999, 12, 31)
FIELDS = {
    "owner": _l("Owner"),
    "close_on": _l("Expected close date"),
    "probability": _l("Probability"),
    "weighted": _l("Weighted amount"),
    "stage_entered_at": _l("In this stage since"),
    "type": _l("Type"),
    "source": _l("Source"),
    "competitor": _l("Competitor"),
}
"""What a card may show beside name, amount, customer and next step: attributes of the opportunity."""


LANES = {"owner": _l("Owner"), "month": _l("Close month")}
"""What the columns may be divided by."""


@dataclass(frozen=True)
class Sorting:
    """An order of a column. `by` is never NULL; `of` gives the same of a row that has `columns`; ties go by id."""

    key: str
    label: str
    by: Any
    type: TypeEngine[Any]
    of: Callable[[Row[Any]], Any]
    descending: bool = False
    columns: tuple[str, ...] = ()

    def cursor(self, row: Row[Any]) -> str:
        """The place of a row in this order."""
        return cursors.encode([self.of(row), row.id])

    def decoded(self, after: str) -> tuple[Any, int] | None:
        """What `cursor` wrote; None for anything else."""
        place = cursors.decode(after, [self.type, Integer()])
        return None if place is None or None in place else (place[0], place[1])


_entered, _touched = Opportunity.stage_entered_at, Opportunity.touched_at
SORTINGS = {
    each.key: each
    for each in (
        Sorting(
            "newest", _l("Last moved first"), _entered, UtcTime(), lambda row: row.stage_entered_at, True
        ),
        Sorting(
            HAND, _l("Manual order"), Opportunity.rank, BigInteger(), lambda row: row.rank, columns=("rank",)
        ),
        Sorting(
            "close",
            _l("Closing soonest"),
            func.coalesce(Opportunity.close_on, literal_column(f"'{NO_DAY}'", Date())),
            Date(),
            lambda row: row.close_on or NO_DAY,
            columns=("close_on",),
        ),
        Sorting(
            "amount",
            _l("Largest amount"),
            func.coalesce(Opportunity.amount_in_company, literal_column("-1", Integer())),
            Amount(),
            lambda row: -1 if row.amount_in_company is None else row.amount_in_company,
            descending=True,
        ),
        Sorting(
            "stale",
            _l("Longest without activity"),
            case((_entered > _touched, _entered), else_=_touched),
            UtcTime(),
            lambda row: max(row.stage_entered_at, row.touched_at),
        ),
    )
}
NEWEST = SORTINGS["newest"]


@dataclass(frozen=True)
class Look:
    """The chosen order and what the cards show."""

    sort: str = NEWEST.key
    fields: tuple[str, ...] = ("owner",)
    lanes: str = ""
    """What divides the columns, one of LANES; empty: nothing."""

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> Look:
        """From an address; what it does not know it ignores."""
        sort = args.get("sort", NEWEST.key)
        chosen = args.get("fields", "owner").split(",")
        known = tuple(name for name in FIELDS if name in chosen)
        lanes = args.get("lanes", "")
        return cls(sort if sort in SORTINGS else NEWEST.key, known, lanes if lanes in LANES else "")

    @property
    def args(self) -> dict[str, str]:
        """The address arguments that give this look again."""
        found = {} if self.sort == NEWEST.key else {"sort": self.sort}
        found |= {} if self.fields == ("owner",) else {"fields": ",".join(self.fields)}
        return found | ({"lanes": self.lanes} if self.lanes else {})

    @property
    def sorting(self) -> Sorting:
        return SORTINGS[self.sort]

    @property
    def by_hand(self) -> bool:
        """Whether cards are put where one wants them."""
        return self.sort == HAND

    @property
    def columns(self) -> set[str]:
        """Columns of the opportunity that it reads."""
        return {*self.sorting.columns, *self.fields} - {"owner"}
