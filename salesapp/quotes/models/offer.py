"""What a quote is made of, and what can be asked of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import fields as f
from salesapp.core.company import company, today_for
from salesapp.core.i18n import _l
from salesapp.quotes.approvals.approvable import Approvable
from salesapp.quotes.document import document_number
from salesapp.quotes.models.status import QuoteStatus


class Offer(Approvable):
    """One revision of an offer. All revisions share a number, which is taken when the first of them is sent."""

    __abstract__ = True

    number: Mapped[str | None] = document_number(unique=False)
    revision: Mapped[int] = f.integer(
        _l("Revision"), nullable=False, default=0, editable=False, importable=False
    )
    status: Mapped[QuoteStatus] = f.choice(
        QuoteStatus, _l("Status"), nullable=False, default=QuoteStatus.DRAFT, listed=True, editable=False
    )
    valid_until: Mapped[date | None] = f.date_(_l("Valid until"), listed=True)
    sent_at: Mapped[datetime | None] = f.instant(_l("Sent at"), editable=False)
    accepted_at: Mapped[datetime | None] = f.instant(_l("Accepted at"), editable=False)
    accepted_by_name: Mapped[str | None] = f.text(_l("Accepted by"), editable=False, length=120)
    declined_at: Mapped[datetime | None] = f.instant(_l("Declined at"), editable=False)
    decline_reason: Mapped[str | None] = f.long_text(_l("Reason for declining"), editable=False)
    revised_from_id: Mapped[int | None] = mapped_column(ForeignKey("quotes.id"))

    frozen_because = _l("A sent quote can’t be changed. Revise it instead.")

    @property
    def title(self) -> str:
        """`QUO-2026-00042`, with `/1` for its first revision; a draft without number is called after its customer."""
        return f"{self.number}/{self.revision}" if self.number and self.revision else super().title

    @property
    def is_past(self) -> bool:
        """Whether its last day is over in the company's time zone."""
        return self.valid_until is not None and self.valid_until < today_for()

    @property
    def is_open(self) -> bool:
        """Whether the customer can still say yes: sent, and not past its day."""
        return self.status is QuoteStatus.SENT and not self.is_past

    @property
    def standing(self) -> QuoteStatus:
        """A day after the last one it is expired, whether or not the worker wrote that down."""
        return QuoteStatus.EXPIRED if self.status is QuoteStatus.SENT and self.is_past else self.status

    def begin(self) -> None:
        """The same as for every document, and how long the offer is good."""
        super().begin()
        today = today_for()
        self.valid_until = self.valid_until or today + timedelta(days=company().quote_days)
