"""The tables of quotes, and the quote with all its verbs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.access import Permission
from salesapp.core.db import Base, ShortText, list_index
from salesapp.core.i18n import _l, ngettext
from salesapp.core.registry import RecordType, ShippedView, Unfinished, register
from salesapp.people.models import User
from salesapp.products.document_lines import document_lines
from salesapp.products.documents import PricedLine
from salesapp.quotes.approvals.requests import DiscountRequest
from salesapp.quotes.document import prepare
from salesapp.quotes.frozen import freeze, freeze_lines
from salesapp.quotes.models.answered import Answered
from salesapp.quotes.models.sent import Sent
from salesapp.quotes.models.status import QuoteStatus
from salesapp.quotes.options.models import QuoteOption
from salesapp.records.approvals.requests import one_waiting


class Quote(Sent, Answered):
    """Prices offered to a customer."""

    __tablename__ = "quotes"
    record_type_key = "quote"

    lines: Mapped[list[QuoteLine]] = relationship(
        back_populates="quote", order_by="QuoteLine.position, QuoteLine.id", cascade="all, delete-orphan"
    )
    options: Mapped[list[QuoteOption]] = relationship(
        back_populates="quote", order_by="QuoteOption.position, QuoteOption.id", cascade="all, delete-orphan"
    )
    links: Mapped[list[QuoteLink]] = relationship(
        back_populates="quote", order_by="QuoteLink.id", cascade="all, delete-orphan"
    )
    signature: Mapped[QuoteSignature | None] = relationship(
        back_populates="quote", cascade="all, delete-orphan"
    )
    approvals: Mapped[list[QuoteApproval]] = relationship(
        back_populates="document", order_by="QuoteApproval.id", cascade="all, delete-orphan"
    )
    owner: Mapped[User | None] = relationship(foreign_keys="Quote.owner_id")
    revised_from: Mapped[Quote | None] = relationship(remote_side="Quote.id")

    __table_args__ = (
        UniqueConstraint("number", "revision"),
        # One current revision per number: revising closes the old one in the same transaction.
        Index(
            "uq_quotes_current",
            "number",
            unique=True,
            sqlite_where=text("status <> 'revised'"),
            postgresql_where=text("status <> 'revised'"),
        ),
        Index("ix_quotes_status", "status", "valid_until"),
        list_index("ix_quotes_list_changed", "changed_at"),
    )


class QuoteLine(PricedLine, Base):
    """One line of a quote."""

    __tablename__ = "quote_lines"

    quote_id: Mapped[int] = mapped_column(ForeignKey("quotes.id"), index=True)

    quote: Mapped[Quote] = relationship(back_populates="lines")


class QuoteApproval(DiscountRequest, Base):
    """A discount of a quote that somebody asks approval for."""

    __tablename__ = "quote_approvals"

    document_id: Mapped[int] = mapped_column(ForeignKey("quotes.id"), index=True)

    document: Mapped[Quote] = relationship(back_populates="approvals")

    __table_args__ = (one_waiting("quote_approvals", "document_id"),)


class QuoteLink(Base):
    """An address under which the customer sees a quote without logging in. Only the hash of its secret is kept."""

    __tablename__ = "quote_links"

    quote_id: Mapped[int] = mapped_column(ForeignKey("quotes.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(ShortText(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    recipient: Mapped[str | None] = mapped_column(ShortText(254))
    """Whom it was made for: a name or an e-mail address."""
    opened: Mapped[int] = mapped_column(default=0)
    """How many visits."""
    first_opened_at: Mapped[datetime | None] = mapped_column()
    last_opened_at: Mapped[datetime | None] = mapped_column()
    answer: Mapped[str | None] = mapped_column(ShortText(20))
    """The last one given by this link: "accept", "decline" or "change"."""
    answered_at: Mapped[datetime | None] = mapped_column()

    quote: Mapped[Quote] = relationship(back_populates="links")


class QuoteSignature(Base):
    """What the customer drew when accepting: a PNG."""

    __tablename__ = "quote_signatures"

    quote_id: Mapped[int] = mapped_column(ForeignKey("quotes.id"), unique=True)
    picture: Mapped[bytes] = mapped_column(LargeBinary)

    quote: Mapped[Quote] = relationship(back_populates="signature")


Quote.line_model = QuoteLine
Quote.approval_model = QuoteApproval

SAID = (
    "account_id", "contact_id", "currency", "rate", "payment_days", "customer_reference", "language",
    "billing_address", "shipping_address", "discount", "net", "tax", "total", "taxes", "notes", "terms",
    "number", "revision", "valid_until", "adjustments", "round_to", "payment_plan",
    "shipping_parts", "offered_net", "offered_tax", "offered_total",
)  # fmt: skip
"""What the customer has read in a quote that was sent."""

ACCEPTED = ("accepted_options", "accepted_net", "accepted_tax", "accepted_total", "accepted_hash")
"""What the customer said yes to, with the options that they chose."""

freeze(Quote.__table__, QuoteLine.__table__, parent="quote_id", columns=SAID, once=ACCEPTED)
freeze_lines(Quote.__table__, QuoteOption.__table__, parent="quote_id")

QUOTE = register(
    RecordType(
        key="quote",
        model=Quote,
        plural="quotes",
        label=_l("Quote"),
        label_plural=_l("Quotes"),
        icon="file-text",
        view=Permission.QUOTE_VIEW,
        edit=Permission.QUOTE_EDIT,
        title="number",
        subtitle=("account", "status"),
        named_after=("account", "contact", "opportunity"),
        views=(
            ShippedView("drafts", _l("Drafts"), {"filter": "status:equals:draft"}),
            ShippedView(
                "out", _l("Waiting for the customer"), {"filter": "status:equals:sent", "sort": "valid_until"}
            ),
            ShippedView(
                "expiring",
                _l("Expiring in the next 7 days"),
                {"filter": "status:equals:sent;valid_until:within:next-7-days", "sort": "valid_until"},
            ),
            ShippedView("mine", _l("Mine"), {"filter": "owner:one-of:me"}),
        ),
        creatable=False,
        transferable=True,
        search_weight=60,
        before_save=prepare,
        unfinished=(
            Unfinished(
                lambda: Quote.status.in_([QuoteStatus.DRAFT, QuoteStatus.IN_APPROVAL, QuoteStatus.SENT]),
                lambda n: ngettext("%(num)s open quote", "%(num)s open quotes", n),
                {"status": "draft,in_approval,sent"},
            ),
        ),
    )
)
document_lines(QUOTE, QuoteLine, _l("Quote line"), _l("Quote lines"))
