"""Issuing an invoice: the day, what seller and buyer are called, the number, the frozen words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from flask_babel import force_locale

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.invoices.locking import hold, lock_orders
from salesapp.invoices.models.billed import BilledDocument
from salesapp.invoices.models.due_days.instalment import InvoiceInstalment
from salesapp.invoices.models.ledger import must_be_open, seal
from salesapp.orders.models import OrderStatus
from salesapp.products.bank_accounts.models import BankAccount, must_take
from salesapp.quotes.paper import buyer, language_of, seller

if TYPE_CHECKING:
    from salesapp.invoices.models.invoice import Invoice
    from salesapp.orders.models import Order

ISSUED = event_kind("invoice_issued", _l("%(by)s issued %(subject)s (%(amount)s)"), icon="receipt")
before_issuing: list[Callable[[Invoice], None]] = []
"""What rooms above demand of an invoice that is about to be issued: RuleBroken where it must not be."""
BILLABLE = frozenset({OrderStatus.CONFIRMED, OrderStatus.PARTLY_FULFILLED, OrderStatus.FULFILLED})


class Issuable(BilledDocument):
    """The trait of an invoice that leaves the house."""

    __abstract__ = True

    if TYPE_CHECKING:

        @property
        def orders(self) -> list[Any]: ...

        due_on: Any

    def issue(self, *, by: Any, on: date | None = None, pay_to: BankAccount | None = None) -> None:
        """Gives the draft its number on that day (default: the company's today); from now on nothing of it changes.

        It is paid to that account, by default to the one of its currency.

        RuleBroken for what cannot be issued, for an account that is not for its currency, and for a day that is
        closed, still to come or before the last number's.
        """
        from salesapp.invoices.models.billing import must_fit

        orders = self.orders
        for order in sorted(orders, key=lambda each: each.id):
            hold(order)
        hold(self)
        if self.orders != orders:
            raise RuleBroken(_("Someone else has changed this. Reload to see the latest version."))
        self._check_ready()
        if pay_to is not None:
            must_take(pay_to, self.currency)
        with db.session.no_autoflush:  # what is asked on the way is of others: it is written once, sealed
            self.hold_customer()
            on = on or today_for()
            must_be_open(on)
            self.take_terms(on=on)
            self.reprice()
            self.must_not_be_negative()
            must_fit(cast("Invoice", self))
            self.due_on = self.plan.last_day(on)
            self.remember_parties(pay_to=pay_to)
            for must_be_lawful in before_issuing:
                must_be_lawful(cast("Invoice", self))
            if any(map(db.session.is_modified, self.lines)):
                db.session.flush()  # once their invoice is sealed, the database refuses to change them
            seal(self, on=on)
        record(self, ISSUED, by=by, about=[*orders, *self.story], amount=self.amount)
        self._fall_due(on)

    def _fall_due(self, on: date) -> None:
        """Writes down what is due when, where it is paid in instalments."""
        upto = 0
        for each in self.plan.instalments(self.payable, on):
            upto += each.amount
            db.session.add(
                InvoiceInstalment(invoice_id=self.id, due_on=each.due_on, amount=each.amount, upto=upto)
            )
        db.session.flush()

    def came_out_of_bin(self, *, by: Any) -> None:
        """A draft of an order is one again, as long as the order still asks for just that and for no other draft."""
        from salesapp.invoices.models.billing import draft_of, must_fit

        super().came_out_of_bin(by=by)
        if not self.orders:
            return
        lock_orders(cast("Invoice", self))
        for order in self.orders:
            must_be_billable(order)
            if draft_of(order) is not None:
                raise RuleBroken(_("There is already a draft for this order. Issue or delete it first."))
        must_fit(cast("Invoice", self))

    def remember_parties(self, *, pay_to: BankAccount | None = None) -> None:
        """Keeps what seller and buyer are called and where they are now."""
        with force_locale(language_of(self).locale):
            self.seller, self.buyer = asdict(seller(self, pay_to=pay_to)), asdict(buyer(self))

    def _check_ready(self) -> None:
        if not self.is_draft:
            raise RuleBroken(_("This invoice has already been issued."))
        if self.deleted_at is not None:
            raise RuleBroken(_("This draft is in the recycle bin."))
        if not self.lines:
            raise RuleBroken(_("An invoice needs at least one line."))
        for order in self.orders:
            must_be_billable(order)


def must_be_billable(order: Order | None) -> None:
    """RuleBroken for an order that is not confirmed, or cancelled."""
    if order is not None and order.status not in BILLABLE:
        raise RuleBroken(_("Only a confirmed order can be invoiced."))
