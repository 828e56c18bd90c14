"""Pairs of records that are likely the same, as the worker found them, and those that somebody said are different."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, UniqueConstraint, delete, exists, select
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import clock
from salesapp.core.access import Viewer, changeable
from salesapp.core.db import Base, Record, ShortText, db
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _l
from salesapp.core.registry import RecordType
from salesapp.records.merging.references import stays

MARKED_NOT_DUPLICATE = event_kind(
    "marked_not_duplicate",
    _l("%(by)s marked this as not a duplicate of %(other)s"),
    icon="split",
    touch=False,
)
NOT_DUPLICATE_UNDONE = event_kind(
    "not_duplicate_undone",
    _l("%(by)s no longer marks this as not a duplicate of %(other)s"),
    icon="undo-2",
    touch=False,
)


class DuplicatePair(Base):
    """Two records that looked the same when the worker came by; the smaller id first."""

    __tablename__ = "duplicate_pairs"

    record_type: Mapped[str] = mapped_column(ShortText(40))
    one_id: Mapped[int] = mapped_column()
    other_id: Mapped[int] = mapped_column(index=True)
    score: Mapped[int] = mapped_column()

    __table_args__ = (
        UniqueConstraint("record_type", "one_id", "other_id"),
        Index("ix_duplicate_pairs_score", "record_type", "score", "id"),
    )


class DifferentPair(Base):
    """Two records that look the same and are not: somebody said so."""

    __tablename__ = "different_pairs"

    record_type: Mapped[str] = mapped_column(ShortText(40))
    one_id: Mapped[int] = mapped_column()
    other_id: Mapped[int] = mapped_column(index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (UniqueConstraint("record_type", "one_id", "other_id"),)


class DuplicateScan(Base):
    """How far the worker has looked: all records changed up to here, in the order of their last change."""

    __tablename__ = "duplicate_scans"

    record_type: Mapped[str] = mapped_column(ShortText(40), unique=True)
    changed_at: Mapped[datetime | None] = mapped_column()
    last_id: Mapped[int] = mapped_column(default=0)
    looked_at: Mapped[datetime | None] = mapped_column()
    """When it had seen everything."""
    busy: Mapped[bool] = mapped_column(default=False)


stays(
    "duplicate_pairs.one_id", "duplicate_pairs.other_id", "different_pairs.one_id", "different_pairs.other_id",
    why="said of these two records, and of no third one",
)  # fmt: skip
stays("duplicate_scans.last_id", why="a place in an order, which stays one without the record")


def ordered(one: int, other: int) -> tuple[int, int]:
    """The smaller id first."""
    return (one, other) if one < other else (other, one)


def scan_of(record_type: str) -> DuplicateScan | None:
    """How far the worker is with records of the type; None where nobody asked it to look."""
    return db.session.scalar(select(DuplicateScan).where(DuplicateScan.record_type == record_type))


def told_apart(record_type: str, ids: Iterable[int | None]) -> set[tuple[int, int]]:
    """The pairs with one of these records that somebody said are different."""
    keys = [each for each in ids if each is not None]
    if not keys:
        return set()
    asked = select(DifferentPair.one_id, DifferentPair.other_id).where(
        DifferentPair.record_type == record_type,
        DifferentPair.one_id.in_(keys) | DifferentPair.other_id.in_(keys),
    )
    return {(one, other) for one, other in db.session.execute(asked)}


def pairs_of(type_: RecordType, viewer: Viewer) -> Select[Any]:
    """The pairs of which the viewer may change both, the surest first."""
    model = type_.model
    mine = select(model.id).where(changeable(model, viewer), model.deleted_at.is_(None))
    different = exists().where(
        DifferentPair.record_type == type_.key,
        DifferentPair.one_id == DuplicatePair.one_id,
        DifferentPair.other_id == DuplicatePair.other_id,
    )
    query = select(DuplicatePair).where(
        DuplicatePair.record_type == type_.key,
        DuplicatePair.one_id.in_(mine),
        DuplicatePair.other_id.in_(mine),
        ~different,
    )
    return query.order_by(DuplicatePair.score.desc(), DuplicatePair.id.desc())


def tell_apart(one: Record, other: Record, *, by: Viewer) -> None:
    """From now on the two are not called the same any more."""
    kind, (first, second) = one.record_type_key, ordered(one.id, other.id)
    if (first, second) not in told_apart(kind, [first]):
        db.session.add(DifferentPair(record_type=kind, one_id=first, other_id=second, by_id=by.id))
        record(one, MARKED_NOT_DUPLICATE, by=by, about=[other], other=other.kept_title)


def tell_apart_no_more(one: Record, other: Record, *, by: Viewer) -> None:
    """Takes that back."""
    kind, (first, second) = one.record_type_key, ordered(one.id, other.id)
    if (first, second) in told_apart(kind, [first]):
        there = (
            DifferentPair.record_type == kind,
            DifferentPair.one_id == first,
            DifferentPair.other_id == second,
        )
        db.session.execute(delete(DifferentPair).where(*there))
        record(one, NOT_DUPLICATE_UNDONE, by=by, about=[other], other=other.kept_title)


def keep_pairs(record_type: str, looked_at: Sequence[Record], found: dict[tuple[int, int], int]) -> None:
    """Writes anew the pairs (smaller id, larger id → score) with any of the records that were looked at."""
    ids = [each.id for each in looked_at]
    old = DuplicatePair.one_id.in_(ids) | DuplicatePair.other_id.in_(ids)
    db.session.execute(delete(DuplicatePair).where(DuplicatePair.record_type == record_type, old))
    db.session.add_all(
        DuplicatePair(record_type=record_type, one_id=one, other_id=other, score=score)
        for (one, other), score in sorted(found.items())
    )
