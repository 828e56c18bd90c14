"""The sales process and the close reasons that a new company begins with."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.opportunities.models import ForecastCategory, LossReason, SalesProcess, Stage, StageField


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
    return [
        _stage(
            1, _("Qualification"), 10, ForecastCategory.PIPELINE, (7, 14),
            _("Find out whether there is a need, a budget, a decider and a date. If two of the four are missing, say no early."),
            ("amount", "close_on", "contact", "source"),
        ),
        _stage(
            2, _("Needs analysis"), 25, ForecastCategory.PIPELINE, (10, 20),
            _("Write down what the customer wants to reach, in their words, and who loses if nothing changes. Agree on the next step."),
            ("amount", "close_on", "next_step", "competitor"), must=("close_on",),
        ),
        _stage(
            3, _("Proposal"), 50, ForecastCategory.BEST_CASE, (7, 14),
            _("Walk through the quote together instead of only sending it. Ask what would keep them from signing."),
            ("amount", "close_on", "next_step", "competitor"), must=("amount",),
        ),
        _stage(
            4, _("Negotiation"), 75, ForecastCategory.COMMIT, (5, 10),
            _("Settle open points in one list. Give nothing without getting something. Know who signs, and when."),
            ("amount", "close_on", "next_step", "next_step_on"), must=("amount", "close_on"),
        ),
    ]  # fmt: skip


def _stage(
    position: int,
    name: str,
    probability: int,
    category: ForecastCategory,
    stale: tuple[int, int],
    guidance: str,
    fields: tuple[str, ...],
    must: tuple[str, ...] = (),
) -> Stage:
    keys = [StageField(field=each, must=each in must, position=place) for place, each in enumerate(fields)]
    return Stage(
        name=name,
        position=position,
        probability=Decimal(probability),
        forecast_category=category,
        warm_days=stale[0],
        rotten_days=stale[1],
        guidance=guidance,
        key_fields=keys,
        product_required=False,
        active=True,
    )


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
        (_("Need went away"), False),
        (_("Missing feature"), False),
    ]
