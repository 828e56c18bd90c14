"""The requests to credit an invoice, or to write it off, beyond somebody's limit."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from salesapp.core.access import Permission
from salesapp.core.concurrency.seen import Seen
from salesapp.core.db import Amount, Base, Json, ShortText
from salesapp.core.fields import enum_of
from salesapp.core.i18n import _l
from salesapp.core.money import Money
from salesapp.invoices.models import CreditNote, Invoice
from salesapp.records.approvals.requests import ApprovalRequest, one_waiting


class ReductionKind(StrEnum):
    """How less of an invoice is asked for."""

    CREDIT = "credit"
    WRITE_OFF = "write_off"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]

    @property
    def permission(self) -> Permission:
        """What somebody must be allowed to do it, and to approve it."""
        return PERMISSIONS[self]


KIND_LABELS = {ReductionKind.CREDIT: _l("Credit note"), ReductionKind.WRITE_OFF: _l("Write-off")}
PERMISSIONS = {
    ReductionKind.CREDIT: Permission.CREDIT_NOTE_EDIT,
    ReductionKind.WRITE_OFF: Permission.INVOICE_ISSUE,
}


class ReductionRequest(Seen, ApprovalRequest, Base):
    """A credit or a write-off that waits for a colleague's consent.

    `amount` and `net` are minor units of the invoice's currency; `author_limit`, that of who asked, of the company's.

    `wanted` is what is done once it is approved, `note` the reason for it, `standing` what had been settled and
    credited of the invoice when it was asked for: once that differs, nothing is approved any more.
    """

    __tablename__ = "reduction_requests"

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"), index=True)
    kind: Mapped[ReductionKind] = mapped_column(enum_of(ReductionKind))
    amount: Mapped[int] = mapped_column(Amount())
    net: Mapped[int | None] = mapped_column(Amount())
    """None of a write-off."""
    author_limit: Mapped[int | None] = mapped_column(Amount())
    wanted: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    standing: Mapped[str] = mapped_column(ShortText(60))
    credit_note_id: Mapped[int | None] = mapped_column(ForeignKey("credit_notes.id"), unique=True)
    """What was issued because of it."""
    allocation_id: Mapped[int | None] = mapped_column(ForeignKey("allocations.id"), unique=True)
    """What was written off because of it."""

    invoice: Mapped[Invoice] = relationship(
        backref=backref("reduction_requests", order_by="ReductionRequest.id", viewonly=True)
    )
    credit_note: Mapped[CreditNote | None] = relationship()

    __table_args__ = (one_waiting("reduction_requests", "invoice_id"),)

    @property
    def money(self) -> Money:
        return Money(self.amount, self.invoice.currency)

    @property
    def as_seen(self) -> str:
        """A request is never changed; another one has another id."""
        return f"{self.id} {self.verdict or ''}"

    @property
    def is_done(self) -> bool:
        """Whether it was carried out."""
        return self.credit_note_id is not None or self.allocation_id is not None
