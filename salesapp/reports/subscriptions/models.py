"""Who gets which report or dashboard by mail, when the next time is, and the files that a mail brings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.access import Scoped, Viewer
from salesapp.core.company import zone_of
from salesapp.core.db import Base, Json, ShortText, db
from salesapp.core.outbox import post
from salesapp.people.models import User
from salesapp.reports.subscriptions.rhythm import Rhythm

DUE = "report_due"
"""The kind of the worker's job of one time that a report is due."""
FILES = ("pdf", "xlsx", "csv")


class ReportSubscription(Scoped, Base):
    """One person's wish for a report (`report:KEY`) or a dashboard (`dashboard:KEY`) by mail; each has their own."""

    __tablename__ = "report_subscriptions"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    subject: Mapped[str] = mapped_column(ShortText(60), index=True)
    days: Mapped[str] = mapped_column(ShortText(10))
    minutes: Mapped[int] = mapped_column()
    files: Mapped[list[Any]] = mapped_column(Json, default=list)
    next_at: Mapped[datetime] = mapped_column()
    sent_at: Mapped[datetime | None] = mapped_column()

    user: Mapped[User] = relationship(User)

    __table_args__ = (UniqueConstraint("user_id", "subject"),)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own."""
        return cls.user_id == viewer.id

    @property
    def rhythm(self) -> Rhythm:
        """On which days, and when."""
        return Rhythm(self.days, self.minutes)

    def come_at(self, rhythm: Rhythm, files: list[str]) -> None:
        """From now on at these times, with these files."""
        self.days, self.minutes = rhythm.days, rhythm.minutes
        self.files = [each for each in FILES if each in files]
        self.wait()

    def wait(self) -> None:
        """Until the next time; what the worker still has of another time is nothing then."""
        self.next_at = self.rhythm.next_after(clock.now(), zone_of(self.user))
        db.session.add(self)
        db.session.flush()
        post(DUE, {"subscription": self.id, "at": self.next_at.isoformat()}, due_at=self.next_at)


class ReportFile(Base):
    """A picture or file of a report as it was when a mail was written; its bytes lie in the folder of files."""

    __tablename__ = "report_files"

    name: Mapped[str] = mapped_column(ShortText(120))
    media_type: Mapped[str] = mapped_column(ShortText(100))
    digest: Mapped[str] = mapped_column(ShortText(64), index=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
