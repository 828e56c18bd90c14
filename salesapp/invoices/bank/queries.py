"""The bookings that wait, and the statements that came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from salesapp.core.db import db
from salesapp.invoices.bank.matching import Certainty
from salesapp.invoices.bank.models import BankBooking, BankStatement, BookingState
from salesapp.invoices.bank.proposals import Proposed, proposed_for

SHOWN = 200
"""As many bookings as somebody goes through at once; the others follow as these are dealt with."""


@dataclass(frozen=True)
class Waiting:
    """The bookings that wait, oldest first: those that are sure, those to look at, and money that went out."""

    sure: Sequence[Proposed]
    to_check: Sequence[Proposed]
    out: Sequence[BankBooking]
    count: int

    @property
    def shown(self) -> int:
        return len(self.sure) + len(self.to_check) + len(self.out)


def waiting() -> Waiting:
    """What is to be dealt with."""
    is_open = BankBooking.state == BookingState.OPEN
    query = select(BankBooking).where(is_open)
    earlier = joinedload(BankBooking.like).joinedload(BankBooking.statement)
    query = query.options(joinedload(BankBooking.statement), earlier)
    rows = db.session.scalars(query.order_by(BankBooking.booked_on, BankBooking.id).limit(SHOWN)).all()
    proposed = proposed_for([each for each in rows if each.amount > 0])
    return Waiting(
        [each for each in proposed if each.certainty is Certainty.SURE],
        [each for each in proposed if each.certainty is not Certainty.SURE],
        [each for each in rows if each.amount <= 0],
        db.session.scalar(select(func.count(BankBooking.id)).where(is_open)) or 0,
    )


def statements(limit: int = 20) -> Sequence[tuple[BankStatement, int]]:
    """The newest statements, each with how many of its bookings wait."""
    open_ones: Any = (
        select(func.count(BankBooking.id))
        .where(BankBooking.statement_id == BankStatement.id, BankBooking.state == BookingState.OPEN)
        .scalar_subquery()
    )
    query = select(BankStatement, open_ones).order_by(BankStatement.id.desc()).limit(limit)
    return [(statement, count) for statement, count in db.session.execute(query)]


def bookings_to_match() -> int:
    """How many bookings of money that came in wait: for the finance desk."""
    query = select(func.count(BankBooking.id))
    return db.session.scalar(query.where(BankBooking.state == BookingState.OPEN, BankBooking.amount > 0)) or 0
