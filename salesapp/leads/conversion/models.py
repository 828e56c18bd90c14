"""What a conversion wrote, kept so that it can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.db import Base, Record, db
from salesapp.core.events import Event
from salesapp.people.models import User


class LeadConversion(Base):
    """One conversion of a lead. A lead that was taken back and converted again has several."""

    __tablename__ = "lead_conversions"

    lead_id: Mapped[int] = mapped_column(ForeignKey("leads.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    """The last thing that belongs to the conversion: what happened to its results later has a higher id."""
    written: Mapped[dict[str, Any]] = mapped_column()
    """A `Trace` as JSON."""
    undone_at: Mapped[datetime | None] = mapped_column()
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    event: Mapped[Event] = relationship()
    undone_by: Mapped[User | None] = relationship()

    @property
    def trace(self) -> Trace:
        return Trace(**self.written)

    def close(self, *, by: Any) -> None:
        """It was taken back."""
        self.undone_at, self.undone_by_id = clock.now(), by.id


@dataclass
class Trace:
    """What one conversion wrote, in values that JSON keeps."""

    status: str
    owner_id: int | None
    made: list[str] = field(default_factory=list)
    """Record types of which it made one."""
    filled: dict[str, dict[str, str]] = field(default_factory=dict)
    """Record type → attribute → the text of the value that filled a blank."""
    joined: int | None = None
    """The row by which the contact takes part in an opportunity that was there before."""
    activities: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    follow_up: int | None = None
    queue_id: int | None = None
    """The queue in which it waited."""
    status_id: int | None = None
    """What the company called its state."""

    def add_filled(self, record_: Record, attributes: Mapping[str, Any]) -> None:
        """Notes what was blank and holds something now, after the feature's own rules had their say."""
        now = {name: str(getattr(record_, name)) for name in attributes}
        self.filled.setdefault(record_.record_type_key, {}).update(now)


def standing_conversion(lead_id: int) -> LeadConversion | None:
    """The conversion of the lead that was not taken back; None where nobody wrote one down."""
    query = select(LeadConversion).where(
        LeadConversion.lead_id == lead_id, LeadConversion.undone_at.is_(None)
    )
    return db.session.scalar(query.order_by(LeadConversion.id.desc()).limit(1))
