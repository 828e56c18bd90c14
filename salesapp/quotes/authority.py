"""How much discount a quote gives in all, and whose approval it needs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from salesapp.core.access import Role
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.core.money import exact, round_half_up
from salesapp.products.models import PriceBookEntry
from salesapp.quotes.document import SalesDocument, headline

HUNDRED = Decimal(100)
UNLIMITED = {Role.ADMINISTRATOR, Role.MANAGER}


@dataclass(frozen=True)
class Given:
    """What a line is sold below its list price, as a percentage, document discount included."""

    line: str
    percent: Decimal


def off(
    unit_price: Decimal, list_price: Decimal | None, discount: Decimal, document_discount: Decimal
) -> Decimal:
    """The whole reduction in per cent; a price above the list's counts against the discounts.

    Without a list price the line's own price is the list's. Something given away for nothing is 100 per cent off.
    """
    base = list_price or unit_price
    if not base:
        return Decimal(0)
    with exact():
        paid = unit_price * (HUNDRED - discount) * (HUNDRED - document_discount) / (base * HUNDRED)
    return round_half_up(HUNDRED - paid, 4)


def most_given(document: SalesDocument) -> Given:
    """The line that is reduced most; 0 per cent for a document without lines."""
    lists = list_prices(document)
    given = [
        Given(headline(line), off(line.unit_price, lists.get(line), line.discount, document.discount))
        for line in document.lines
    ]
    return max(given, key=lambda each: each.percent, default=Given("", Decimal(0)))


def list_prices(document: SalesDocument) -> dict[Any, Decimal]:
    """The book's price of each line that has one, at the line's quantity; one statement for all lines."""
    book, lines = document.price_book, [line for line in document.lines if line.product_id is not None]
    if book is None or book.currency != document.currency or not lines:
        return {}
    entry = PriceBookEntry
    query = select(entry.product_id, entry.from_quantity, entry.price).where(
        entry.price_book_id == book.id, entry.product_id.in_({line.product_id for line in lines})
    )
    steps: dict[int, list[tuple[Decimal, Decimal]]] = {}
    for product_id, step, price in db.session.execute(query.order_by(entry.from_quantity)):
        steps.setdefault(product_id, []).append((step, price))
    return {
        line: reached(steps[line.product_id], line.quantity) for line in lines if line.product_id in steps
    }


def reached(steps: list[tuple[Decimal, Decimal]], quantity: Decimal) -> Decimal:
    """The price of the highest step that the quantity reaches; of the lowest where it reaches none."""
    return next((price for step, price in reversed(steps) if step <= quantity), steps[0][1])


def why_not(document: SalesDocument, *, by: Any) -> str | None:
    """Why `by` may not send it: the discount and who may; None when they may."""
    limit = company().discount_limit
    if by.role in UNLIMITED:
        return None
    given = most_given(document)
    if given.percent <= limit:
        return None
    manager = getattr(by, "manager", None)
    return _(
        "%(line)s is sold at %(given)s%% off; you may give %(limit)s%%. %(manager)s can approve it by sending it.",
        line=given.line,
        given=f"{round_half_up(given.percent, 1).normalize():f}",
        limit=f"{limit.normalize():f}",
        manager=_("A manager") if manager is None else manager.name,
    )
