"""How an opportunity stands and what closing it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from salesapp.core.i18n import _l
from salesapp.records.picklists.picklist import Picklist, Shipped


class State(StrEnum):
    """Open, or closed one way or the other."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"

    @property
    def label(self) -> str:
        return {"open": _l("Open"), "won": _l("Won"), "lost": _l("Lost")}[self.value]

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return {"open": "accent", "won": "good", "lost": "bad"}[self.value]


class OpportunityType(Picklist, key="opportunity_type", plural=_l("Opportunity types")):
    """Whether the customer buys from us for the first time."""

    NEW = Shipped("new", _l("New business"))
    EXISTING = Shipped("existing", _l("Existing business"))


OUTCOMES = {
    **dict.fromkeys(
        ("won", "closed won", "closedwon", "win", "gewonnen", "赢单", "成交", "已成交"), State.WON
    ),
    "open": State.OPEN,
    **dict.fromkeys(("lost", "closed lost", "closedlost", "verloren", "丢单", "输单", "未成交"), State.LOST),
}
"""How files say it."""


@dataclass(frozen=True)
class Outcome:
    """What the closing sheet asks. `actual_amount` is in minor units of the opportunity's currency."""

    closed_on: date
    actual_amount: int | None = None
    reason_id: int | None = None
    competitor: str | None = None
    note: str | None = None
