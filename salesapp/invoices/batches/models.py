"""What a clerk set going, and what became of each row; the rows are settled with what they did, in one commit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, func, select, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.access import Role, Scoped, Viewer
from salesapp.core.db import Amount, Base, ShortText, db
from salesapp.core.types import SentenceText
from salesapp.records.merging.references import stays


class Outcome(StrEnum):
    """What became of a row."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


class Batch(Scoped, Base):
    """Several records that one act is done to. Seen by whoever began it."""

    __tablename__ = "invoice_batches"

    act: Mapped[str] = mapped_column(ShortText(20))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None]

    rows: Mapped[list[BatchRow]] = relationship(order_by="BatchRow.id", back_populates="batch")

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        if viewer.role is Role.ADMINISTRATOR:
            return true()
        return cls.by_id == viewer.id

    @property
    def ended(self) -> bool:
        return self.finished_at is not None

    def counts(self) -> dict[Outcome, int]:
        """How many rows came to what."""
        query = select(BatchRow.outcome, func.count(BatchRow.id)).where(BatchRow.batch_id == self.id)
        found = {Outcome(each): count for each, count in db.session.execute(query.group_by(BatchRow.outcome))}
        return {each: found.get(each, 0) for each in Outcome}

    def done(self) -> Sequence[int]:
        """The ids of the records that it was done to."""
        query = select(BatchRow.record_id).where(
            BatchRow.batch_id == self.id, BatchRow.outcome == Outcome.DONE
        )
        return db.session.scalars(query.order_by(BatchRow.id)).all()

    def refused(self) -> Sequence[BatchRow]:
        """The rows that could not be done, each with why."""
        query = select(BatchRow).where(BatchRow.batch_id == self.id, BatchRow.outcome == Outcome.REFUSED)
        return db.session.scalars(query.order_by(BatchRow.id)).all()


class BatchRow(Base):
    """One record of a batch. `seen` is the amount, in minor units, that whoever began it had before their eyes."""

    __tablename__ = "invoice_batch_rows"

    batch_id: Mapped[int] = mapped_column(ForeignKey("invoice_batches.id"), index=True)
    record_id: Mapped[int] = mapped_column()
    title: Mapped[str] = mapped_column(ShortText(300))
    seen: Mapped[int | None] = mapped_column(Amount())
    outcome: Mapped[str] = mapped_column(ShortText(20), default=Outcome.WAITING)
    sentence: Mapped[str | None] = mapped_column(SentenceText())

    batch: Mapped[Batch] = relationship(back_populates="rows")


stays("invoice_batch_rows.record_id", why="orders and invoices are never merged")
