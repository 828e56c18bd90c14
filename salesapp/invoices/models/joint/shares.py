"""What of an invoice of several orders, or of its credit note, falls to each order: frozen with the document.

Quantities and nets are those of the lines, which know their order line. What no line says stands here: the taxes,
the down payments deducted, and the allowances and charges of the order as a whole. They add up to the document's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint, inspect, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from salesapp.core.access import Viewer
from salesapp.core.db import Base, Json, db
from salesapp.orders.models import Order
from salesapp.products.adjustments.agreed import Agreed, agreed_in, stored
from salesapp.products.pricing import RateTotal, Totals
from salesapp.products.stored import rate_totals, rows_of
from salesapp.quotes.reach import with_the_opportunity

if TYPE_CHECKING:
    from salesapp.invoices.models.credit_note import CreditNote
    from salesapp.invoices.models.invoice import Invoice

ANYBODY = {"unscoped": "whoever has the invoice has the orders that it bills", "with_deleted": True}


class OrderShare:
    """Mix into a `Base` that adds the key of its document. Amounts are minor units."""

    position: Mapped[int] = mapped_column(default=0)
    taxes: Mapped[list[Any]] = mapped_column(Json, default=list)
    deductions: Mapped[list[Any]] = mapped_column(Json, default=list)
    adjustments: Mapped[list[Any]] = mapped_column(Json, default=list)

    @declared_attr
    def order_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("orders.id"), index=True)

    def take(self, part: Totals, agreed: Iterable[Agreed]) -> None:
        """Keeps the totals of the order's part, and what its allowances and charges come to in it."""
        self.taxes, self.deductions = rows_of(part.taxes), rows_of(part.deducted)
        self.adjustments = stored(agreed)

    @property
    def tax_rows(self) -> list[RateTotal]:
        return rate_totals(self.taxes)

    @property
    def deducted_rows(self) -> list[RateTotal]:
        return rate_totals(self.deductions)

    @property
    def agreed(self) -> tuple[Agreed, ...]:
        return agreed_in(self.adjustments)

    @property
    def payable(self) -> int:
        """What it asks for of the order, before the document is rounded to a coin."""
        return sum(each.total for each in self.tax_rows) - sum(each.total for each in self.deducted_rows)

    @property
    def said(self) -> list[Any]:
        """As the seal of its document has it."""
        return [self.order_id, self.taxes, self.deductions, self.adjustments]


class InvoiceOrder(OrderShare, Base):
    """The share of one order in an invoice of several."""

    __tablename__ = "invoice_orders"
    __table_args__ = (UniqueConstraint("invoice_id", "order_id"),)

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"))
    invoice: Mapped[Invoice] = relationship(back_populates="order_shares")


class CreditNoteOrder(OrderShare, Base):
    """The share of one order in the credit note of an invoice of several."""

    __tablename__ = "credit_note_orders"
    __table_args__ = (UniqueConstraint("credit_note_id", "order_id"),)

    credit_note_id: Mapped[int] = mapped_column(ForeignKey("credit_notes.id"))
    credit_note: Mapped[CreditNote] = relationship(back_populates="order_shares")


def with_its_orders(document: type[Any], viewer: Viewer) -> ColumnElement[bool]:
    """Documents of several orders of which one is in the viewer's reach, or hangs on an opportunity that is."""
    orders, shares = Order.__table__.c, inspect(document).relationships["order_shares"]
    theirs = orders.owner_id.in_(viewer.reach) | with_the_opportunity(orders.opportunity_id, viewer)
    (key,) = shares.remote_side
    found: ColumnElement[bool] = document.id.in_(
        select(key).where(shares.mapper.c.order_id.in_(select(orders.id).where(theirs)))
    )
    return found


def orders_of(shares: Sequence[OrderShare]) -> list[Order]:
    """Their orders, in the order of the shares, whoever sees them."""
    query = select(Order).where(Order.id.in_([each.order_id for each in shares]))
    found = {each.id: each for each in db.session.scalars(query, execution_options=ANYBODY)}
    return [found[each.order_id] for each in shares]
