"""Recurring invoices, and what became of each of their due dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from enum import StrEnum
from itertools import count as counting
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint, select, true
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.elements import True_

from salesapp.core import clock
from salesapp.core.access import Scoped, Viewer
from salesapp.core.access.scoping import visible
from salesapp.core.company import zone_of
from salesapp.core.db import Base, db
from salesapp.core.fields import enum_of
from salesapp.core.i18n import _l
from salesapp.core.outbox import post
from salesapp.core.types import SentenceText
from salesapp.invoices.models import Invoice
from salesapp.invoices.recurring.schedule import Covers, Schedule, Unit
from salesapp.people.models import User

if TYPE_CHECKING:
    from salesapp.core.money import Money

DUE = "recurring_due"
"""The kind of the worker's job of one due date."""
MORNING = time(5)
"""When the day's invoices are made, on the clocks of the company."""


class State(StrEnum):
    """Whether it goes on."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]

    @property
    def tone(self) -> str:
        return STATE_TONES[self]


STATE_LABELS = {State.ACTIVE: _l("Active"), State.PAUSED: _l("Paused"), State.ENDED: _l("Ended")}
STATE_TONES = {State.ACTIVE: "good", State.PAUSED: "warn", State.ENDED: "neutral"}


class RecurringInvoice(Scoped, Base):
    """An invoice that is to be repeated: `source` has the customer, the lines and the prices of all that follow.

    `position` counts the due dates of its schedule that are settled; it is the place of the next one. Seen by whoever
    sees the source.
    """

    __tablename__ = "recurring_invoices"

    source_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    """Who answers for it: what it issues is issued in their name, and they are told what goes wrong."""
    every: Mapped[int] = mapped_column()
    unit: Mapped[Unit] = mapped_column(enum_of(Unit))
    starts_on: Mapped[date] = mapped_column()
    month_end: Mapped[bool] = mapped_column(default=False)
    until: Mapped[date | None] = mapped_column()
    times: Mapped[int | None] = mapped_column()
    """How many due dates there are at most, from `starts_on` on."""
    covers: Mapped[Covers] = mapped_column(enum_of(Covers))
    issues: Mapped[bool] = mapped_column(default=False)
    """Whether its invoices are issued and sent; else they wait as drafts."""
    position: Mapped[int] = mapped_column(default=0)
    next_on: Mapped[date | None] = mapped_column()
    state: Mapped[State] = mapped_column(enum_of(State), default=State.ACTIVE)
    problem: Mapped[str | None] = mapped_column(SentenceText())
    """Why it paused by itself."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    source: Mapped[Invoice] = relationship()
    owner: Mapped[User] = relationship(foreign_keys="RecurringInvoice.owner_id")
    dates: Mapped[list[RecurringDate]] = relationship(order_by="RecurringDate.due_on.desc()", viewonly=True)

    __table_args__ = (
        CheckConstraint("every > 0", name="every"),
        Index("ix_recurring_invoices_next", "state", "next_on"),
    )

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        seen = visible(Invoice, viewer)
        if isinstance(seen, True_):
            return true()
        table = Invoice.__table__
        of_source = select(table.c.id).where(table.c.id == cls.source_id, seen).correlate_except(table)
        return of_source.exists()

    @property
    def schedule(self) -> Schedule:
        return Schedule(self.every, self.unit, self.starts_on, self.month_end)

    @property
    def money(self) -> Money:
        """What each invoice asks for, as long as nothing about its prices changes."""
        return self.source.amount

    def coming(self, most: int) -> list[date]:
        """The next due dates, as far as they are known."""
        return [day for _place, day in zip(range(most), self._days(), strict=False)]

    def _days(self) -> Iterator[date]:
        """Those that are not settled, in their order."""
        for place in counting(self.position):
            day = self.day_at(place)
            if day is None:
                return
            yield day

    def day_at(self, place: int) -> date | None:
        """The due date at that place; None behind the last."""
        if self.times is not None and place >= self.times:
            return None
        try:
            day = self.schedule.nth(place)
        except OverflowError:
            return None
        return None if self.until is not None and day > self.until else day

    def wait(self) -> None:
        """Until the next due date, or for good behind the last; what the worker still has of another one is nothing."""
        self.next_on = None if self.state is State.ENDED else self.day_at(self.position)
        if self.next_on is None:
            self.state, self.problem = State.ENDED, None
        db.session.add(self)
        db.session.flush()
        if self.state is State.ACTIVE and self.next_on is not None:
            zone = ZoneInfo(zone_of())
            at = datetime.combine(self.next_on, MORNING, zone).astimezone(UTC)
            post(DUE, {"recurring": self.id, "due": self.next_on.isoformat()}, due_at=at)


class RecurringDate(Base):
    """A due date that is settled: the invoice that was made of it, or why none was."""

    __tablename__ = "recurring_dates"

    recurring_id: Mapped[int] = mapped_column(ForeignKey("recurring_invoices.id"), index=True)
    due_on: Mapped[date] = mapped_column()
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoices.id"), unique=True)
    note: Mapped[str | None] = mapped_column(SentenceText())
    """Why there is no invoice, or what is to be looked at in it."""
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    invoice: Mapped[Invoice | None] = relationship()

    __table_args__ = (
        # However many workers there are, and however often one is killed: each due date once.
        UniqueConstraint("recurring_id", "due_on"),
        CheckConstraint("invoice_id IS NOT NULL OR note IS NOT NULL", name="reason"),
    )
