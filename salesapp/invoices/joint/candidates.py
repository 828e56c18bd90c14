"""Which orders that wait to be invoiced go together, customer by customer, and why the others don't."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.i18n import _, in_a_list
from salesapp.invoices.actions.joining import differences, may_join, to_bill
from salesapp.invoices.models import BillStatus, Invoice
from salesapp.invoices.models.billing import billings_of
from salesapp.orders.models import Order

OFFERED = 5
"""To how many drafts an order may be added."""


@dataclass(frozen=True)
class Candidate:
    """An order and what it would add to the invoice, in minor units; `apart` says why it stays alone."""

    order: Order
    amount: int
    apart: str = ""


@dataclass(frozen=True)
class Customer:
    """The orders of one customer: each set goes on one invoice."""

    name: str
    together: Sequence[Sequence[Candidate]]
    alone: Sequence[Candidate]


def customers(orders: Sequence[Order], *, delivered: bool) -> list[Customer]:
    """Those of whom several of these orders wait, in their order."""
    billings = billings_of(orders)
    found: dict[object, list[Candidate]] = {}
    for order in orders:
        billing = billings[order.id]
        wanted = to_bill(order, billing, delivered=delivered)
        if any(wanted):
            key = order.account_id or ("contact", order.contact_id)
            found.setdefault(key, []).append(Candidate(order, billing.part(wanted).payable))
    return [_customer(each) for each in found.values() if len(each) > 1]


def sets(orders: Iterable[Order]) -> list[list[Order]]:
    """The orders in sets that go on one invoice each."""
    found: list[list[Order]] = []
    for order in orders:
        fitting = next((each for each in found if not differences([each[0], order])), None)
        if fitting is None:
            found.append([order])
        else:
            fitting.append(order)
    return found


def drafts_for(order: Order) -> list[Invoice]:
    """The customer's drafts, as far as the viewer sees them, to which the order could be added."""
    query = select(Invoice).where(
        Invoice.status == BillStatus.DRAFT,
        Invoice.currency == order.currency,
        Invoice.account_id == order.account_id
        if order.account_id
        else Invoice.contact_id == order.contact_id,
    )
    drafts = db.session.scalars(query.order_by(Invoice.id.desc()).limit(4 * OFFERED)).all()
    return [each for each in drafts if may_join(each, order)][:OFFERED]


def _customer(found: Sequence[Candidate]) -> Customer:
    of = {each.order: each for each in found}
    by_size = sorted(sets(of), key=len, reverse=True)
    together = [[of[order] for order in each] for each in by_size if len(each) > 1]
    first = by_size[0][0]
    alone = [
        Candidate(each[0], of[each[0]].amount, _apart(first, each[0])) for each in by_size if len(each) == 1
    ]
    return Customer(found[0].order.customer_name, together, alone)


def _apart(first: Order, order: Order) -> str:
    if order is first:
        return ""
    return _("Different: %(what)s", what=in_a_list(differences([first, order])))
