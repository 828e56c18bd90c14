"""A request for approval: who asked, what they said to it, and how it ended."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Enum, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.db import LongText
from salesapp.people.models import User

WAITING = "decided_at IS NULL"


class Verdict(StrEnum):
    """How a request ended."""

    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ApprovalRequest:
    """Mix into a `Base` that adds what is to be approved, and `one_waiting` of its column."""

    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    note: Mapped[str | None] = mapped_column(LongText())
    verdict: Mapped[Verdict | None] = mapped_column(
        Enum(
            Verdict,
            native_enum=False,
            length=20,
            create_constraint=False,
            values_callable=lambda e: [m.value for m in e],
        )
    )
    decided_at: Mapped[datetime | None] = mapped_column()
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decision_note: Mapped[str | None] = mapped_column(LongText())

    @declared_attr
    def asked_by(cls) -> Mapped[User]:
        return relationship(User, foreign_keys=[cls.asked_by_id])  # type: ignore[list-item]

    @declared_attr
    def decided_by(cls) -> Mapped[User | None]:
        return relationship(User, foreign_keys=[cls.decided_by_id])  # type: ignore[list-item]

    def decide(self, verdict: Verdict, *, by: Any, note: str | None = None) -> None:
        """Ends the wait."""
        self.verdict, self.decided_at, self.decided_by_id = verdict, clock.now(), by.id
        self.decision_note = note

    def wait_again(self) -> None:
        """As it was before the decision."""
        self.verdict = self.decided_at = self.decided_by_id = self.decision_note = None


def one_waiting(table: str, column: str) -> Index:
    """However many ask at the same moment: one request that waits for each record."""
    return Index(
        f"ix_{table}_waiting", column, unique=True, sqlite_where=text(WAITING), postgresql_where=text(WAITING)
    )
