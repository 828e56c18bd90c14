"""What was accepted of a quote is its lines with the options that were chosen, and so is what was ordered of it."""

from __future__ import annotations

from collections.abc import Generator

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from salesapp.core.errors import RuleBroken
from salesapp.invoices.audits.rows import EVERYTHING
from salesapp.orders.amendments.models import OrderAmendment
from salesapp.orders.models import Order, OrderStatus
from salesapp.quotes.models import Quote, QuoteStatus
from salesapp.quotes.options.choosing import acceptance_hash, chosen, priced_with, proposed


def faults(session: Session) -> Generator[str]:
    """One sentence for each quote whose choice, sums or hash are not what its rows give."""
    query = select(Quote).where(Quote.status == QuoteStatus.ACCEPTED).order_by(Quote.id)
    query = query.options(selectinload(Quote.lines), selectinload(Quote.options))
    for quote in session.scalars(query.execution_options(**EVERYTHING, yield_per=200)):
        reason = _contradiction(quote)
        if reason:
            yield f"The quote {quote.number or quote.id}: {reason}."
    yield from _offers(session)
    yield from _orders(session)


def _contradiction(quote: Quote) -> str:
    if quote.accepted_total is None or quote.accepted_options is None:
        return "it was accepted, but not for which total"
    try:
        options = chosen(quote.options, quote.accepted_options)
    except RuleBroken:
        return "what was chosen of its options can't be chosen"
    totals = priced_with(quote, options)
    came_to = (totals.net, totals.tax, totals.total)
    accepted = (quote.accepted_net, quote.accepted_tax, quote.accepted_total)
    if came_to != accepted:
        return f"what was chosen comes to {totals.total}, {quote.accepted_total} was accepted"
    if quote.accepted_hash is not None and quote.accepted_hash != acceptance_hash(quote):
        return "it is not what was accepted any more"
    return ""


def _offers(session: Session) -> Generator[str]:
    """Quotes that don't come to what they say with the options that are preselected."""
    query = select(Quote).where(Quote.offered_total.is_not(None)).order_by(Quote.id)
    query = query.options(selectinload(Quote.lines), selectinload(Quote.options))
    for quote in session.scalars(query.execution_options(**EVERYTHING, yield_per=200)):
        totals = priced_with(quote, proposed(quote.options))
        if (totals.net, totals.tax, totals.total) != (
            quote.offered_net,
            quote.offered_tax,
            quote.offered_total,
        ):
            said = f"as proposed it comes to {totals.total}, and says {quote.offered_total}"
            yield f"The quote {quote.number or quote.id}: {said}."


def _orders(session: Session) -> Generator[str]:
    """What was ordered of a quote, as long as no amendment has changed it."""
    query = select(Order.number, Order.total, Quote.number, Quote.accepted_total).join(
        Quote, Order.quote_id == Quote.id
    )
    amended = select(OrderAmendment.id).where(
        OrderAmendment.order_id == Order.id, OrderAmendment.place.is_not(None)
    )
    query = query.where(Order.status != OrderStatus.CANCELLED, ~amended.exists())
    query = query.where(Order.total != Quote.accepted_total).order_by(Order.id)
    for number, total, quote, accepted in session.execute(query, execution_options=EVERYTHING):
        yield f"The order {number} comes to {total}, its quote {quote} was accepted for {accepted}."
