"""Sending a quote: the number, the frozen words, the customer's own address for it, and its last day."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from salesapp.core import clock
from salesapp.core.company import company, today_for
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.numbering import next_number
from salesapp.core.outbox import post
from salesapp.quotes.issued.papers import fix_words
from salesapp.quotes.models.offer import Offer
from salesapp.quotes.models.status import QuoteStatus

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

    from salesapp.quotes.models.quote import QuoteLink

SERIES = "QUO"
SENT = event_kind("quote_sent", _l("%(by)s sent %(subject)s (%(amount)s)"), icon="send")
EXPIRED = event_kind("quote_expired", _l("%(subject)s expired"), icon="calendar-x", touch=False)


class Sent(Offer):
    """The trait of leaving the house."""

    __abstract__ = True

    if TYPE_CHECKING:
        links: Mapped[list[QuoteLink]]

    def send(self, *, by: Any) -> None:
        """Freezes the draft; a first revision takes its number. RuleBroken where that cannot be, or not by them."""
        self.must_be_ready()
        self.must_be_allowed(by=by)
        today = today_for()
        self.take_terms(on=today)
        self.reprice()
        self.must_not_be_negative()
        self.number = self.number or next_number(SERIES, on=today)
        self.status, self.sent_at = QuoteStatus.SENT, clock.now()
        fix_words(self)
        if self.valid_until is not None:
            post("quote_expiry", {"quote": self.id}, due_at=end_of(self.valid_until))
        record(self, SENT, by=by, about=self.story, amount=self.amount)

    def must_be_ready(self) -> None:
        """RuleBroken for anything but a draft with lines whose last day is to come."""
        if self.is_in_approval:
            raise RuleBroken(_("This is in approval. It can be sent once it is approved."))
        if not self.is_draft:
            raise RuleBroken(_("This quote has already been sent."))
        if not self.has_something_to_order:
            if self.options:
                raise RuleBroken(_("A quote needs at least one line, or alternatives to choose from."))
            raise RuleBroken(_("A quote needs at least one line."))
        self.must_have_alternatives()
        if self.is_past:
            raise RuleBroken(_("It has expired. Choose a later date."), field="valid_until")

    def expire(self, *, by: Any) -> None:
        """Closes a sent quote whose last day is over; any other stays as it is."""
        if self.status is QuoteStatus.SENT and self.is_past:
            self.status = QuoteStatus.EXPIRED
            record(self, EXPIRED, by=by, about=self.story)

    def new_secret(self, recipient: str | None = None) -> str:
        """A further address for the customer, or of one recipient. The secret is given once; only its hash stays."""
        from salesapp.quotes.models.quote import QuoteLink

        if self.is_internal:
            raise RuleBroken(_("A draft has no customer link. Send it first."))
        secret = secrets.token_urlsafe(32)
        self.links.append(QuoteLink(secret_hash=hashed(secret), recipient=recipient))
        return secret


def hashed(secret: str) -> str:
    """How a link's secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def end_of(day: Any) -> datetime:
    """The instant at which a calendar day is over where the company is."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(company().zone))
