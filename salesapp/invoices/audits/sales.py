"""The invariants before the invoice: revisions, orders of quotes, conversions, the board's sums."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from salesapp.core.events import Event
from salesapp.invoices.audits.rows import stream
from salesapp.leads.models import CONVERTED, Lead
from salesapp.leads.models.statuses import NamedStatus
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.upkeep.totals import OpportunityTotal
from salesapp.orders.models import Order, OrderStatus
from salesapp.quotes.models import Quote, QuoteStatus


def revision_faults(session: Session) -> Generator[str]:
    """Numbers with more than one quote that was not revised."""
    current = select(Quote.number, func.count(Quote.id)).where(
        Quote.number.is_not(None), Quote.status != QuoteStatus.REVISED
    )
    for number, count in stream(session, current.group_by(Quote.number).having(func.count(Quote.id) > 1)):
        yield f"The quote {number} has {count} current revisions."


def order_faults(session: Session) -> Generator[str]:
    """Quotes with several orders, and orders of quotes that nobody accepted."""
    live = select(Quote.number, func.count(Order.id)).join(Order, Order.quote_id == Quote.id)
    live = live.where(Order.status != OrderStatus.CANCELLED).group_by(Quote.id, Quote.number)
    for number, count in stream(session, live.having(func.count(Order.id) > 1)):
        yield f"The quote {number} has {count} orders."
    stray = select(Order.number, Quote.number).join(Quote, Order.quote_id == Quote.id)
    for order, quote in stream(session, stray.where(Quote.status != QuoteStatus.ACCEPTED)):
        yield f"The order {order} is of the quote {quote}, which was not accepted."


def lead_faults(session: Session) -> Generator[str]:
    """Leads with several conversions, or with several opportunities that came of them."""
    told = select(Event.subject_id, func.count(Event.id)).where(
        Event.kind == CONVERTED, Event.subject_type == "lead"
    )
    for key, count in stream(session, told.group_by(Event.subject_id).having(func.count(Event.id) > 1)):
        yield f"The lead {key} was converted {count} times."
    made = select(Opportunity.lead_id, func.count(Opportunity.id)).where(Opportunity.lead_id.is_not(None))
    for key, count in stream(
        session, made.group_by(Opportunity.lead_id).having(func.count(Opportunity.id) > 1)
    ):
        yield f"The lead {key} became {count} opportunities."
    unfinished = select(Lead.id).where(Lead.opportunity_id.is_not(None), Lead.converted_at.is_(None))
    for (key,) in stream(session, unfinished):
        yield f"The lead {key} became an opportunity but was not converted."


def status_faults(session: Session) -> Generator[str]:
    """Leads whose state is not what their status stands for."""
    named = select(Lead.id, Lead.status, NamedStatus.state).outerjoin(
        NamedStatus, NamedStatus.id == Lead.status_id
    )
    apart = or_(NamedStatus.id.is_(None), NamedStatus.state != Lead.status)
    for key, state, stands_for in stream(session, named.where(apart).order_by(Lead.id)):
        said = "has no status" if stands_for is None else f"has a status of {stands_for} leads"
        yield f"The lead {key} is {state} and {said}."


def board_faults(session: Session) -> Generator[str]:
    """Stages whose kept sums are not those of their open opportunities."""
    kept = {_key(row): _sums(row) for row in stream(session, _kept()) if any(_sums(row))}
    counted = {_key(row): _sums(row) for row in stream(session, _counted())}
    for key in sorted(kept.keys() | counted.keys()):
        if kept.get(key, NOTHING) != counted.get(key, NOTHING):
            stage, owner, currency = key
            said = f"kept {kept.get(key, NOTHING)}, counted {counted.get(key, NOTHING)}"
            yield f"Stage {stage}, owner {owner}, {currency}: {said}."


NOTHING = (0, 0, 0, 0)


def _kept() -> Any:
    each = OpportunityTotal
    return select(
        each.stage_id,
        each.owner_id,
        each.currency,
        each.count,
        each.amount,
        each.amount_in_company,
        each.weighted,
    )


def _counted() -> Any:
    owner = func.coalesce(Opportunity.owner_id, 0)
    sums = [
        func.coalesce(func.sum(c), 0)
        for c in (Opportunity.amount, Opportunity.amount_in_company, Opportunity.weighted)
    ]
    query = select(Opportunity.stage_id, owner, Opportunity.currency, func.count(Opportunity.id), *sums)
    open_now = query.where(Opportunity.state == "open", Opportunity.deleted_at.is_(None))
    return open_now.group_by(Opportunity.stage_id, owner, Opportunity.currency)


def _key(row: Any) -> tuple[int, int, str]:
    return row[0], row[1], row[2]


def _sums(row: Any) -> tuple[int, int, int, int]:
    return int(row[3]), int(row[4]), int(row[5]), int(row[6])
