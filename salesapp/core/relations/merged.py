"""Records that were found to be the same: which of them stayed, and what it stands for since."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core.db import Base, ShortText, db


class MergedRecord(Base):
    """A record that went up in another one. Where several merges followed each other, `into_id` is the last one's."""

    __tablename__ = "merged_records"

    record_type: Mapped[str] = mapped_column(ShortText(40))
    record_id: Mapped[int] = mapped_column()
    into_id: Mapped[int] = mapped_column()
    merge_id: Mapped[int] = mapped_column(ForeignKey("merges.id"), index=True)

    __table_args__ = (
        UniqueConstraint("record_type", "record_id"),
        Index("ix_merged_records_into", "record_type", "into_id"),
    )


def stands_now(record_type: str, key: int) -> int | None:
    """The id of the record that the one with this id went up in; None for one that still stands itself."""
    asked = select(MergedRecord.into_id).where(
        MergedRecord.record_type == record_type, MergedRecord.record_id == key
    )
    return db.session.scalar(asked)


def with_absorbed(record_type: str, key: int) -> list[int]:
    """The id and those of the records that went up in it.

    What must never change (an issued invoice, what happened) still names the record it was written for.
    """
    asked = select(MergedRecord.record_id).where(
        MergedRecord.record_type == record_type, MergedRecord.into_id == key
    )
    return [key, *db.session.scalars(asked.order_by(MergedRecord.record_id))]


def same_record(record_type: str, key: int) -> list[int]:
    """All ids under which the record with this id is known, whichever of them is given."""
    return with_absorbed(record_type, stands_now(record_type, key) or key)
