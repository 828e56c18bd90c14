"""How much discount a quote or an order gives in all, and what of it is beyond the limit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from salesapp.core.access import SYSTEM, Role
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.core.money import exact, round_half_up
from salesapp.products.models import PriceBook, PriceBookEntry
from salesapp.products.queries import price_book_for
from salesapp.quotes.document import SalesDocument, headline

HUNDRED = Decimal(100)
UNLIMITED = {Role.ADMINISTRATOR, Role.MANAGER}
Steps = list[tuple[Decimal, Decimal]]
"""Prices of a product in a book: from which quantity on, and what it costs then."""


@dataclass(frozen=True)
class Given:
    """What a line is sold below its list price, as a percentage, document discount included.

    `None` where nobody can say: a free-text line, and a product that no price book of the currency knows.
    """

    line: Any
    percent: Decimal | None

    @property
    def name(self) -> str:
        return headline(self.line)


def off(
    unit_price: Decimal,
    list_price: Decimal | None,
    discount: Decimal,
    document_discount: Decimal,
    share_paid: Fraction = Fraction(1),
) -> Decimal:
    """The whole reduction in per cent; a price above the list's counts against the discounts.

    `share_paid` is what discounts as amounts leave of the line. Without a list price the line's own price is the
    list's. Something given away for nothing is 100 per cent off.
    """
    base = list_price or unit_price
    if not base:
        return Decimal(0)
    with exact():
        paid = unit_price * (HUNDRED - discount) * (HUNDRED - document_discount) / (base * HUNDRED)
        paid = paid * share_paid.numerator / share_paid.denominator
    return round_half_up(HUNDRED - paid, 4)


def given(document: SalesDocument) -> list[Given]:
    """What each line gives, and each option at worst: chosen with all the others, or alone."""
    lists, kept = list_prices(document), _share_paid(_taken_off(document), document.net_after_lines)
    found = []
    for line in document.offered:
        least = min(kept, 1 - Fraction(document.taken_off_when_added(line)) / 100)
        found.append(Given(line, _given(line, lists.get(line), document.discount, least)))
    return found


def _given(
    line: Any, list_price: Decimal | None, document_discount: Decimal, kept: Fraction
) -> Decimal | None:
    """None where nobody can say; goods taken back at more than their list price are money given away as well."""
    with exact():
        unit_price = line.unit_price / (line.base_quantity or 1)
    if line.quantity < 0:
        return Decimal(0) if list_price is not None and unit_price <= list_price else None
    kept *= _share_paid(_taken_off(line), line.net + _taken_off(line))
    percent = off(unit_price, list_price, line.discount, document_discount, kept)
    return percent if list_price is not None or percent == HUNDRED else None


def _taken_off(of: Any) -> int:
    """What its discounts as amounts or in per cent of the whole come to; charges are not set against them."""
    return -sum(int(each.amount) for each in of.agreed if not each.is_charge)


def _share_paid(taken_off: int, whole: int) -> Fraction:
    """What is left of the whole."""
    return Fraction(1) if not taken_off else max(Fraction(0), 1 - Fraction(taken_off, max(whole, 1)))


def list_prices(document: SalesDocument) -> dict[Any, Decimal]:
    """The list price of each line and option that has one, at the line's quantity; one statement for all lines.

    The document's book says it; where that is empty or silent, the book that this customer would get; else the
    dearest of the currency. So no choice of a book makes a price disappear.
    """
    lines = [line for line in document.offered if line.product_id is not None]
    if not lines:
        return {}
    usual = price_book_for(document.account, document.currency, today_for())
    first = [book.id for book in (document.price_book, usual) if book is not None]
    entry = PriceBookEntry
    query = select(entry.product_id, entry.price_book_id, entry.from_quantity, entry.price).join(PriceBook)
    query = query.where(
        PriceBook.currency == document.currency,
        PriceBook.deleted_at.is_(None),
        entry.product_id.in_({line.product_id for line in lines}),
    )
    books: defaultdict[int, defaultdict[int, Steps]] = defaultdict(lambda: defaultdict(list))
    for product_id, book_id, step, price in db.session.execute(query.order_by(entry.from_quantity)):
        books[product_id][book_id].append((step, price))
    return {
        line: _list_price(books[line.product_id], first, line.quantity)
        for line in lines
        if line.product_id in books
    }


def _list_price(books: Mapping[int, Steps], first: Sequence[int], quantity: Decimal) -> Decimal:
    """The price of the first book that knows the product, else the dearest."""
    known = next((books[book] for book in first if book in books), None)
    if known is not None:
        return reached(known, quantity)
    return max(reached(steps, quantity) for steps in books.values())


def reached(steps: Steps, quantity: Decimal) -> Decimal:
    """The price of the highest step that the quantity reaches; of the lowest where it reaches none."""
    return next((price for step, price in reversed(steps) if step <= quantity), steps[0][1])


def is_unlimited(user: Any) -> bool:
    """Whether they may give any discount."""
    return user is SYSTEM or user.role in UNLIMITED


def why_beyond(document: SalesDocument, *, by: Any) -> str | None:
    """What about the prices is more than `by` may give; None where nothing is."""
    return None if is_unlimited(by) else why_of(beyond_limit(document))


def why_of(lines: Sequence[Given]) -> str | None:
    """The sentence about lines that are sold beyond the limit; None without any."""
    most = max((each for each in lines if each.percent is not None), key=_percent, default=None)
    if most is not None:
        return _beyond(most, company().discount_limit)
    return _("“%(line)s” has no list price.", line=lines[0].name) if lines else None


def beyond_limit(document: SalesDocument) -> list[Given]:
    """The lines that only somebody with more authority may sell like this."""
    limit = company().discount_limit
    if limit == HUNDRED:
        return []
    lines, listed = given(document), _has_list_prices()
    return [each for each in lines if _percent(each) > limit or (each.percent is None and listed)]


def _percent(line: Given) -> Decimal:
    return line.percent or Decimal(0)


def _beyond(line: Given, limit: Decimal) -> str:
    return _(
        "%(line)s is discounted by %(given)s%%; your limit is %(limit)s%%.",
        line=line.name,
        given=f"{round_half_up(_percent(line), 1).normalize():f}",
        limit=f"{limit.normalize():f}",
    )


def _has_list_prices() -> bool:
    """Whether the company keeps price books at all: without, every line is free text."""
    return db.session.scalar(select(PriceBookEntry.id).limit(1)) is not None
