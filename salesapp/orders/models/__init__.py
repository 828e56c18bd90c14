"""Orders and their lines: drafted or made of a quote, confirmed, fulfilled line by line, or cancelled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, inspect, text
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from salesapp.core import clock
from salesapp.core import fields as f
from salesapp.core.access import Permission
from salesapp.core.company import today_for
from salesapp.core.db import Base, Quantity, db, list_index
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event, event_kind, record, undoing
from salesapp.core.i18n import _, _l, ngettext
from salesapp.core.numbering import next_number
from salesapp.core.registry import RecordType, Unfinished, register
from salesapp.orders.models.delivery import OrderDelivery
from salesapp.orders.models.status import UNDELIVERED as UNDELIVERED
from salesapp.orders.models.status import OrderStatus as OrderStatus
from salesapp.people.models import User
from salesapp.products.document_lines import document_lines
from salesapp.products.documents import PricedLine
from salesapp.quotes.approvals.approvable import Approvable
from salesapp.quotes.approvals.requests import DiscountRequest
from salesapp.quotes.document import document_number, headline, prepare
from salesapp.quotes.issued.papers import fix_words
from salesapp.quotes.models import Quote
from salesapp.quotes.tax_proposal.unsaid import must_say_why_untaxed
from salesapp.records.approvals.requests import one_waiting

SERIES = "ORD"
CONFIRMED = event_kind(
    "order_confirmed", _l("%(by)s confirmed %(subject)s (%(amount)s)"), icon="circle-check"
)
FULFILLED = event_kind(
    "order_fulfilled", _l("%(by)s recorded a delivery for %(subject)s: %(what)s"), icon="truck"
)
DELIVERY_REVERSED = event_kind(
    "order_delivery_reversed", _l("%(by)s reversed a delivery of %(subject)s: %(what)s"), icon="undo-2"
)
REST_CANCELLED = event_kind(
    "order_rest_cancelled", _l("%(by)s cancelled the rest of %(subject)s: %(reason)s"), icon="circle-x"
)
CANCELLED = event_kind("order_cancelled", _l("%(by)s cancelled %(subject)s: %(reason)s"), icon="circle-x")
CLOSED = event_kind("order_closed", _l("%(by)s closed %(subject)s: %(reason)s"), icon="circle-check")

Quantities = Mapping[int, Decimal]  # of lines, by their id
objections: list[Callable[[Order], None]] = []
"""What higher floors have against cancelling an order (it was invoiced): each raises RuleBroken, or nothing."""
endings: list[Callable[[Order], None]] = []
"""What higher floors do with an order that is cancelled or closed."""


class Order(Approvable):
    """What a customer has asked us to deliver."""

    __tablename__ = "orders"
    record_type_key = "order"

    number: Mapped[str | None] = document_number(unique=True)
    status: Mapped[OrderStatus] = f.choice(
        OrderStatus, _l("Status"), nullable=False, default=OrderStatus.DRAFT, listed=True, editable=False
    )
    ordered_on: Mapped[date | None] = f.date_(_l("Ordered on"), listed=True)
    requested_on: Mapped[date | None] = f.date_(_l("Requested delivery date"), listed=False)
    quote_id: Mapped[int | None] = f.link("quote", "quotes", _l("Quote"), editable=False, importable=False)
    confirmed_at: Mapped[datetime | None] = f.instant(_l("Confirmed at"), editable=False)
    cancelled_at: Mapped[datetime | None] = f.instant(_l("Cancelled at"), editable=False)
    cancel_reason: Mapped[str | None] = f.long_text(_l("Reason for cancelling"), editable=False)
    closed_at: Mapped[datetime | None] = f.instant(_l("Closed at"), editable=False)
    close_reason: Mapped[str | None] = f.long_text(_l("Reason for closing"), editable=False)

    lines: Mapped[list[OrderLine]] = relationship(
        back_populates="order", order_by="OrderLine.position, OrderLine.id", cascade="all, delete-orphan"
    )
    deliveries: Mapped[list[OrderDelivery]] = relationship(
        back_populates="order", order_by="OrderDelivery.id", cascade="all, delete-orphan"
    )
    approvals: Mapped[list[OrderApproval]] = relationship(
        back_populates="document", order_by="OrderApproval.id", cascade="all, delete-orphan"
    )
    owner: Mapped[User | None] = relationship(foreign_keys="Order.owner_id")
    quote: Mapped[Quote | None] = relationship(backref=backref("orders", order_by="Order.id"))
    if TYPE_CHECKING:  # of rooms above
        amendments: Mapped[list[Any]]
        dispatches: Mapped[list[Any]]

    __table_args__ = (
        # However many press the button: one order that stands for each quote.
        Index(
            "uq_orders_quote",
            "quote_id",
            unique=True,
            sqlite_where=text("status <> 'cancelled'"),
            postgresql_where=text("status <> 'cancelled'"),
        ),
        Index("ix_orders_status", "status", "ordered_on"),
        list_index("ix_orders_list_changed", "changed_at"),
    )

    frozen_because = _l("A confirmed order can’t be changed.")

    def confirm(self, *, by: Any) -> None:
        """Takes the number; from now on its lines stay.

        RuleBroken without lines, for anything but a draft, and for a discount beyond what `by` may give.
        """
        self.must_be_ready()
        self.hold_customer()
        if self.quote_id is None:  # what a quote offered was approved when it was sent
            self.must_be_allowed(by=by)
        today = today_for()
        self.take_terms(on=today)
        self.reprice()
        self.must_not_be_negative()
        must_say_why_untaxed(self)  # its lines stay, and no invoice of them could be issued
        self.ordered_on = self.ordered_on or today
        self.number = next_number(SERIES, on=today)
        self.status, self.confirmed_at = OrderStatus.CONFIRMED, clock.now()
        if inspect(self).transient:  # one that was made of a quote is written once, as it is confirmed
            db.session.add(self)
            db.session.flush()
        fix_words(self)
        record(self, CONFIRMED, by=by, about=[*self.story, self.quote], amount=self.amount)

    def must_be_ready(self) -> None:
        """RuleBroken for anything but a draft with lines."""
        if self.is_in_approval:
            raise RuleBroken(_("This is in approval. It can be confirmed once it is approved."))
        if not self.is_draft:
            raise RuleBroken(_("This order has already been confirmed."))
        if not self.lines:
            raise RuleBroken(_("An order needs at least one line."))

    def fulfil(
        self, quantities: Quantities, *, by: Any, on: date | None = None, note: str | None = None
    ) -> OrderDelivery:
        """So much more of each line (by its id) was delivered on that day (default: today).

        RuleBroken for nothing, for more than is open, and for a day to come.
        """
        if self.status not in UNDELIVERED:
            raise RuleBroken(_("Only a confirmed order can be delivered."))
        return self._deliver(quantities, {}, by=by, on=on, note=note)

    def correct(
        self,
        delivery: OrderDelivery,
        quantities: Quantities,
        *,
        by: Any,
        on: date | None = None,
        note: str | None = None,
    ) -> OrderDelivery | None:
        """The delivery was another one, which is recorded in its place; without quantities there was none."""
        if not self.can_be_amended:
            raise RuleBroken(_("Deliveries of a closed or cancelled order can’t be corrected."))
        if not delivery.stands:
            raise RuleBroken(_("This delivery has already been corrected."))
        lines, held = {line.id: line for line in self.lines}, delivery.quantities
        for key, quantity in held.items():
            lines[key].quantity_fulfilled -= quantity
        delivery.reversed_at, delivery.reversed_by_id = clock.now(), by.id
        self.status = self.fulfilment()
        record(self, DELIVERY_REVERSED, by=by, about=self.story, what=delivery.what[:500])
        return self._deliver(quantities, held, by=by, on=on, note=note) if any(quantities.values()) else None

    def _deliver(
        self, quantities: Quantities, held: Quantities, *, by: Any, on: date | None, note: str | None
    ) -> OrderDelivery:
        delivered = [(line, quantities[line.id]) for line in self.lines if quantities.get(line.id)]
        if not delivered:
            raise RuleBroken(_("Enter the quantity delivered."))
        today = today_for()
        if on is not None and on > today:
            raise RuleBroken(_("The date of delivery can’t be in the future."), field="delivered_on")
        for line, quantity in delivered:
            line.deliver(quantity, held.get(line.id, Decimal(0)))
        self.status = self.fulfilment()
        items = [[line.id, headline(line), f"{quantity.normalize():f}"] for line, quantity in delivered]
        made = OrderDelivery(
            place=len(self.deliveries) + 1, delivered_on=on or today, items=items, by_id=by.id
        )
        made.note = (note or "").strip() or None
        self.deliveries.append(made)
        record(self, FULFILLED, by=by, about=self.story, what=made.what[:500], body=made.note)
        return made

    def fulfil_rest(self, *, by: Any) -> None:
        """Everything that was open was delivered."""
        self.fulfil({line.id: line.quantity_open for line in self.lines}, by=by)

    def cancel(self, reason: str, *, by: Any, undone: Event | None = None) -> None:
        """Ends an order of which nothing was delivered or invoiced; `undone` is what this takes back."""
        if self.status not in {OrderStatus.DRAFT, OrderStatus.CONFIRMED}:
            raise RuleBroken(_("Only an order without deliveries can be cancelled."))
        if not reason.strip():
            raise RuleBroken(_("Enter the reason for cancelling."), field="reason")
        for objection in objections:
            objection(self)
        self.status, self.cancelled_at = OrderStatus.CANCELLED, clock.now()
        self.cancel_reason = reason.strip()
        for ending in endings:
            ending(self)
        taken_back = {} if undone is None else undoing([undone])
        about = [*self.story, self.quote]
        record(self, CANCELLED, by=by, about=about, reason=self.cancel_reason[:300], **taken_back)

    def close(self, quantities: Quantities, reason: str, *, by: Any) -> None:
        """Ends the order for good: these quantities, and what was not delivered, are dropped."""
        if not self.can_be_closed:
            raise RuleBroken(_("Only a confirmed order can be closed."))
        if not reason.strip():
            raise RuleBroken(_("Enter the reason for closing."), field="reason")
        for line in self.lines:
            line.quantity_closed = (line.quantity_closed or Decimal(0)) + quantities.get(line.id, Decimal(0))
        self._end(reason, by=by)

    def cancel_rest(self, quantities: Quantities, reason: str, *, by: Any) -> None:
        """These quantities, which were not delivered, are neither delivered nor billed any more."""
        if self.status not in UNDELIVERED:
            raise RuleBroken(_("Nothing of this order is still to be delivered."))
        if not reason.strip():
            raise RuleBroken(_("Enter the reason for cancelling."), field="reason")
        for line in self.lines:
            line.quantity_closed = (line.quantity_closed or Decimal(0)) + quantities.get(line.id, Decimal(0))
        if all(line.quantity_closed == line.quantity for line in self.lines):
            self._end(reason, by=by)
            return
        self.status = self.fulfilment()
        record(self, REST_CANCELLED, by=by, about=[*self.story, self.quote], reason=reason.strip()[:300])

    def bill_no_more(self, quantities: Quantities, reason: str, *, by: Any) -> None:
        """So much of each line (by its id) was credited and is not billed again; an order without a rest is closed."""
        for line in self.lines:
            line.quantity_closed = (line.quantity_closed or Decimal(0)) + quantities.get(line.id, Decimal(0))
        if all(line.quantity_closed == line.quantity for line in self.lines):
            self._end(reason, by=by)
        elif self.status in UNDELIVERED:
            self.status = self.fulfilment()

    def _end(self, reason: str, *, by: Any) -> None:
        self.status, self.closed_at, self.close_reason = OrderStatus.CLOSED, clock.now(), reason.strip()
        for ending in endings:
            ending(self)
        record(self, CLOSED, by=by, about=[*self.story, self.quote], reason=self.close_reason[:300])

    def fulfilment(self) -> OrderStatus:
        """How far a confirmed order is delivered."""
        if all(line.quantity_open == 0 for line in self.lines):
            return OrderStatus.FULFILLED
        delivered = any(line.quantity_fulfilled for line in self.lines)
        return OrderStatus.PARTLY_FULFILLED if delivered else OrderStatus.CONFIRMED

    @property
    def can_be_delivered(self) -> bool:
        return self.status in UNDELIVERED

    @property
    def can_be_closed(self) -> bool:
        return self.status in {*UNDELIVERED, OrderStatus.FULFILLED}

    @property
    def has_confirmation(self) -> bool:
        """Whether there is one for the customer."""
        return not self.is_internal and self.status is not OrderStatus.CANCELLED

    @property
    def can_be_amended(self) -> bool:
        return self.status in {*UNDELIVERED, OrderStatus.FULFILLED} and self.deleted_at is None

    @property
    def can_be_cancelled(self) -> bool:
        return self.status in {OrderStatus.DRAFT, OrderStatus.CONFIRMED}


class OrderLine(PricedLine, Base):
    """One line of an order, and how much of it was delivered."""

    __tablename__ = "order_lines"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    quantity_fulfilled: Mapped[Decimal] = mapped_column(Quantity(), default=Decimal(0))
    quantity_closed: Mapped[Decimal] = mapped_column(Quantity(), default=Decimal(0))
    """What is not billed any more, nor delivered where it was not: it was credited for good, or the order closed."""
    requested_on: Mapped[date | None] = mapped_column()
    """When the customer wants this line, where that is another day than the order says."""

    order: Mapped[Order] = relationship(back_populates="lines")

    @property
    def quantity_open(self) -> Decimal:
        """What is still to be delivered."""
        done = (self.quantity_fulfilled or Decimal(0)) + (self.quantity_closed or Decimal(0))
        return max(Decimal(0), self.quantity - done)

    @property
    def quantity_cancelled(self) -> Decimal:
        """What was never delivered and never will be."""
        return self.quantity - (self.quantity_fulfilled or Decimal(0)) - self.quantity_open

    def deliver(self, quantity: Decimal, held: Decimal) -> None:
        """RuleBroken for a negative quantity, and for more than is open and the delivery it corrects `held`."""
        left = max(self.quantity_open, held)
        if not 0 < quantity <= left:
            sentence = _(
                "Only %(left)s of %(line)s can still be delivered.",
                line=headline(self),
                left=f"{left.normalize():f}",
            )
            raise RuleBroken(sentence)
        self.quantity_fulfilled = (self.quantity_fulfilled or Decimal(0)) + quantity


class OrderApproval(DiscountRequest, Base):
    """A discount of an order that somebody asks approval for."""

    __tablename__ = "order_approvals"

    document_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)

    document: Mapped[Order] = relationship(back_populates="approvals")

    __table_args__ = (one_waiting("order_approvals", "document_id"),)


Order.line_model = OrderLine
Order.approval_model = OrderApproval

ORDER = register(
    RecordType(
        key="order",
        model=Order,
        plural="orders",
        label=_l("Order"),
        label_plural=_l("Orders"),
        icon="shopping-cart",
        view=Permission.ORDER_VIEW,
        edit=Permission.ORDER_EDIT,
        title="number",
        subtitle=("account", "status"),
        named_after=("account", "contact", "opportunity"),
        creatable=False,
        transferable=True,
        search_weight=60,
        before_save=prepare,
        unfinished=(
            Unfinished(
                lambda: Order.status == OrderStatus.DRAFT,
                lambda n: ngettext("%(num)s draft order", "%(num)s draft orders", n),
                {"status": OrderStatus.DRAFT.value},
            ),
            Unfinished(
                lambda: Order.status.in_(UNDELIVERED),
                lambda n: ngettext("%(num)s order to deliver", "%(num)s orders to deliver", n),
                {"status": ",".join(sorted(UNDELIVERED))},
                keeps=frozenset({"account", "contact"}),
            ),
        ),
    )
)
document_lines(ORDER, OrderLine, _l("Order line"), _l("Order lines"))
