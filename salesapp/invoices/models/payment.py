"""Payments: money that came in, and what of it is not allocated yet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ColumnElement
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import fields as f
from salesapp.core.access import Owned, Viewer
from salesapp.core.db import Rate, Record, list_index
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, _l
from salesapp.core.money import Money
from salesapp.invoices.models.allocation import Allocation, still_settled
from salesapp.invoices.models.refund import Refund
from salesapp.invoices.models.standing import PaymentMethod
from salesapp.invoices.wording import amount_words
from salesapp.people.models import User
from salesapp.quotes.reach import with_the_opportunity


class Payment(Owned, Record):
    """An amount received; one that `reverses` another is negative and undoes it (it bounced)."""

    __tablename__ = "payments"
    record_type_key = "payment"

    if TYPE_CHECKING:
        allocated: int
        refunded: int

    account_id: Mapped[int | None] = f.link(
        "account", "accounts", _l("Account"), listed=True, searchable=True
    )
    contact_id: Mapped[int | None] = f.link("contact", "contacts", _l("Contact"), searchable=True)
    opportunity_id: Mapped[int | None] = f.link(
        "opportunity", "opportunities", _l("Opportunity"), editable=False
    )
    paid_on: Mapped[date] = f.date_(_l("Paid on"), required=True, listed=True)
    amount: Mapped[int] = f.money(_l("Amount"), required=True, listed=True, searchable=True)
    currency: Mapped[str] = f.currency_code(_l("Currency"), required=True)
    value_on: Mapped[date | None] = mapped_column()
    """When the money came, where the books of that day were closed and it was recorded for a later one."""
    rate: Mapped[Decimal] = mapped_column(Rate(), default=Decimal(1))
    """What one unit of its currency was worth in the company's on its day."""
    method: Mapped[PaymentMethod] = f.choice(
        PaymentMethod, _l("Method"), nullable=False, default=PaymentMethod.BANK_TRANSFER, listed=True
    )
    reference: Mapped[str | None] = f.text(
        _l("Reference"), searchable=True, listed=True, in_words=False, length=140
    )
    reverses_id: Mapped[int | None] = f.link(
        "payment", "payments", _l("Reverses"), editable=False, importable=False, unique=True
    )

    account: Mapped[Any] = relationship("Account")
    contact: Mapped[Any] = relationship("Contact")
    opportunity: Mapped[Any] = relationship("Opportunity")
    owner: Mapped[User | None] = relationship(foreign_keys="Payment.owner_id")
    allocations: Mapped[list[Allocation]] = relationship(order_by="Allocation.id", viewonly=True)
    refunds: Mapped[list[Refund]] = relationship(order_by="Refund.id", viewonly=True)
    reverses: Mapped[Payment | None] = relationship(remote_side="Payment.id")
    reversals: Mapped[list[Payment]] = relationship(viewonly=True)

    __table_args__ = (
        CheckConstraint("CASE WHEN reverses_id IS NULL THEN amount > 0 ELSE amount < 0 END", name="sign"),
        list_index("ix_payments_list_changed", "changed_at"),
    )

    @classmethod
    def shared_with(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Seen with the opportunity of the invoice it came for."""
        return with_the_opportunity(cls.opportunity_id, viewer)

    @property
    def title(self) -> str:
        """`€1,190.00 · Acme`, by its amount and customer."""
        return f"{amount_words(self.amount, self.currency)} · {self.customer_name}"

    @property
    def customer_name(self) -> str:
        customer = self.account or self.contact
        return "–" if customer is None else str(customer.title)

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def came_on(self) -> date:
        """The day by which it is early or late."""
        return self.value_on or self.paid_on

    @property
    def is_reversed(self) -> bool:
        return bool(self.reversals)

    @property
    def free(self) -> int:
        """What is neither allocated nor refunded: the customer's credit."""
        return (
            0
            if self.is_reversed or self.reverses_id is not None
            else self.amount - self.allocated - self.refunded
        )

    @property
    def settled_invoices(self) -> set[int]:
        """The invoices of which it settles something at the moment, so that it can be undone."""
        return still_settled(self.allocations)

    @property
    def free_money(self) -> Money:
        return Money(self.free, self.currency)

    @property
    def story(self) -> list[Record | None]:
        """The further records whose timelines tell of it."""
        return [self.account, self.contact, self.opportunity]

    def refuse_deletion(self) -> None:
        """Money that came in is kept; a wrong payment is taken back."""
        raise RuleBroken(_("A payment can’t be deleted. Reverse it instead."))
