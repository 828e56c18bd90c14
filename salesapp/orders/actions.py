"""Making orders: of an accepted quote, or for a customer without one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind, last_of, no_touch, record, touch_again
from salesapp.core.i18n import _, _l
from salesapp.core.paper import Paper
from salesapp.opportunities.models import Opportunity
from salesapp.orders.models import CONFIRMED, Order, OrderLine, OrderStatus
from salesapp.quotes.models import Quote, QuoteStatus
from salesapp.quotes.paper import paper_of

MADE = event_kind("order_made", _l("%(by)s created an order for %(subject)s"), icon="file-plus")


def make_order(quote: Quote, *, by: Any) -> Order:
    """The confirmed order of an accepted quote. There is one at most: whoever comes second gets the first one's.

    The caller holds the quote locked, so that two cannot find none at the same moment.
    """
    return order_of(quote) or make_first_order(quote, by=by)


def make_first_order(quote: Quote, *, by: Any) -> Order:
    """The same for a caller that has found none under the lock."""
    if quote.status is not QuoteStatus.ACCEPTED:
        raise RuleBroken(_("Only an accepted quote can become an order."))
    order = Order(**quote.copied_terms(), quote_id=quote.id, owner_id=quote.owner_id or by.id)
    order.status = OrderStatus.DRAFT
    agreed: list[Any] = [*quote.lines, *quote.chosen_options]
    order.lines = [
        OrderLine(**line.copied() | {"position": place}) for place, line in enumerate(agreed, start=1)
    ]
    order.confirm(by=by)
    return order


def undo_order(order: Order, *, by: Any) -> None:
    """Takes back the order that was made of a quote, which can become one again. RuleBroken once it was built on.

    It is cancelled rather than gone: its number and its paper are given only once.
    """
    if order.quote is None:
        raise RuleBroken(_("This order wasn’t created from a quote. Cancel it instead."))
    made = last_of(order, [CONFIRMED])
    with no_touch():
        order.cancel(_("Undone"), by=by, undone=made)
    for each in order.story:
        touch_again(each)


def order_of(quote: Quote) -> Order | None:
    """The order that stands for the quote, whoever owns it."""
    query = select(Order).where(Order.quote_id == quote.id, Order.status != OrderStatus.CANCELLED)
    return db.session.scalar(query.execution_options(unscoped="one order for each quote, seen or not"))


def ordered_net(opportunity: Opportunity) -> int | None:
    """The net amount of the opportunity's standing orders in its currency; None without one."""
    standing = Order.status.not_in([OrderStatus.DRAFT, OrderStatus.IN_APPROVAL, OrderStatus.CANCELLED])
    theirs = (Order.opportunity_id == opportunity.id) & (Order.currency == opportunity.currency)
    query = select(func.sum(Order.net)).where(theirs, standing, Order.deleted_at.is_(None))
    found = db.session.scalar(query.execution_options(unscoped="what was ordered, whoever took the order"))
    return None if found is None else int(found)


def write_order(order: Order, *, by: Any) -> Order:
    """Begins a draft of a customer; RuleBroken without one."""
    order.owner_id = order.owner_id or by.id
    order.find_links()
    order.begin()
    db.session.add(order)
    db.session.flush()
    record(order, MADE, by=by, about=order.story)
    return order


def paper_of_order(order: Order) -> Paper:
    """The order confirmation for the customer."""
    day = order.ordered_on or today_for()
    references = [("quote", order.quote.title)] if order.quote is not None else []
    dates = [("issued", day)]
    if order.requested_on is not None:
        dates.append(("delivery", order.requested_on))
    return paper_of(order, "order", number=order.number, dates=dates, references=references)
