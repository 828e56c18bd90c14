"""Credit notes: an issued invoice taken back, partly or fully. They are issued in the transaction that makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import fields as f
from salesapp.core.db import Amount, list_index
from salesapp.core.i18n import _l
from salesapp.core.money import Money
from salesapp.invoices.models.allocation import Allocation, still_settled
from salesapp.invoices.models.billed import BilledDocument
from salesapp.invoices.models.invoice import Invoice
from salesapp.invoices.models.joint.shares import CreditNoteOrder, orders_of
from salesapp.invoices.models.line import CreditNoteLine
from salesapp.invoices.models.refund import Refund
from salesapp.orders.models import Order
from salesapp.people.models import User
from salesapp.products.stored import Reason, reasons_in
from salesapp.products.taxes.categories import TaxKey


class CreditNote(BilledDocument):
    """The correction of an invoice; amounts are positive and go back to the customer."""

    __tablename__ = "credit_notes"
    record_type_key = "credit_note"
    series = "CRN"

    if TYPE_CHECKING:
        allocated: int
        refunded: int

    invoice_id: Mapped[int] = f.link(
        "invoice", "invoices", _l("Invoice"), required=True, listed=True, editable=False, importable=False
    )
    reason: Mapped[str] = f.long_text(_l("Reason"), required=True, editable=False, importable=False)

    by_amount: Mapped[bool] = mapped_column(default=False)
    """Whether it lowers the price: nothing of what was sold comes back."""

    author_limit: Mapped[int | None] = mapped_column(Amount())
    """Up to how much its author might credit on their own, in the company's currency; None without a limit."""

    payable: Mapped[int] = f.money(
        _l("Amount credited"), nullable=False, default=0, editable=False, importable=False, derived=True
    )

    invoice: Mapped[Invoice] = relationship()
    lines: Mapped[list[CreditNoteLine]] = relationship(
        back_populates="credit_note",
        order_by="CreditNoteLine.position, CreditNoteLine.id",
        cascade="all, delete-orphan",
    )
    order_shares: Mapped[list[CreditNoteOrder]] = relationship(
        back_populates="credit_note", order_by="CreditNoteOrder.position", cascade="all, delete-orphan"
    )
    allocations: Mapped[list[Allocation]] = relationship(order_by="Allocation.id", viewonly=True)
    refunds: Mapped[list[Refund]] = relationship(order_by="Refund.id", viewonly=True)
    owner: Mapped[User | None] = relationship(foreign_keys="CreditNote.owner_id")

    __table_args__ = (list_index("ix_credit_notes_list_changed", "changed_at"),)

    frozen_because = _l("A credit note can’t be changed.")

    def reasons(self) -> dict[TaxKey, Reason]:
        """Why its invoice taxed nothing: in the words of then."""
        return reasons_in(self.invoice.taxes)

    @property
    def orders(self) -> list[Order]:
        """The several orders of which it takes something back; none unless its invoice bills several."""
        return orders_of(self.order_shares) if self.is_joint else []

    @property
    def free(self) -> int:
        """What is neither allocated to an invoice nor refunded: the customer's credit."""
        return self.payable - self.allocated - self.refunded

    @property
    def settled_invoices(self) -> set[int]:
        """The invoices, not its own, of which it settles something at the moment: that can be undone."""
        return still_settled(self.allocations) - {self.invoice_id}

    @property
    def free_money(self) -> Money:
        return Money(self.free, self.currency)


CreditNote.line_model = CreditNoteLine
