"""What somebody changed in many records at once: it stays on a list of theirs, and can be undone from there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.access import Role, Scoped, Viewer
from salesapp.core.db import Base, Json, ShortText, db
from salesapp.core.events import plain, written_by
from salesapp.core.registry import RecordType, record_type
from salesapp.core.types import JsonOrNothing, SentenceText
from salesapp.people.models import User

DELETED = ""
"""The field of an edit that put records into the recycle bin."""
TRANSFERRED = "user"
"""The record type of an edit that gave all of a leaving user to a colleague: records of many types."""
UNDOABLE_FOR = timedelta(days=30)


class BulkEdit(Scoped, Base):
    """One field that was set, or a deletion, in many records of a type. Its events say what it did to each."""

    __tablename__ = "bulk_edits"

    record_type: Mapped[str] = mapped_column(ShortText(40))
    field: Mapped[str] = mapped_column(ShortText(60))
    fields: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Record type → the fields that Undo sets back: that one, and what goes along with it."""
    value: Mapped[Any | None] = mapped_column(JsonOrNothing)
    """What the field was set to, as events keep it; None where it was blanked, or differs from record to record."""
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    by: Mapped[User] = relationship(viewonly=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    changed: Mapped[int] = mapped_column(default=0)
    """How many records it changed."""
    undone_at: Mapped[datetime | None]
    undone: Mapped[int] = mapped_column(default=0)
    kept: Mapped[list[BulkEditKept]] = relationship(order_by="BulkEditKept.id", cascade="all, delete-orphan")

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        if viewer.role is Role.ADMINISTRATOR:
            return true()
        return cls.by_id == viewer.id

    @property
    def source(self) -> str:
        """What the events that it wrote carry."""
        return f"bulk_edit:{self.id}"

    @property
    def type(self) -> RecordType:
        return record_type(self.record_type)

    @property
    def is_transfer(self) -> bool:
        """Whether it gave away what a user left behind; `value` is that user."""
        return self.record_type == TRANSFERRED

    @property
    def counted(self) -> list[str]:
        """The record types whose records it changed, and not only along with another one."""
        return sorted(self.fields) if self.is_transfer else [self.record_type]

    @property
    def undoable_until(self) -> datetime:
        return self.at + UNDOABLE_FOR

    @property
    def can_undo(self) -> bool:
        return self.undone_at is None and self.changed > 0 and clock.now() < self.undoable_until


class BulkEditKept(Base):
    """A record that stayed as the edit left it when that was undone, with why."""

    __tablename__ = "bulk_edits_kept"

    bulk_edit_id: Mapped[int] = mapped_column(ForeignKey("bulk_edits.id"), index=True)
    record_type: Mapped[str] = mapped_column(ShortText(40))
    record_id: Mapped[int] = mapped_column()
    why: Mapped[str] = mapped_column(SentenceText())


@contextmanager
def bulk_edit(
    type_: RecordType,
    field: str,
    *,
    value: Any = None,
    along: Mapping[str, Collection[str]] | None = None,
    by: Any,
) -> Iterator[BulkEdit]:
    """What is done within is one edit; whoever does it says in `changed` to how many records it came.

    `along` are the fields that go with the one that is set, by record type, its own among them.
    """
    fields = along or ({type_.key: {field}} if field else {})
    edit = BulkEdit(
        record_type=type_.key,
        field=field,
        fields={key: sorted(names) for key, names in fields.items()},
        value=plain(value),
        by_id=by.id,
    )
    db.session.add(edit)
    db.session.flush()
    with written_by(edit.source):
        yield edit
        db.session.flush()
    if not edit.changed:
        db.session.delete(edit)
