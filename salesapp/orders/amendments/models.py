"""The amendments of orders: one at most is being prepared, those that apply are numbered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from salesapp.core.concurrency.seen import Seen
from salesapp.core.db import Amount, Base, Json
from salesapp.core.fields import enum_of
from salesapp.core.i18n import _
from salesapp.core.money import Money
from salesapp.core.once import digest
from salesapp.orders.amendments.changes import LineChange, changes_in
from salesapp.orders.models import Order
from salesapp.people.models import User
from salesapp.records.approvals.requests import ApprovalRequest

OPEN = "place IS NULL"


class AmendmentStatus(StrEnum):
    """Draft → (in approval) → applied."""

    DRAFT = "draft"
    IN_APPROVAL = "in_approval"
    APPLIED = "applied"


class OrderAmendment(Seen, ApprovalRequest, Base):
    """One change of a confirmed order, also the request to approve it: who began it is who asks.

    `place` counts from 1 in each order, from when it applies; `note` is the reason.
    Totals are minor units of the order's currency.
    """

    __tablename__ = "order_amendments"

    record_type_key: ClassVar[str] = "order_amendment"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    place: Mapped[int | None] = mapped_column()
    status: Mapped[AmendmentStatus] = mapped_column(enum_of(AmendmentStatus), default=AmendmentStatus.DRAFT)
    changes: Mapped[list[Any]] = mapped_column(Json, default=list)
    total_before: Mapped[int | None] = mapped_column(Amount())
    total_after: Mapped[int | None] = mapped_column(Amount())
    applied_at: Mapped[datetime | None] = mapped_column()
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    order: Mapped[Order] = relationship(
        backref=backref("amendments", order_by="OrderAmendment.id", cascade="all, delete-orphan")
    )
    applied_by: Mapped[User | None] = relationship(foreign_keys=[applied_by_id])

    __table_args__ = (
        UniqueConstraint("order_id", "place"),
        # However many clerks begin: one amendment at a time is prepared.
        Index(
            "uq_order_amendments_open",
            "order_id",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
    )

    @property
    def line_changes(self) -> list[LineChange]:
        return changes_in(self.changes)

    def keep(self, changes: Sequence[LineChange]) -> None:
        """From now on it changes this."""
        self.changes = [each.kept() for each in changes]

    @property
    def as_seen(self) -> str:
        """Differs once it changes something else, or was submitted again: its id stays through all of that."""
        said = json.dumps([self.changes, self.asked_at.isoformat(), self.note], sort_keys=True)
        return digest(said.encode())[:20]

    @property
    def is_applied(self) -> bool:
        return self.status is AmendmentStatus.APPLIED

    @property
    def is_in_approval(self) -> bool:
        return self.status is AmendmentStatus.IN_APPROVAL

    @property
    def is_internal(self) -> bool:
        """Whether the customer has not been told of it."""
        return not self.is_applied

    @property
    def number(self) -> str | None:
        """What the customer calls it: the order's number with its own."""
        return None if self.place is None else f"{self.order.number}-A{self.place}"

    @property
    def title(self) -> str:
        return self.number or _("Amendment of %(order)s", order=self.order.title)

    @property
    def difference(self) -> Money:
        """What the order's total grew or shrank by."""
        return Money((self.total_after or 0) - (self.total_before or 0), self.order.currency)


def prepared(order: Order) -> OrderAmendment | None:
    """The amendment of the order that does not apply yet."""
    return next((each for each in order.amendments if not each.is_applied), None)


def applied(order: Order) -> list[OrderAmendment]:
    """Those that apply, the first first."""
    return [each for each in order.amendments if each.is_applied]
