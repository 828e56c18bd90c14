"""What the customer of an opportunity has accepted."""

from __future__ import annotations

from sqlalchemy import Select, select

from salesapp.core.db import db
from salesapp.opportunities.models import Opportunity
from salesapp.quotes.models import Quote, QuoteStatus

EVERY = {"unscoped": "what the customer accepted, whoever offered it"}


def accepted_net(opportunity: Opportunity) -> int | None:
    """The net amount of the quote that was accepted last, in the opportunity's currency; None without one."""
    query = _accepted(opportunity.id).where(Quote.currency == opportunity.currency)
    found = db.session.scalar(query.limit(1).execution_options(**EVERY))
    return None if found is None else found.accepted_net


def accepted_beside(quote: Quote) -> Quote | None:
    """Another quote of the same opportunity that the customer accepted already."""
    if quote.opportunity_id is None:
        return None
    query = _accepted(quote.opportunity_id).where(Quote.id != quote.id)
    return db.session.scalar(query.limit(1).execution_options(**EVERY))


def _accepted(opportunity_id: int) -> Select[Quote]:
    theirs = (Quote.opportunity_id == opportunity_id) & (Quote.status == QuoteStatus.ACCEPTED)
    return select(Quote).where(theirs).order_by(Quote.accepted_at.desc(), Quote.id.desc())
