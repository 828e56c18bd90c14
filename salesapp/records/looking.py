"""What happened to a record since somebody last looked at it.

Opening a page changes nothing, so the page itself says that it was looked at, by a form that it sends when it is there.
Whoever comes back to a page within a minute still looks at it for the same time: what was new is not lost where an act
brings the page anew. Later it was seen, and is gone; sooner where the reader dismisses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from salesapp.core import clock
from salesapp.core.access import Viewer
from salesapp.core.concurrency.noting import keep_once, note
from salesapp.core.db import Base, Record, ShortText, db
from salesapp.core.events import Event, last_written, timeline
from salesapp.core.registry import record_type
from salesapp.records.notices.models import seen

VISIT = timedelta(minutes=1)
SHOWN = 3


class Look(Base):
    """Somebody's looks at a record: up to which event they had seen it before this visit, and up to which now."""

    __tablename__ = "looks"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    subject_type: Mapped[str] = mapped_column(ShortText(40))
    subject_id: Mapped[int] = mapped_column()
    known: Mapped[int] = mapped_column()
    """Id of the last event that was seen before this visit."""
    known_at: Mapped[datetime] = mapped_column()
    seen: Mapped[int] = mapped_column()
    seen_at: Mapped[datetime] = mapped_column()

    __table_args__ = (
        UniqueConstraint("user_id", "subject_type", "subject_id"),
        Index("ix_looks_subject", "subject_type", "subject_id"),
    )

    @property
    def is_over(self) -> bool:
        """Whether the next look begins another visit."""
        return clock.now() - self.seen_at > VISIT


@dataclass(frozen=True)
class News:
    """What others did since `since` (None: this is the first look), newest first. `unsaid`: this look is to be kept."""

    since: datetime | None
    events: list[Event]
    more: bool
    unsaid: bool


def news_of(record: Record, viewer: Viewer) -> News:
    """What is new to the viewer about the record."""
    look = db.session.scalar(_look(), _place(record, viewer))
    if look is None:
        return News(None, [], more=False, unsaid=True)
    known, since = (look.seen, look.seen_at) if look.is_over else (look.known, look.known_at)
    events = [each for each in timeline(record, after=known, limit=2 * SHOWN) if each.by_id != viewer.id]
    unsaid = look.is_over or any(each.id > look.seen for each in events)
    return News(since, events[:SHOWN], more=len(events) > SHOWN, unsaid=unsaid)


def looked_at_last(viewer: Viewer, types: Sequence[str], *, most: int) -> list[Any]:
    """The records of these types that the viewer opened last and still sees, the last one first."""
    looks = select(Look).where(Look.user_id == viewer.id, Look.subject_type.in_(types))
    last = db.session.scalars(looks.order_by(Look.seen_at.desc(), Look.id.desc()).limit(2 * most)).all()
    seen: dict[tuple[str, int], Any] = {}
    for kind in types:
        model = record_type(kind).model
        keys = [each.subject_id for each in last if each.subject_type == kind]
        found = db.session.scalars(select(model).where(model.id.in_(keys))) if keys else ()
        seen |= {(kind, each.id): each for each in found}
    places = [(each.subject_type, each.subject_id) for each in last]
    return [seen[place] for place in places if place in seen][:most]


def looked_at(record: Record, viewer: Viewer, *, done: bool = False) -> None:
    """The viewer has the page before them, with all that happened so far; `done`: they need not see it again.

    Nobody waits for that to be kept: while an import writes to SQLite it is forgotten, and the next look says it again.
    """
    newest = last_written(record)
    note(lambda session: _keep(session, record, viewer, newest, done=done))


def _keep(session: Session, record: Record, viewer: Viewer, newest: int, *, done: bool) -> None:
    now = clock.now()
    seen(session, viewer.id, record.record_type_key, record.id)
    place = _place(record, viewer)
    look = session.scalar(_look(), place)
    if look is None:
        values = {"known": newest, "known_at": now, "seen": newest, "seen_at": now}
        keep_once(session, Look, **place, **values)
        return
    if done:
        look.known, look.known_at = newest, now
    elif look.is_over:
        look.known, look.known_at = look.seen, look.seen_at
    look.seen, look.seen_at = newest, now


def _place(record: Record, viewer: Viewer) -> dict[str, Any]:
    return {"user_id": viewer.id, "subject_type": record.record_type_key, "subject_id": record.id}


@cache
def _look() -> Select[Look]:
    return select(Look).where(
        Look.user_id == bindparam("user_id"),
        Look.subject_type == bindparam("subject_type"),
        Look.subject_id == bindparam("subject_id"),
    )
