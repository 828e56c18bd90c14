"""The sales process and the close reasons that a new company begins with."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.opportunities.processes.models import (
    ForecastCategory,
    LossReason,
    SalesProcess,
    Stage,
    StageField,
)


def begin() -> None:
    """Makes them in the language of the moment, where there is no process yet."""
    if db.session.scalar(select(SalesProcess.id).limit(1)) is not None:
        return
    process = SalesProcess(name=_("New business"), is_default=True, active=True, position=1)
    process.stages = _stages()
    db.session.add(process)
    db.session.add_all(LossReason(name=name, for_won=for_won, active=True) for name, for_won in _reasons())
    db.session.flush()


def _stages() -> list[Stage]:
    asked = ("amount", "close_on", "next_step", "competitor")
    return [
        Stage(
            name=_("Qualification"),
            probability=Decimal(10),
            forecast_category=ForecastCategory.PIPELINE,
            guidance=_(
                "Find out whether there is a need, a budget, a decision maker and a date. If two are "
                "missing, disqualify early."
            ),
            **_common(1, (7, 14), ("amount", "close_on", "contact", "source")),
        ),
        Stage(
            name=_("Needs analysis"),
            probability=Decimal(25),
            forecast_category=ForecastCategory.PIPELINE,
            guidance=_(
                "Write down what the customer wants to achieve, in their words. Agree on the next step."
            ),
            **_common(2, (10, 20), asked, ("close_on",)),
        ),
        Stage(
            name=_("Proposal"),
            probability=Decimal(50),
            forecast_category=ForecastCategory.BEST_CASE,
            guidance=_(
                "Walk through the quote together instead of only sending it. Ask what would keep them from signing."
            ),
            **_common(3, (7, 14), asked, ("amount",)),
        ),
        Stage(
            name=_("Negotiation"),
            probability=Decimal(75),
            forecast_category=ForecastCategory.COMMIT,
            guidance=_(
                "Settle open points in one list. Give nothing without getting something. Know who signs, and when."
            ),
            **_common(
                4, (5, 10), ("amount", "close_on", "next_step", "next_step_on"), ("amount", "close_on")
            ),
        ),
    ]


def _common(
    position: int, stale: tuple[int, int], fields: tuple[str, ...], must: tuple[str, ...] = ()
) -> dict[str, Any]:
    """What every stage has; `stale` is (warm, rotten) in days, `must` those of its key `fields` it insists on."""
    keys = [StageField(field=each, must=each in must, position=place) for place, each in enumerate(fields)]
    warm, rotten = stale
    return {
        "position": position,
        "warm_days": warm,
        "rotten_days": rotten,
        "key_fields": keys,
        "active": True,
    }


def _reasons() -> list[tuple[str, bool]]:
    """(name, whether it is a reason for winning)."""
    return [
        (_("Best fit"), True),
        (_("Price"), True),
        (_("Trusts us"), True),
        (_("Too expensive"), False),
        (_("Lost to a competitor"), False),
        (_("No budget"), False),
        (_("No decision"), False),
        (_("Need no longer exists"), False),
        (_("Missing feature"), False),
    ]
