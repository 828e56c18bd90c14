"""What something costs, from which book, and the products one may pick."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.ordering.collation import contains
from salesapp.core.settings_cache import cached, cached_table
from salesapp.products.models import PriceBook, PriceBookEntry, Product, TaxRate

ONE = Decimal(1)
SHOWN = 50


@dataclass(frozen=True)
class Offer:
    """A product on sale with its price in a book; None where the book has none."""

    id: int
    name: str
    code: str | None
    price: Decimal | None


@dataclass(frozen=True)
class Priced:
    """Some of a book's entries, and how many match in all."""

    entries: Sequence[PriceBookEntry]
    total: int


def price_of(product: Product, book: PriceBook | None, quantity: Decimal, on: date) -> Decimal | None:
    """The price of one unit when `quantity` is bought on that day, by the highest step that is reached.

    Below the lowest step that one holds: half an hour costs what an hour does. None where the book has no price
    or does not hold on that day.
    """
    return prices_at(product, book, on, quantity)[0]


def prices_at(
    product: Product, book: PriceBook | None, on: date, *quantities: Decimal
) -> list[Decimal | None]:
    """The same at each of several quantities, in one statement."""
    if book is None or not book.valid_on(on):
        return [None] * len(quantities)
    rows = db.session.execute(_prices(), {"book": book.id, "products": [product.id]}).all()
    return [_reached(rows, quantity).get(product.id) for quantity in quantities]


def prices_of(product_ids: Iterable[int], book_id: int, quantity: Decimal = ONE) -> dict[int, Decimal]:
    """Product id → unit price at that quantity in the book, in one statement."""
    return _reached(db.session.execute(_prices(), {"book": book_id, "products": list(product_ids)}), quantity)


def _reached(rows: Iterable[Any], quantity: Decimal) -> dict[int, Decimal]:
    """Product id → the price of the highest step that is reached, else of the lowest."""
    found: dict[int, Decimal] = {}
    for product_id, step, price in rows:
        if product_id not in found or step <= quantity:
            found[product_id] = price
    return found


@cache
def _prices() -> Select[*tuple[Any, ...]]:
    query = select(PriceBookEntry.product_id, PriceBookEntry.from_quantity, PriceBookEntry.price).where(
        PriceBookEntry.price_book_id == bindparam("book"),
        PriceBookEntry.product_id.in_(bindparam("products", expanding=True)),
    )
    return query.order_by(PriceBookEntry.from_quantity)


def price_book_for(account: Any, currency: str | None, on: date) -> PriceBook | None:
    """The account's own book if it fits currency and day, else the default of the currency, else any that holds."""
    wanted = currency or getattr(account, "currency", None) or company().currency
    own_id = getattr(account, "price_book_id", None)
    holding = [
        each for each in _books() if each.currency == wanted and each.valid_on(on) and not each.deleted_at
    ]
    own = (each for each in holding if each.id == own_id)
    newest = sorted(
        holding, key=lambda each: (each.is_default, each.valid_from or date.min, each.id), reverse=True
    )
    return next(own, None) or next(iter(newest), None)


_books = cached_table(PriceBook)
_rates = cached_table(TaxRate)


def tax_rates(line: Any = None) -> list[TaxRate]:
    """The rates that hold today, and the one a line has; the highest first."""
    own, today = None if line is None else line.tax_rate_id, today_for()
    found = (each for each in _rates() if not each.deleted_at and (each.valid_on(today) or each.id == own))
    return sorted(found, key=lambda each: (-each.percent, each.name))


def default_tax_rate() -> TaxRate | None:
    """What lines are taxed at where neither product nor person says anything."""
    found = next((each for each in _rates() if each.is_default and not each.deleted_at), None)
    return found if found is not None and found.valid_on(today_for()) else None


def search_products(book: PriceBook | None, text: str, *, limit: int = 12) -> list[Offer]:
    """Products on sale by code, name or family; those the book has a price for come first."""
    key = None if book is None else book.id
    return _searched(key, text.strip(), limit) if text.strip() else _first_products(key, limit)


def _searched(book_id: int | None, text: str, limit: int) -> list[Offer]:
    query = select(Product.id, Product.name, Product.code).where(Product.active).limit(limit)
    if text:
        query = query.where(_named(text))
    if book_id is not None:
        query = query.order_by(_priced_in(book_id).desc())
    found = db.session.execute(query.order_by(Product.name, Product.id)).all()
    prices = {} if book_id is None else prices_of((each.id for each in found), book_id)
    return [Offer(*each, prices.get(each.id)) for each in found]


@cached(Product, PriceBookEntry)
def _first_products(book_id: int | None, limit: int) -> list[Offer]:
    """What is offered before anything is typed: with every line that is added."""
    return _searched(book_id, "", limit)


def _named(text: str) -> Any:
    return or_(*(contains(column, text) for column in (Product.code, Product.name, Product.family)))


def _priced_in(book_id: int) -> Any:
    return exists().where(
        and_(PriceBookEntry.price_book_id == book_id, PriceBookEntry.product_id == Product.id)
    )


def entries_of(book: PriceBook, text: str = "") -> Priced:
    """The book's prices by product and quantity, at most `SHOWN`; more are found by searching."""
    query = select(PriceBookEntry).join(PriceBookEntry.product).where(PriceBookEntry.price_book_id == book.id)
    if text.strip():
        query = query.where(_named(text.strip()))
    total = db.session.scalar(query.with_only_columns(func.count())) or 0
    ordered = query.order_by(Product.name, Product.id, PriceBookEntry.from_quantity).limit(SHOWN)
    return Priced(db.session.scalars(ordered.options(contains_eager(PriceBookEntry.product))).all(), total)


def prices_everywhere(product: Product) -> Sequence[PriceBookEntry]:
    """The product's prices in all books, by book and quantity."""
    query = (
        select(PriceBookEntry).join(PriceBookEntry.price_book).where(PriceBookEntry.product_id == product.id)
    )
    ordered = query.order_by(PriceBook.name, PriceBook.id, PriceBookEntry.from_quantity)
    return db.session.scalars(ordered.options(contains_eager(PriceBookEntry.price_book))).all()
