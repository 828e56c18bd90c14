"""Invoices: drafted from an order or by hand, issued once, settled by allocations."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Index, bindparam, func, inspect, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import fields as f
from salesapp.core.db import db, list_index
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, _l
from salesapp.core.money import Money
from salesapp.invoices.models.allocation import Allocation
from salesapp.invoices.models.due_days.falling_due import FallsDue
from salesapp.invoices.models.due_days.instalment import InvoiceInstalment
from salesapp.invoices.models.issuable import Issuable
from salesapp.invoices.models.joint.shares import InvoiceOrder, orders_of
from salesapp.invoices.models.line import InvoiceLine
from salesapp.invoices.models.link import InvoiceLink
from salesapp.invoices.models.standing import InvoiceKind, Standing
from salesapp.orders.models import Order
from salesapp.people.models import User
from salesapp.products import pricing
from salesapp.products.stored import rows_of
from salesapp.quotes.document import prepare
from salesapp.quotes.models.sent import hashed

if TYPE_CHECKING:
    from salesapp.invoices.models.credit_note import CreditNote


_SETTLED = select(func.coalesce(func.sum(Allocation.amount), 0)).where(
    Allocation.invoice_id == bindparam("invoice")
)


class Invoice(FallsDue, Issuable):
    """A request to pay."""

    __tablename__ = "invoices"
    record_type_key = "invoice"
    series = "INV"

    if TYPE_CHECKING:
        settled: int
        reduction_requests: list[Any]

    kind: Mapped[InvoiceKind] = f.choice(
        InvoiceKind, _l("Kind"), nullable=False, default=InvoiceKind.INVOICE, editable=False, importable=False
    )
    order_id: Mapped[int | None] = f.link(
        "order", "orders", _l("Order"), also="order_shares", editable=False, importable=False
    )
    due_on: Mapped[date | None] = f.date_(_l("Due"), listed=True, editable=False, importable=False)
    opened_on: Mapped[date | None] = mapped_column()
    """The day as of which an opening balance was taken over; its own date is that of the previous system."""

    lines: Mapped[list[InvoiceLine]] = relationship(
        back_populates="invoice",
        order_by="InvoiceLine.position, InvoiceLine.id",
        cascade="all, delete-orphan",
    )
    order_shares: Mapped[list[InvoiceOrder]] = relationship(
        back_populates="invoice", order_by="InvoiceOrder.position", cascade="all, delete-orphan"
    )
    # Read only: what settles or corrects an issued invoice must not touch its row.
    allocations: Mapped[list[Allocation]] = relationship(order_by="Allocation.id", viewonly=True)
    credit_notes: Mapped[list[CreditNote]] = relationship(order_by="CreditNote.id", viewonly=True)
    instalments: Mapped[list[InvoiceInstalment]] = relationship(
        order_by="InvoiceInstalment.due_on, InvoiceInstalment.id", viewonly=True
    )
    links: Mapped[list[InvoiceLink]] = relationship(viewonly=True)
    order: Mapped[Order | None] = relationship()
    owner: Mapped[User | None] = relationship(foreign_keys="Invoice.owner_id")

    __table_args__ = (
        # However many clerks press: one draft at a time stands for an order.
        Index(
            "uq_invoices_draft",
            "order_id",
            unique=True,
            sqlite_where=text("status = 'draft' AND deleted_at IS NULL"),
            postgresql_where=text("status = 'draft' AND deleted_at IS NULL"),
        ),
        Index("ix_invoices_status", "status", "due_on"),
        list_index("ix_invoices_list_changed", "changed_at"),
    )

    frozen_because = _l("An issued invoice can’t be changed. Credit it instead.")

    @property
    def is_down_payment(self) -> bool:
        return self.kind is InvoiceKind.DOWN_PAYMENT

    @property
    def is_opening(self) -> bool:
        """Whether the previous system issued it: we have neither its PDF nor its tax."""
        return self.kind is InvoiceKind.OPENING

    def must_be_ours(self) -> None:
        """RuleBroken for what only whoever issued it can do."""
        if self.is_opening:
            raise RuleBroken(
                _("This invoice was issued by your previous system. There is no document of it here.")
            )

    @property
    def has_fixed_lines(self) -> bool:
        """Whether its lines are those of orders, which only the orders can change."""
        return self.order_id is not None or bool(self.is_joint)

    @property
    def orders(self) -> list[Order]:
        """The order, or the several orders, that it bills; none for one that was written by hand."""
        if self.is_joint:
            return orders_of(self.order_shares)
        return [] if self.order is None else [self.order]

    @property
    def order_links(self) -> list[tuple[str, int]]:
        """Type and id of the same orders, for timelines: nobody has to load them for that."""
        keys = [each.order_id for each in self.order_shares] if self.is_joint else [self.order_id]
        return [(Order.record_type_key, key) for key in keys if key is not None]

    @property
    def open_amount(self) -> int:
        """What is still to be paid, in minor units; nothing for a draft."""
        return self.payable - self.settled if self.is_issued else 0

    def open_now(self) -> int:
        """The open amount as it is in the database this moment: to be asked once the invoice is locked."""
        if not self.is_issued:
            return 0
        return self.payable - int(db.session.scalar(_SETTLED, {"invoice": self.id}) or 0)

    @property
    def open_money(self) -> Money:
        return Money(self.open_amount, self.currency)

    @property
    def is_written_off(self) -> bool:
        """Whether something of it is given up at the moment."""
        return sum(each.amount for each in self._given_up(discount=False)) > 0

    @property
    def is_discounted(self) -> bool:
        """Whether a discount for paying early settles something of it."""
        return sum(each.amount for each in self._given_up(discount=True)) > 0

    def _given_up(self, *, discount: bool) -> list[Allocation]:
        given_up = [each for each in self.allocations if each.write_off_reason is not None]
        return [each for each in given_up if (each.discount_id is not None) is discount]

    @property
    def standing(self) -> Standing:
        """How it stands, derived from what was allocated to it."""
        if not self.is_issued:
            return Standing.DRAFT
        if self.is_overdue:
            return Standing.OVERDUE
        if self.open_amount > 0:
            return self._reduced_by() if self.settled else Standing.OPEN
        return self._settled_by()

    def _reduced_by(self) -> Standing:
        """Why less is open than was asked for: money that came, else a credit."""
        money, credited = self._settlement()
        if money:
            return Standing.PARTLY_PAID
        return Standing.PARTLY_CREDITED if credited else Standing.OPEN

    def _settled_by(self) -> Standing:
        """Paid where any money stayed or nothing was asked for; else credited, else written off."""
        money, credited = self._settlement()
        if not self.payable or money:
            return Standing.PAID
        return Standing.CREDITED if credited else Standing.WRITTEN_OFF

    def _settlement(self) -> tuple[int, int]:
        """What payments and what credit notes settle of it at the moment."""
        money = sum(each.amount for each in self.allocations if each.payment_id is not None)
        return money, sum(each.amount for each in self.allocations if each.credit_note_id is not None)

    def say_why_untaxed(self, put: Callable[[Any, str, Any], None] = setattr) -> None:
        """Unless it goes with down payments that didn't say it: they are deducted only from what is taxed alike."""
        from salesapp.invoices.models.billing import has_unsaid_advances

        if self.has_fixed_lines and self.untaxed() and has_unsaid_advances(self):
            return
        super().say_why_untaxed(put)

    def reprice(self) -> pricing.Totals:
        """Prices free lines again; lines of an order keep what the order made of them, in the draft's language."""
        if self.has_fixed_lines:
            self.say_why_untaxed()
            self.taxes = rows_of(self.tax_rows, self.reasons_anew())
            return self.priced()
        totals = super().reprice().rounded(self.rounding_rule)
        self.take_totals(totals)
        return totals

    def must_have_free_lines(self) -> None:
        """RuleBroken where an order decides what is billed."""
        self.must_be_draft()
        if self.has_fixed_lines:
            sentence = _(
                "These lines come from the order. To invoice other quantities, delete the draft and invoice"
                " the order again."
            )
            raise RuleBroken(sentence)

    def new_secret(self) -> str:
        """A further address for the customer. The secret is given once; only its hash stays."""
        if not self.is_issued:
            raise RuleBroken(_("A draft has no customer link. Issue it first."))
        secret = secrets.token_urlsafe(32)
        db.session.add(InvoiceLink(invoice_id=self.id, secret_hash=hashed(secret)))
        return secret


def prepare_invoice(invoice: Invoice, *, by: Any) -> None:
    """The rule before a form saves a draft: what an order decides stays the order's."""
    typed: Decimal | None = invoice.discount
    if invoice.has_fixed_lines:
        if typed is None:  # the form that changes terms in place does not ask for it
            invoice.discount = Decimal(0) if invoice.is_down_payment else invoice.orders[0].discount
        for name in ("currency", "discount", "account_id", "contact_id"):
            if inspect(invoice).attrs[name].history.has_changes():
                raise RuleBroken(
                    _("This comes from the order and can’t be changed here."), field=name.removesuffix("_id")
                )
    prepare(invoice, by=by)


Invoice.line_model = InvoiceLine
