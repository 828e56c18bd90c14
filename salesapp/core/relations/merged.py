"""Records that were found to be the same: which of them stayed, and what it stands for since."""

from __future__ import annotations

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    ForeignKey,
    Index,
    UniqueConstraint,
    bindparam,
    or_,
    select,
    union,
)
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


_INTO = select(MergedRecord.into_id).where(
    MergedRecord.record_type == bindparam("type"), MergedRecord.record_id == bindparam("key")
)
_ABSORBED = (
    select(MergedRecord.record_id)
    .where(MergedRecord.record_type == bindparam("type"), MergedRecord.into_id == bindparam("key"))
    .order_by(MergedRecord.record_id)
)
_SAME = (
    select(MergedRecord.record_id, MergedRecord.into_id)
    .where(
        MergedRecord.record_type == bindparam("type"),
        or_(MergedRecord.into_id == bindparam("key"), MergedRecord.into_id == _INTO.scalar_subquery()),
    )
    .order_by(MergedRecord.record_id)
)
"""Every page and every payment asks these, so they are built once."""


def known_as(record_type: str, key: BindParameter[int]) -> CompoundSelect[int]:
    """All ids under which the record with the id `key` is known, whichever of them is given: for a statement's `IN`."""
    of_type = MergedRecord.record_type == record_type
    into = select(MergedRecord.into_id).where(of_type, MergedRecord.record_id == key)
    stands = or_(MergedRecord.into_id == key, MergedRecord.into_id == into.scalar_subquery())
    return union(select(key), into, select(MergedRecord.record_id).where(of_type, stands))


def stands_now(record_type: str, key: int) -> int | None:
    """The id of the record that the one with this id went up in; None for one that still stands itself."""
    return db.session.scalar(_INTO, {"type": record_type, "key": key})


def with_absorbed(record_type: str, key: int) -> list[int]:
    """The id and those of the records that went up in it.

    What must never change (an issued invoice, what happened) still names the record it was written for.
    """
    return [key, *db.session.scalars(_ABSORBED, {"type": record_type, "key": key})]


def same_record(record_type: str, key: int) -> list[int]:
    """All ids under which the record with this id is known, whichever of them is given; first the one that stands."""
    rows = db.session.execute(_SAME, {"type": record_type, "key": key}).all()
    return [rows[0].into_id, *(row.record_id for row in rows)] if rows else [key]
