"""Where a quote stands with the customer."""

from __future__ import annotations

from enum import StrEnum

from salesapp.core.i18n import _l


class QuoteStatus(StrEnum):
    """Draft → (in approval) → sent → accepted, declined, expired or revised."""

    DRAFT = "draft"
    IN_APPROVAL = "in_approval"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    REVISED = "revised"

    @property
    def label(self) -> str:
        return STATUS_LABELS[self]

    @property
    def tone(self) -> str:
        return STATUS_TONES[self]


STATUS_LABELS = {
    QuoteStatus.DRAFT: _l("Draft"),
    QuoteStatus.IN_APPROVAL: _l("In approval"),
    QuoteStatus.SENT: _l("Sent"),
    QuoteStatus.ACCEPTED: _l("Accepted"),
    QuoteStatus.DECLINED: _l("Declined"),
    QuoteStatus.EXPIRED: _l("Expired"),
    QuoteStatus.REVISED: _l("Revised"),
}
STATUS_TONES = {
    QuoteStatus.DRAFT: "neutral",
    QuoteStatus.IN_APPROVAL: "warn",
    QuoteStatus.SENT: "accent",
    QuoteStatus.ACCEPTED: "good",
    QuoteStatus.DECLINED: "bad",
    QuoteStatus.EXPIRED: "warn",
    QuoteStatus.REVISED: "neutral",
}
