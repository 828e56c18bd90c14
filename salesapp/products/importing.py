"""Products out of a file whose rows name a price as well: it goes into the standard price book."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from salesapp.core.access import Viewer
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.events import CHANGED, changes, record
from salesapp.core.fields import Field
from salesapp.core.i18n import _, _l
from salesapp.core.registry import record_type
from salesapp.products.models import PriceBook, Product
from salesapp.products.queries import price_book_for, prices_of
from salesapp.records.distinct import namesake
from salesapp.records.editing import finish

PRICE = Field(
    "unit_price",
    _l("Price"),
    name="price",
    synonyms=("sales price", "list price", "unit price", "retail price", "价格", "单价"),
)


class ProductImporter:
    """Makes and changes products for the generic import."""

    def create(self, values: dict[str, Any], *, by: Viewer) -> Product:
        """A new product, with its price where the row has one."""
        price, own = _split(values)
        made = Product(**own)
        finish(record_type("product"), made, by=by)
        db.session.add(made)
        if price is not None:
            db.session.flush()
            standard_book(by=by).set_price(made, price, by=by)
        return made

    def update(self, found: Product, values: dict[str, Any], *, by: Viewer) -> bool:
        """Brings product and price in step with the row; whether anything changed."""
        price, own = _split(values)
        for attribute, value in own.items():
            if getattr(found, attribute) != value:
                setattr(found, attribute, value)
        finish(record_type("product"), found, by=by)
        changed = changes(found)
        if changed:
            record(found, CHANGED, by=by)
        return _reprice(found, price, by=by) or bool(changed)


class PriceImporter:
    """Puts a price of a file into its book."""

    def put(self, values: dict[str, Any], *, by: Viewer) -> tuple[PriceBook, str]:
        """The book, and whether the price is new there, another one, or as it was."""
        book = db.session.get_one(PriceBook, values["price_book"])
        product = db.session.get_one(Product, values["product"])
        quantity = values.get("from_quantity") or Decimal(1)
        known = book.entry_of(product, quantity)
        if known is not None and known.price == values["price"]:
            return book, "unchanged"
        book.set_price(product, values["price"], quantity, by=by)
        db.session.flush()
        return book, "created" if known is None else "updated"


def product_columns(page: Sequence[Product]) -> dict[int, dict[str, Any]]:
    """What each costs in the standard price book today."""
    book = price_book_for(None, company().currency, today_for())
    prices = {} if book is None else prices_of((each.id for each in page), book.id)
    return {key: {PRICE.name: price} for key, price in prices.items()}


def _reprice(product: Product, price: Decimal | None, *, by: Viewer) -> bool:
    if price is None:
        return False
    book = standard_book(by=by)
    if prices_of([product.id], book.id).get(product.id) == price:
        return False
    book.set_price(product, price, by=by)
    return True


def standard_book(*, by: Viewer) -> PriceBook:
    """The default price book of the company's currency; made when there is none, since a price needs one."""
    currency = company().currency
    found = price_book_for(None, currency, today_for())
    if found is None:
        found = PriceBook(name=_("Standard"), currency=currency, is_default=True)
        if namesake(record_type("price_book"), found) is not None:
            found.name = f"{found.name} {currency}"
        finish(record_type("price_book"), found, by=by)
        db.session.add(found)
        db.session.flush()
    return found


def _split(values: dict[str, Any]) -> tuple[Decimal | None, dict[str, Any]]:
    """The price, and the attributes of the product."""
    known = record_type("product").fields_by_name
    own = {known[name].attribute if name in known else name: value for name, value in values.items()}
    return own.pop(PRICE.name, None), own
