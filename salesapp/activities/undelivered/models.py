"""An e-mail that was given up, kept until somebody sent it again or let it be."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, and_, or_, true
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import clock
from salesapp.core.access import AboutRecord, Viewer, about_visible
from salesapp.core.db import Base, LongText, ShortText
from salesapp.core.events import event_kind
from salesapp.core.i18n import _l

MAIL_UNDELIVERED = event_kind(
    "mail_undelivered", _l("The e-mail to %(to)s wasn’t delivered"), icon="mail-x", touch=False
)
MAIL_SENT_AGAIN = event_kind("mail_sent_again", _l("%(by)s sent the e-mail again to %(to)s"), icon="send")


class UndeliveredMail(AboutRecord, Base):
    """One e-mail that the server refused for good, or that it did not take for days."""

    __tablename__ = "undelivered_mails"

    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"), index=True)
    sender_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    address: Mapped[str] = mapped_column(ShortText(254))
    mail_subject: Mapped[str] = mapped_column(ShortText(255))
    reason: Mapped[str] = mapped_column(LongText())
    at: Mapped[datetime] = mapped_column(default=clock.now)
    settled_at: Mapped[datetime | None]
    subject_type: Mapped[str | None] = mapped_column(ShortText(40))
    subject_id: Mapped[int | None] = mapped_column()

    __table_args__ = (
        Index("ix_undelivered_mails_sender", "sender_id", "settled_at"),
        Index("ix_undelivered_mails_about", "subject_type", "subject_id"),
    )

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Whoever sent it, and whoever sees the record that it is about."""
        if viewer.sees_all("undelivered_mail"):
            return true()
        own = and_(cls.sender_id.is_not(None), cls.sender_id == viewer.id)
        return or_(own, *about_visible(viewer, cls))

    @property
    def is_open(self) -> bool:
        return self.settled_at is None

    def settle(self) -> None:
        """It was sent again, or it need not be."""
        self.settled_at = clock.now()


def open_ones() -> Any:
    """The criterion of those that somebody has to look at."""
    return UndeliveredMail.settled_at.is_(None)
