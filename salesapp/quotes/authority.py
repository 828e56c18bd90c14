"""How much discount a quote gives in all, and whose approval it needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from salesapp.core.access import Role
from salesapp.core.company import company
from salesapp.core.i18n import _
from salesapp.core.money import exact, round_half_up
from salesapp.products.queries import prices_of
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
    """The book's price of each line that has one, at the line's quantity."""
    book = document.price_book
    if book is None or book.currency != document.currency:
        return {}
    found: dict[Any, Decimal] = {}
    for quantity, lines in by_quantity(document.lines).items():
        prices = prices_of([line.product_id for line in lines], book, quantity)
        found |= {line: prices[line.product_id] for line in lines if line.product_id in prices}
    return found


def by_quantity(lines: Iterable[Any]) -> dict[Decimal, list[Any]]:
    groups: dict[Decimal, list[Any]] = {}
    for line in lines:
        if line.product_id is not None:
            groups.setdefault(line.quantity, []).append(line)
    return groups


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
