"""Quotes that offer something beside their lines."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from salesapp.core.db import db
from salesapp.quotes.actions import send_quote
from salesapp.quotes.mailing import Letter
from salesapp.quotes.models import Quote
from salesapp.quotes.options.models import QuoteOption
from tests.quotes.stage import draft

HAND = {"unscoped": "a careless hand at the database"}


def offering(house: SimpleNamespace, *, lines: tuple[str, ...] = ("pump", "pipe"), **values: Any) -> Quote:
    """A draft whose last line is optional."""
    quote = draft(house, lines=lines, **values)
    quote.make_optional(quote.lines[-1], by=house.people["ada"])
    db.session.commit()
    return quote


def choose_between(quote: Quote, house: SimpleNamespace, choice: str) -> list[QuoteOption]:
    """Two alternatives of an installation, the small one proposed."""
    ada, found = house.people["ada"], []
    for size in ("small", "large"):
        option = quote.make_optional(quote.add_product(house.work, by=ada), by=ada)
        db.session.flush()
        said = {name: getattr(option, name) for name in ("quantity", "discount")}
        quote.change_option(
            option,
            by=ada,
            **said,
            unit_price=option.unit_price * (2 if size == "large" else 1),
            description=f"Installation {size}",
            tax_rate=option.own_tax_rate(),
            choice=choice,
            preselected=False,
        )
        found.append(option)
    db.session.commit()
    return found


def sent_with_options(house: SimpleNamespace, **values: Any) -> Quote:
    """Sent: a pump, optionally a pipe, and one of two installations."""
    quote = offering(house, **values)
    choose_between(quote, house, "Installation")
    send_quote(quote, Letter("", "", ""), by=house.people["ada"])
    db.session.commit()
    return quote


def only_alternatives(house: SimpleNamespace, **values: Any) -> Quote:
    """A draft without a line: the customer takes one of two installations, 80.50 or 161 net."""
    quote = draft(house, lines=(), **values)
    choose_between(quote, house, "Installation")
    return quote
