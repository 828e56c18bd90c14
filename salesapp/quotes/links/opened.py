"""Who opened a quote and who answered it, by the link they have.

A visit is counted by a second request, which a browser sends once the page has been on its screen for a moment:
filters of mail servers, previews of chats and search engines fetch the page and do not run it. Colleagues who are
signed in do not count either, and what comes within half an hour is one visit.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import case, update

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _l
from salesapp.quotes.actions import Visitor
from salesapp.quotes.models import Quote, QuoteLink

OPENED = event_kind("quote_opened", _l("%(by)s opened %(subject)s"), icon="eye", touch=False)
VISIT = timedelta(minutes=30)


def opened(quote: Quote, link: QuoteLink) -> None:
    """Counts a visit; the first one stands on the timeline, and the owner is told."""
    now = clock.now()
    mine = update(QuoteLink).where(QuoteLink.id == link.id).execution_options(synchronize_session=False)
    first = mine.where(QuoteLink.first_opened_at.is_(None)).returning(QuoteLink.id)
    if db.session.scalar(first.values(opened=1, first_opened_at=now, last_opened_at=now)) is not None:
        tells = () if quote.owner_id is None else (quote.owner_id,)
        record(quote, OPENED, by=visitor(quote, link), about=quote.story, tells=tells)
    else:
        one_more = case((QuoteLink.last_opened_at < now - VISIT, 1), else_=0)
        db.session.execute(mine.values(opened=QuoteLink.opened + one_more, last_opened_at=now))
    db.session.expire(link)


def visitor(quote: Quote, link: QuoteLink | None) -> Visitor:
    """Who it is on the customer's page: whom the link was made for, else the customer."""
    return Visitor((link.recipient if link is not None else None) or quote.customer_name)


def answered(link: QuoteLink | None, answer: str) -> None:
    """Credits the answer ("accept", "decline" or "change") to whoever has the link."""
    if link is not None:
        link.answer, link.answered_at = answer, clock.now()
