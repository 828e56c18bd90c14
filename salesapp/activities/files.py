"""Files on any record: whoever sees the record sees them; their bytes lie in `core.storage`."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import ColumnElement, ForeignKey, Index, LargeBinary, and_, or_, select
from sqlalchemy.orm import Mapped, column_property, mapped_column

from salesapp.activities.media_types import icon_of, media_type, plain_name
from salesapp.activities.models import about_record
from salesapp.core import clock
from salesapp.core.access import AboutRecord, Viewer
from salesapp.core.db import Record, ShortText, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.files import storage
from salesapp.core.files.pictures import thumbnail
from salesapp.core.i18n import _, _l
from salesapp.core.once import new_key

FILE_ATTACHED = event_kind("file_attached", _l("%(by)s attached %(what)s"), icon="paperclip")
FILE_REMOVED = event_kind("file_removed", _l("%(by)s removed the file %(what)s"), icon="trash-2", touch=False)
FILE_RESTORED = event_kind(
    "file_restored", _l("%(by)s restored the file %(what)s"), icon="rotate-ccw", touch=False
)
MOST_MEGABYTES = 10
MOST_BYTES = MOST_MEGABYTES * 1024 * 1024
WAITS = timedelta(days=1)
"""How long a file that belongs to no record yet waits for the form that it came with."""
KEPT = timedelta(days=30)
"""How long a removed file can be brought back."""
KILO = 1000


class Purpose(StrEnum):
    """What a file is for."""

    FILE = "file"
    CARD = "card"


class File(AboutRecord, Record):
    """A file on a record, or for a day one that waits for the record which a form is about to make."""

    __tablename__ = "files"
    record_type_key = "file"

    name: Mapped[str] = mapped_column(ShortText(255))
    media_type: Mapped[str] = mapped_column(ShortText(120))
    size: Mapped[int] = mapped_column()
    digest: Mapped[str] = mapped_column(ShortText(64), index=True)
    purpose: Mapped[str] = mapped_column(ShortText(20), default=Purpose.FILE.value)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    subject_type: Mapped[str | None] = mapped_column(ShortText(40))
    subject_id: Mapped[int | None] = mapped_column()
    token: Mapped[str | None] = mapped_column(ShortText(40), unique=True)
    """By which the form that it waits for knows it."""
    thumbnail: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    is_picture: Mapped[bool] = column_property(thumbnail.is_not(None))

    __table_args__ = (Index("ix_files_about", "subject_type", "subject_id"),)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Those on every record one sees, and one's own that wait."""
        own = and_(cls.subject_id.is_(None), cls.author_id == viewer.id)
        return or_(super().visible_to(viewer), own)

    @property
    def icon(self) -> str:
        return icon_of(self.media_type)

    @property
    def is_card(self) -> bool:
        return self.purpose == Purpose.CARD

    @property
    def shown_size(self) -> str:
        """`340 KB`, `2.4 MB`."""
        kilobytes = -(-self.size // KILO)
        tenths = -(-kilobytes * 10 // KILO)
        return f"{kilobytes} KB" if kilobytes < KILO else f"{tenths // 10}.{tenths % 10} MB"

    def remove(self, *, by: Any) -> None:
        """Takes it off its record; it can be brought back for some weeks."""
        subject = self._subject()
        subject.refuse_change()
        self.deleted_at = clock.now()
        record(subject, FILE_REMOVED, by=by, what=self.name)

    def restore(self, *, by: Any) -> None:
        """The undo of removing."""
        subject = self._subject()
        if self.deleted_at is None:
            raise RuleBroken(_("This file is on its record already."))
        subject.refuse_change()
        self.deleted_at = None
        record(subject, FILE_RESTORED, by=by, what=self.name)

    def _subject(self) -> Record:
        subject = about_record(self)
        if subject is None:
            raise RuleBroken(_("This file is on no record yet."))
        return subject


def attach(subject: Record, name: str, content: bytes, *, by: Any, purpose: Purpose = Purpose.FILE) -> File:
    """Puts a file on a record. RuleBroken (field `files`) for one that is empty or too large."""
    subject.refuse_change()
    made = _kept(name, content, purpose, by=by)
    made.subject_type, made.subject_id = subject.record_type_key, subject.id
    record(subject, FILE_ATTACHED, by=by, what=made.name)
    return made


def put_aside(name: str, content: bytes, *, by: Any, purpose: Purpose) -> File:
    """Keeps a file for the record that a form is about to make; its `token` goes into the form."""
    made = _kept(name, content, purpose, by=by)
    made.token = new_key()
    db.session.flush()
    return made


def waiting(token: str, *, by: Any) -> File | None:
    """The file that somebody put aside under the token; None where it is gone, used or somebody else's."""
    if not token:
        return None
    query = select(File).where(File.token == token, File.author_id == by.id, File.subject_id.is_(None))
    return cast("File | None", db.session.scalar(query))


def attach_waiting(file: File, subject: Record, *, by: Any) -> None:
    """Puts a file that was put aside on its record."""
    subject.refuse_change()
    file.subject_type, file.subject_id, file.token = subject.record_type_key, subject.id, None
    record(subject, FILE_ATTACHED, by=by, what=file.name)


def of(subject: Record) -> list[File]:
    """The files of a record, the newest first."""
    about = File.subject_type == subject.record_type_key, File.subject_id == subject.id
    return list(db.session.scalars(select(File).where(*about).order_by(File.id.desc()).limit(100)))


def card_of(subject: Record) -> File | None:
    """The newest photo of a visiting card on the record."""
    about = File.subject_type == subject.record_type_key, File.subject_id == subject.id
    query = select(File).where(*about, File.purpose == Purpose.CARD.value)
    return cast("File | None", db.session.scalar(query.order_by(File.id.desc()).limit(1)))


def too_late() -> tuple[datetime, datetime]:
    """Since when files wait, and since when they are removed, that are thrown away now."""
    now = clock.now()
    return now - WAITS, now - KEPT


def _kept(name: str, content: bytes, purpose: Purpose, *, by: Any) -> File:
    name = plain_name(name)
    if not content:
        raise RuleBroken(_("“%(name)s” is empty.", name=name), field="files")
    if len(content) > MOST_BYTES:
        sentence = _("“%(name)s” is larger than %(most)s MB.", name=name, most=MOST_MEGABYTES)
        raise RuleBroken(sentence, field="files")
    made = File(
        name=name,
        media_type=media_type(name, content),
        size=len(content),
        digest=storage.keep(content),
        purpose=purpose.value,
        author_id=by.id,
        thumbnail=thumbnail(content),
    )
    db.session.add(made)
    return made
