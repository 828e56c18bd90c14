"""What a merge wrote, kept so that it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import clock
from salesapp.core.db import Base, ShortText, db


class Merge(Base):
    """Several records that became one."""

    __tablename__ = "merges"

    record_type: Mapped[str] = mapped_column(ShortText(40))
    winner_id: Mapped[int] = mapped_column()
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    """What happens later to the record that stayed has a higher id."""
    written: Mapped[dict[str, Any]] = mapped_column()
    """A `Trace` as JSON."""
    undone_at: Mapped[datetime | None] = mapped_column()
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    undo_event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))

    __table_args__ = (Index("ix_merges_winner", "record_type", "winner_id"),)

    @property
    def trace(self) -> Trace:
        return Trace(**self.written)

    def close(self, event_id: int, *, by: Any) -> None:
        """It was taken back."""
        self.undone_at, self.undone_by_id, self.undo_event_id = clock.now(), by.id, event_id


@dataclass
class Trace:
    """What one merge wrote, in values that JSON keeps."""

    losers: list[int] = field(default_factory=list)
    fields: dict[str, list[Any]] = field(default_factory=dict)
    """Attribute of the record that stayed → before and after."""
    moved: list[list[Any]] = field(default_factory=list)
    """Column, the id that stood there, ids of the rows."""
    removed: list[list[Any]] = field(default_factory=list)
    """Table and row that would have stood there twice."""
    joined: list[list[Any]] = field(default_factory=list)
    """Table, row id, column, before and after: what a removed row gave to the one like it."""
    rights: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Id of an absorbed record → whose it was."""
    gave_way: list[list[Any]] = field(default_factory=list)
    """Table and id of what came along and is the default no longer."""


def standing_merge(record_type: str, winner_id: int) -> Merge | None:
    """The last merge into the record that was not taken back."""
    query = select(Merge).where(
        Merge.record_type == record_type, Merge.winner_id == winner_id, Merge.undone_at.is_(None)
    )
    return db.session.scalar(query.order_by(Merge.id.desc()).limit(1))
