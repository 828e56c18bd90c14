"""How far an order is."""

from __future__ import annotations

from enum import StrEnum

from salesapp.core.i18n import _l


class OrderStatus(StrEnum):
    """Draft → (in approval) → confirmed → partly fulfilled → fulfilled; or cancelled; or closed before that."""

    DRAFT = "draft"
    IN_APPROVAL = "in_approval"
    CONFIRMED = "confirmed"
    PARTLY_FULFILLED = "partly_fulfilled"
    FULFILLED = "fulfilled"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return STATUS_LABELS[self]

    @property
    def tone(self) -> str:
        return STATUS_TONES[self]


STATUS_LABELS = {
    OrderStatus.DRAFT: _l("Draft"),
    OrderStatus.IN_APPROVAL: _l("In approval"),
    OrderStatus.CONFIRMED: _l("Confirmed"),
    OrderStatus.PARTLY_FULFILLED: _l("Partly fulfilled"),
    OrderStatus.FULFILLED: _l("Fulfilled"),
    OrderStatus.CLOSED: _l("Closed"),
    OrderStatus.CANCELLED: _l("Cancelled"),
}
STATUS_TONES = {
    OrderStatus.DRAFT: "neutral",
    OrderStatus.IN_APPROVAL: "warn",
    OrderStatus.CONFIRMED: "accent",
    OrderStatus.PARTLY_FULFILLED: "warn",
    OrderStatus.FULFILLED: "good",
    OrderStatus.CLOSED: "neutral",
    OrderStatus.CANCELLED: "bad",
}
UNDELIVERED = {OrderStatus.CONFIRMED, OrderStatus.PARTLY_FULFILLED}
