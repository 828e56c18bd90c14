"""The rules of invoices of several orders in the life of an order (tests/invoices/test_life.py)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.invoices.actions import invoice_order
from salesapp.invoices.actions.joining import add_order, invoice_together, remove_order
from salesapp.invoices.models import Invoice
from salesapp.orders.models import Order
from tests.invoices.stage import order_of


class Joins:
    """The order is invoiced together with others of the customer; one joins its draft, or leaves it."""

    house: Any
    attempt: Any
    terms: int

    def another(self: Any, price: str) -> Order:
        """A further order of the customer, in the same money and on the same terms."""
        first = self.the_order
        lines = [("pump", "1.5", "0", Decimal(price)), ("pipe", "0.333", "7", Decimal("3.33"))]
        made = order_of(
            self.house,
            lines,
            discount=str(first.discount),
            currency=first.currency,
            round_to=first.round_to,
            payment_terms_id=self.terms,
        )
        self.others = [*getattr(self, "others", []), made.id]
        return made

    def some_other(self: Any, pick: int) -> Order:
        others = getattr(self, "others", [])
        if not others or pick % 3 == 0:
            return self.another(f"{pick}.07")
        return db.session.get_one(Order, others[pick % len(others)])

    def joint_draft(self: Any) -> Any:
        drafts = select(Invoice).where(
            Invoice.id > self.before[Invoice],
            Invoice.status == "draft",
            Invoice.deleted_at.is_(None),
            (Invoice.order_id.is_not(None)) | Invoice.is_joint,
        )
        return db.session.scalars(drafts.order_by(Invoice.id)).first()

    @rule(pick=st.integers(1, 99), issue=st.booleans(), delivered=st.booleans())
    def invoice_with_another(self: Any, pick: int, issue: bool, delivered: bool) -> None:
        orders = [self.the_order, self.some_other(pick), self.some_other(pick + 1)]

        def act() -> None:
            draft = invoice_together(orders, delivered=delivered, by=self.clerk)
            if issue:
                draft.issue(by=self.clerk)

        self.attempt(act)

    @rule(pick=st.integers(1, 99))
    def an_order_joins_the_draft(self: Any, pick: int) -> None:
        draft, order = self.joint_draft(), self.some_other(pick)
        if draft is not None:
            self.attempt(lambda: add_order(draft, order, by=self.clerk))
        else:
            self.attempt(lambda: invoice_order(order, by=self.clerk))

    @rule(pick=st.integers(0, 99))
    def an_order_leaves_the_draft(self: Any, pick: int) -> None:
        draft = self.joint_draft()
        if draft is not None:
            orders = draft.orders
            self.attempt(lambda: remove_order(draft, orders[pick % len(orders)], by=self.clerk))
