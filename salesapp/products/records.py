"""The record types: how generic screens, the search and the import treat the catalogue."""

from __future__ import annotations

from salesapp.core.access import Permission
from salesapp.core.i18n import _l
from salesapp.core.registry import RecordType, register
from salesapp.products.importing import PRICE, ProductImporter
from salesapp.products.models import (
    PriceBook,
    Product,
    TaxRate,
    settle_price_book,
    settle_product,
    settle_tax_rate,
)

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
        before_save=settle_tax_rate,
        search_weight=5,
        quick_fields=("name", "percent"),
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
        before_save=settle_product,
        importer=ProductImporter(),
        import_only=(PRICE,),
        search_weight=40,
        quick_fields=("code", "name", "family"),
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
        before_save=settle_price_book,
        search_weight=10,
        quick_fields=("name", "currency"),
    )
)
