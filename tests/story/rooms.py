"""What is done at random in the smaller rooms: invoices of several orders, options of quotes, wins, surveys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.paper.document import DocumentLanguage
from salesapp.invoices.actions.joining import add_order, invoice_together, remove_order
from salesapp.invoices.models import Invoice
from salesapp.opportunities.models import State
from salesapp.opportunities.models.history import OpportunityClose
from salesapp.orders.actions import write_order
from salesapp.orders.models import Order
from salesapp.people.models import User
from salesapp.products.models import Product
from salesapp.quotes.actions import write_quote
from salesapp.quotes.models import Quote, QuoteStatus
from salesapp.recognition.wins.models import Congratulation, congratulate, take_back
from salesapp.surveys.answering import answer
from tests.surveys.stage import survey

Chance = Any
"""What is drawn: tests/story/test_replay.py."""


def bill_together(chance: Chance, by: User) -> str:
    """Two new orders on one draft; or one joins a draft that is there, or leaves it."""
    drafts = select(Invoice).where(Invoice.is_joint, Invoice.status == "draft", Invoice.deleted_at.is_(None))
    draft = db.session.scalars(drafts.order_by(Invoice.id.desc())).first()
    if draft is None or chance.random() < 0.4:
        first = _order(chance, chance.row(Order).account_id, by)
        return f"invoice {invoice_together([first, _order(chance, first.account_id, by)], by=by).id} of two"
    if chance.random() < 0.5:
        add_order(draft, _order(chance, draft.account_id, by), by=by)
        return f"invoice {draft.id} takes an order"
    remove_order(draft, chance.choice(draft.orders), by=by)
    return f"invoice {draft.id} lets an order go"


def _order(chance: Chance, account_id: int, by: User) -> Order:
    order = write_order(Order(account_id=account_id, language=DocumentLanguage.EN, owner_id=by.id), by=by)
    order.add_product(_goods(chance), by=by)
    order.confirm(by=by)
    return order


def _goods(chance: Chance) -> Product:
    return chance.choice(db.session.scalars(select(Product).where(Product.active).order_by(Product.id)).all())


def offer_options(chance: Chance, by: User) -> str:
    """A line of a draft becomes optional, or an option is one no more, is another one, or goes."""
    drafts = select(Quote).where(Quote.status == QuoteStatus.DRAFT, Quote.deleted_at.is_(None))
    quotes = [each for each in db.session.scalars(drafts.order_by(Quote.id)) if len(each.lines) > 1]
    quote = chance.choice(quotes or [_draft(chance, by)])
    options = list(quote.options)
    if not options or chance.random() < 0.4:
        quote.make_optional(chance.choice(quote.lines), by=by)
        return f"quote {quote.id}: option"
    option = chance.choice(options)
    acts: dict[str, Callable[[], Any]] = {
        "include": lambda: quote.include(option, by=by),
        "remove": lambda: quote.remove_option(option, by=by),
        "restore": lambda: quote.restore_option(quote.remove_option(option, by=by), by=by),
    }
    name = chance.choice([*acts])
    acts[name]()
    return f"quote {quote.id}: {name} option"


def _draft(chance: Chance, by: User) -> Quote:
    values = {"account_id": chance.row(Order).account_id, "language": DocumentLanguage.EN}
    quote = write_quote(Quote(owner_id=by.id, **values), by=by)
    for _each in range(3):
        quote.add_product(_goods(chance), by=by)
    return quote


def praise(chance: Chance, by: User) -> str:
    """Somebody is congratulated, or it is taken back."""
    wins = select(OpportunityClose.id).where(
        OpportunityClose.outcome == State.WON,
        OpportunityClose.reopened_at.is_(None),
        OpportunityClose.owner_id != by.id,
    )
    key = chance.choice(db.session.scalars(wins.order_by(OpportunityClose.id)).all())
    said = select(Congratulation.id).where(Congratulation.close_id == key, Congratulation.user_id == by.id)
    if db.session.scalar(said) is None:
        congratulate(key, chance.words(), by=by)
    else:
        take_back(key, by=by)
    return f"win {key}"


def ask_everybody(chance: Chance, by: User) -> str:
    """A survey is started, answered and perhaps closed."""
    made = survey(by, anonymous=chance.random() < 0.5)
    said = dict(zip([each.id for each in made.questions], ("yes", "4", "Leads", chance.words()), strict=True))
    answer(made, said, by=by)
    if chance.random() < 0.5:
        made.close(by=by)
    return f"survey {made.id}"


ACTS = (bill_together, offer_options, praise, ask_everybody)
