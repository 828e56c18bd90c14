"""The record types: how generic screens, the search and the import treat the catalogue."""

from __future__ import annotations

from collections.abc import Sequence

from salesapp.core.access import Permission
from salesapp.core.company import today_for
from salesapp.core.fields import Field
from salesapp.core.i18n import _l
from salesapp.core.lines import register_lines
from salesapp.core.registry import Computed, RecordType, register
from salesapp.products.importing import PRICE, PriceImporter, ProductImporter, product_columns
from salesapp.products.models import (
    PriceBook,
    PriceBookEntry,
    Product,
    TaxRate,
    settle_price_book,
    settle_product,
    settle_tax_rate,
)
from salesapp.products.queries import price_book_for, prices_of
from salesapp.web.filters import price


def listed_prices(products: Sequence[Product]) -> dict[int, str]:
    """Product id → what one costs today in the book that a new customer buys by."""
    book = price_book_for(None, None, today_for())
    found = {} if book is None else prices_of((each.id for each in products), book.id)
    return {key: price(amount, book.currency) for key, amount in found.items() if book is not None}


TAX_RATE = register(
    RecordType(
        key="tax_rate",
        model=TaxRate,
        plural="tax_rates",
        label=_l("Tax rate"),
        label_plural=_l("Tax rates"),
        icon="percent",
        view=Permission.PRODUCT_VIEW,
        edit=Permission.SETUP,
        default_sort="name",
        distinct="name",
        before_save=settle_tax_rate,
        search_weight=5,
        quick_fields=("name", "percent", "category"),
    )
)

PRODUCT = register(
    RecordType(
        key="product",
        model=Product,
        plural="products",
        label=_l("Product"),
        label_plural=_l("Products"),
        icon="package",
        view=Permission.PRODUCT_VIEW,
        edit=Permission.PRODUCT_EDIT,
        subtitle=("code", "family"),
        default_sort="name",
        distinct="code",
        before_save=settle_product,
        importer=ProductImporter(),
        import_only=(PRICE,),
        to_row=product_columns,
        search_weight=40,
        quick_fields=("code", "name", "family"),
        computed=(Computed(_l("Price"), listed_prices),),
    )
)

PRICE_BOOK = register(
    RecordType(
        key="price_book",
        model=PriceBook,
        plural="price_books",
        label=_l("Price book"),
        label_plural=_l("Price books"),
        icon="book-open",
        view=Permission.PRICE_BOOK_VIEW,
        edit=Permission.PRICE_BOOK_EDIT,
        subtitle=("currency",),
        default_sort="name",
        distinct="name",
        before_save=settle_price_book,
        search_weight=10,
        quick_fields=("name", "currency"),
    )
)

register_lines(
    PRICE_BOOK,
    PriceBookEntry,
    (_l("Price"), _l("Prices")),
    (
        Field("link", _l("Product"), name="product", target="product", required=True),
        Field("quantity", _l("From quantity"), name="from_quantity"),
        Field("unit_price", _l("Price"), name="price", required=True),
    ),
    importer=PriceImporter(),
)
