"""The link to a quote that was revised leads on to the newest revision, for whoever was sent that one as well."""

from __future__ import annotations

from salesapp.quotes.models import Quote, QuoteLink, QuoteStatus
from salesapp.quotes.models.answered import newest_revision


def newer_for(quote: Quote, recipient: str | None) -> Quote | None:
    """The revision that took its place, where that was sent to the same recipient.

    A link that was made for nobody in particular leads nowhere else: nobody can tell who holds it.
    """
    if quote.status is not QuoteStatus.REVISED:
        return None
    newest = newest_revision(quote)
    if newest is None or newest.is_internal or link_to(newest, recipient) is None:
        return None
    return newest


def link_to(quote: Quote, recipient: str | None) -> QuoteLink | None:
    """The recipient's own link to the quote, the newest of several."""
    name = (recipient or "").casefold()
    theirs = [each for each in quote.links if name and (each.recipient or "").casefold() == name]
    return theirs[-1] if theirs else None
