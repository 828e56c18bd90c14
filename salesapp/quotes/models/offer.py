"""What a quote is made of, and what can be asked of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, ForeignKey, func
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import fields as f
from salesapp.core.company import company, today_for
from salesapp.core.db import Amount, ShortText
from salesapp.core.i18n import _l
from salesapp.core.money import Money
from salesapp.core.types import JsonOrNothing
from salesapp.quotes.document import document_number
from salesapp.quotes.models.status import QuoteStatus
from salesapp.quotes.options.has_options import HasOptions
from salesapp.quotes.options.models import QuoteOption


class Offer(HasOptions):
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
    offered_net: Mapped[int | None] = mapped_column(Amount())
    offered_tax: Mapped[int | None] = mapped_column(Amount())
    offered_total: Mapped[int | None] = mapped_column(Amount())
    """What it comes to with the options that are preselected; None where none is."""
    accepted_options: Mapped[list[int] | None] = mapped_column(JsonOrNothing)
    """The ids of the options that the customer chose; None before the quote was accepted."""
    accepted_net: Mapped[int | None] = mapped_column(Amount())
    accepted_tax: Mapped[int | None] = mapped_column(Amount())
    accepted_total: Mapped[int | None] = f.money(
        _l("Accepted total"), editable=False, importable=False, derived=True
    )
    accepted_hash: Mapped[str | None] = mapped_column(ShortText(64))
    """Of what was accepted; None for what was accepted before it was kept."""
    declined_at: Mapped[datetime | None] = f.instant(_l("Declined at"), editable=False)
    decline_reason: Mapped[str | None] = f.long_text(_l("Reason for declining"), editable=False)
    revised_from_id: Mapped[int | None] = mapped_column(ForeignKey("quotes.id"))

    frozen_because = _l("A sent quote can’t be changed. Revise it instead.")

    @property
    def title(self) -> str:
        """`QUO-2026-00042`, with `/1` for its first revision; a draft without number is called after its customer."""
        return f"{self.number}/{self.revision}" if self.number and self.revision else super().title

    @hybrid_property
    def standing_net(self) -> int:
        """What was accepted, options included; before that what it comes to as it is proposed.

        Whoever accepts without a look at the options orders those that are preselected: so much is said in lists, in
        the e-mail, on paper and on the customer's page alike.
        """
        return first_said(self.accepted_net, self.offered_net, self.net)

    @standing_net.inplace.expression
    @classmethod
    def _standing_net(cls) -> ColumnElement[int]:
        return func.coalesce(cls.accepted_net, cls.offered_net, cls.net)

    @hybrid_property
    def standing_tax(self) -> int:
        return first_said(self.accepted_tax, self.offered_tax, self.tax)

    @standing_tax.inplace.expression
    @classmethod
    def _standing_tax(cls) -> ColumnElement[int]:
        return func.coalesce(cls.accepted_tax, cls.offered_tax, cls.tax)

    @hybrid_property
    def standing_total(self) -> int:
        return first_said(self.accepted_total, self.offered_total, self.total)

    @standing_total.inplace.expression
    @classmethod
    def _standing_total(cls) -> ColumnElement[int]:
        return func.coalesce(cls.accepted_total, cls.offered_total, cls.total)

    @property
    def amount(self) -> Money:
        return Money(self.standing_total, self.currency)

    @property
    def chosen_options(self) -> list[QuoteOption]:
        """Those that the customer accepted."""
        keys = self.accepted_options
        return [each for each in self.options if each.id in keys] if keys else []

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


def first_said(accepted: int | None, offered: int | None, own: int) -> int:
    """The amount that counts: what was accepted, else what is proposed, else what its lines come to."""
    if accepted is not None:
        return accepted
    return own if offered is None else offered
