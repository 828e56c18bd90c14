"""What touches more than one quote: making one of an opportunity, answering for a customer, sending with its mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from salesapp.activities.actions import add_task
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event, event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.opportunities.models import Opportunity
from salesapp.quotes.mailing import Letter, confirm_acceptance, mail_quote, tell_owner
from salesapp.quotes.models import Quote, QuoteLine, QuoteStatus
from salesapp.quotes.models.answered import CHANGE_REQUESTED
from salesapp.quotes.options.choosing import Choice
from salesapp.quotes.tax_proposal.proposed import proposed_rate

MADE = event_kind("quote_made", _l("%(by)s created a quote for %(subject)s"), icon="file-plus")


@dataclass(frozen=True)
class Visitor:
    """The customer on the public page: nobody we know, by the name that was typed."""

    name: str
    id: None = None


def quote_for(opportunity: Opportunity, *, by: Any, with_products: bool = True) -> Quote:
    """A draft with the opportunity's customer, money, book and, unless told, products. RuleBroken for a closed one."""
    if not opportunity.is_open:
        raise RuleBroken(_("This opportunity is closed. Reopen it first."))
    quote = Quote(
        account_id=opportunity.account_id,
        contact_id=opportunity.contact_id or _primary_contact(opportunity),
        opportunity_id=opportunity.id,
        currency=opportunity.currency,
        price_book_id=opportunity.price_book_id,
    )
    quote.find_links()
    quote.lines = [_line_of(quote, line) for line in opportunity.lines] if with_products else []
    return write_quote(quote, by=by)


def write_quote(quote: Quote, *, by: Any) -> Quote:
    """Begins a draft of a customer; RuleBroken without one."""
    quote.owner_id = quote.owner_id or by.id
    quote.find_links()
    quote.begin()
    db.session.add(quote)
    db.session.flush()
    record(quote, MADE, by=by, about=quote.story)
    return quote


def _primary_contact(opportunity: Opportunity) -> int | None:
    primary = [each.contact_id for each in opportunity.contacts if each.is_primary]
    return primary[0] if primary else None


def _line_of(quote: Quote, line: Any) -> QuoteLine:
    made = QuoteLine(position=line.position, quantity=line.quantity, discount=line.discount)
    made.sell(line.product, line.unit_price, None)
    made.tax_at(proposed_rate(quote, line.product))
    made.description = line.description or made.description
    return made


def send_quote(quote: Quote, letter: Letter, *, by: Any) -> None:
    """Sends a draft, and mails it where the letter has an address. RuleBroken beyond the sender's discount limit."""
    quote.send(by=by)
    db.session.flush()
    if letter.to:
        mail_quote(quote, letter, by=by)


def accepted_by_customer(
    quote: Quote,
    name: str,
    signature: bytes | None,
    *,
    choice: Choice | None = None,
    recipient: str | None = None,
) -> None:
    """The customer's yes on the public page: they get what was agreed, and the owner hears of it.

    `recipient` is whom the link was sent to.
    """
    quote.accept(name, by=Visitor(name.strip()[:120]), signature=signature, choice=choice)
    confirm_acceptance(quote, recipient)
    tell_owner(quote, "accepted", name.strip()[:120])


def declined_by_customer(quote: Quote, reason: str, *, by: Visitor) -> None:
    """The customer's no."""
    quote.decline(reason, by=by)
    tell_owner(quote, "declined", reason.strip())


def change_wanted_by_customer(quote: Quote, wish: str, *, by: Visitor) -> None:
    """What the customer wants otherwise: on the timeline, and a task for today on the owner's list."""
    quote.ask_for_change(wish, by=by)
    if quote.owner is not None:
        title = _("%(number)s: the customer requests a change", number=quote.title)
        add_task(quote, title, today_for(), quote.owner, by=by, body=wish.strip())
    tell_owner(quote, "change", wish.strip())


def open_wish(quote: Quote) -> Event | None:
    """The last change the customer asked for of a quote that stands as it was sent; revising it answers."""
    if quote.status not in {QuoteStatus.SENT, QuoteStatus.EXPIRED}:
        return None
    asked = select(Event).where(Event.subject_type == quote.record_type_key, Event.subject_id == quote.id)
    return db.session.scalar(asked.where(Event.kind == CHANGE_REQUESTED).order_by(Event.id.desc()).limit(1))


def newer_than(quote: Quote) -> Quote | None:
    """The revision that replaced it."""
    query = select(Quote).where(Quote.number == quote.number, Quote.revision > quote.revision)
    return None if quote.number is None else db.session.scalar(query.order_by(Quote.revision.desc()).limit(1))
