"""Whom an event is news for, until they have opened its record or dismissed it.

A verb names the people that it tells (`record(…, tells=…)`); whoever is made the owner of a record by somebody else is
told anyway. What is undone is no news any more. Many records that are imported or routed at once tell nobody, since
their events are written in one statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, delete, event, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from salesapp.core.access import AboutRecord
from salesapp.core.db import Base, db
from salesapp.core.events import Event, kind_of
from salesapp.core.events.touches import UNDOES
from salesapp.core.flushing.many_rows import insert_plain
from salesapp.core.registry import record_type
from salesapp.records.merging.acts import UNMERGED
from salesapp.records.merging.references import stays
from salesapp.records.merging.telling import UNMERGED_ALONG
from salesapp.records.undo import UNDONE

GIVES_BACK = {UNDONE, UNMERGED, UNMERGED_ALONG}
"""Whoever gets back by these what was theirs before is not told."""


ACTS = "transfers of this transaction"


class Notice(Base):
    """An event that this person has not taken note of yet. One that was seen or dismissed is gone."""

    __tablename__ = "notices"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    act_id: Mapped[int] = mapped_column()
    """The first event of what was done at once: records that came together are one piece of news."""

    event: Mapped[Event] = relationship()

    __table_args__ = (UniqueConstraint("user_id", "event_id"),)

    @property
    def title(self) -> str:
        """What the record is called now, for the reader."""
        record = db.session.get(record_type(self.event.subject_type).model, self.event.subject_id)
        return self.event.subject_title if record is None else str(record.title)

    @property
    def icon(self) -> str:
        """The icon of what happened."""
        return kind_of(self.event.kind).icon

    @property
    def is_transfer(self) -> bool:
        """Whether it tells that the record is the reader's now."""
        return any(new == self.user_id for _old, new in _transfers(self.event))


stays("notices.act_id", why="an event, and events stay")


@event.listens_for(Session, "after_flush")
def _tell(session: Session, _context: object) -> None:
    for happened in [each for each in session.new if isinstance(each, Event)]:
        if undone := happened.particulars.get(UNDOES):
            session.connection().execute(delete(Notice).where(Notice.event_id.in_(undone)))
        told = {*happened.tells}
        for old, new in _transfers(happened):
            if old is not None:
                seen(session, old, happened.subject_type, happened.subject_id)
            told |= set() if happened.kind in GIVES_BACK else {new}
        act = _act_of(session, happened)
        rows = [(key, happened.id, act) for key in sorted(told - {None, happened.by_id}, key=str)]
        if rows:
            insert_plain(session.connection(), Notice, ("user_id", "event_id", "act_id"), rows)


def _act_of(session: Session, happened: Event) -> int:
    """Transfers of one type in one transaction are one act; everything else is news by itself."""
    if not any(_transfers(happened)):
        return happened.id
    transaction, acts = session.info.get(ACTS, (None, {}))
    if transaction is not session.get_transaction():
        transaction, acts = session.info[ACTS] = (session.get_transaction(), {})
    first: int = acts.setdefault(happened.subject_type, happened.id)
    return first


def _transfers(happened: Event) -> Iterator[tuple[int | None, int | None]]:
    """(owner before, owner after) where it says that the record changed hands; what hangs on a record goes with it."""
    if issubclass(record_type(happened.subject_type).model, AboutRecord):
        return
    for change in happened.changes:
        if change.get("field") == "owner":
            yield _key_of(change["before"]), _key_of(change["after"])


def _key_of(link: Any) -> int | None:
    return int(link["record"][1]) if isinstance(link, dict) and "record" in link else None


def seen(session: Session, user_id: int | None, subject_type: str, subject_id: int) -> None:
    """The person need not be told of the record any more."""
    about = select(Event.id).where(Event.subject_type == subject_type, Event.subject_id == subject_id)
    theirs = delete(Notice).where(Notice.user_id == user_id, Notice.event_id.in_(about))
    session.connection().execute(theirs)
