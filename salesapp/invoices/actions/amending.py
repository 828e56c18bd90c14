"""What invoices have against an amendment of their order: what they billed stays in it, at the price they billed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.invoices.actions.closing import must_deduct_all
from salesapp.invoices.models import InvoiceLine
from salesapp.invoices.models.billing import Parts, billing_of
from salesapp.orders.amendments.actions import guards
from salesapp.orders.models import Order, OrderLine
from salesapp.products.parts import Billed
from salesapp.quotes.document import headline

PRICED_BY = ("unit_price", "discount", "tax", "tax_category", "base_quantity", "adjustments")
EVERY = {"unscoped": "every invoice names its line, whoever sees it", "with_deleted": True}
NONE = Decimal(0)


def must_still_bill(order: Order, after: Order) -> None:
    """RuleBroken where the amended order could not be billed to the cent any more."""
    billing = billing_of(order)
    done = {line.id: each for line, each in zip(order.lines, billing.billed, strict=True)}
    now = {line.id: line for line in after.lines}
    for line in order.lines:
        if line.id not in now:
            _must_not_be_named(line)
            continue
        _must_not_fall_below(line, now[line.id], done[line.id])
        if done[line.id].quantity:
            _must_keep(line, now[line.id])
    amended = _amended(billing, after, done)
    if not amended.adds_up() or amended.rest().total < 0:
        raise RuleBroken(
            _(
                "With this change, the amounts already invoiced would no longer add up to the order."
                " Credit those invoices first, or create a new order."
            )
        )
    must_deduct_all(amended, _("Credit the down payment first."))


def _must_not_fall_below(line: OrderLine, now: OrderLine, done: Billed) -> None:
    """RuleBroken for less than is delivered, invoiced or closed: the rest to bill would be less than nothing."""
    least = max(done.quantity, line.quantity_fulfilled or NONE, key=abs) + (line.quantity_closed or NONE)
    least = min(least, line.quantity, key=abs)  # goods that came back were delivered and closed
    sign = -1 if line.quantity < 0 else 1
    if least and sign * now.quantity < sign * least:
        sentence = _(
            "%(quantity)s of %(line)s are delivered, invoiced or cancelled. The quantity can’t be lower.",
            quantity=f"{least.normalize():f}",
            line=headline(line),
        )
        raise RuleBroken(sentence, field="quantity")


def _must_keep(line: OrderLine, now: OrderLine) -> None:
    """RuleBroken for another price of what is invoiced."""
    if line.agreed and line.quantity != now.quantity:
        sentence = _(
            "%(line)s is partly invoiced with its own discount or charge. Add a line for the rest instead.",
            line=headline(line),
        )
        raise RuleBroken(sentence, field="quantity")
    if any(getattr(line, name) != getattr(now, name) for name in PRICED_BY):
        sentence = _(
            "%(line)s is invoiced at its present price. Lower its quantity to what is invoiced, and add a line for the"
            " rest.",
            line=headline(line),
        )
        raise RuleBroken(sentence, field="unit_price")


def _must_not_be_named(line: OrderLine) -> None:
    """RuleBroken where an invoice names the line, credited or in the recycle bin as well."""
    query = select(InvoiceLine.id).where(InvoiceLine.order_line_id == line.id).limit(1)
    if db.session.scalar(query, execution_options=EVERY) is not None:
        sentence = _("%(line)s stands on an invoice. Lower its quantity instead.", line=headline(line))
        raise RuleBroken(sentence)


def _amended(billing: Parts, after: Order, done: dict[int, Billed]) -> Any:
    """The billing of the amended order."""
    return replace(
        billing,
        lines=[line.as_priced() for line in after.lines],
        whole=after.priced(),
        billed=[done.get(line.id, Billed()) for line in after.lines],
        closed=[line.quantity_closed or NONE for line in after.lines],
    )


guards.append(must_still_bill)
