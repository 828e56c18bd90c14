"""Products, tax rates, price books and their prices."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import fields as f
from salesapp.core.access import Permission, Shared
from salesapp.core.db import Base, Quantity, Record, UnitPrice, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import event_kind
from salesapp.core.i18n import _, _l
from salesapp.core.registry import RecordType, register

PRICE_SET = event_kind("price_set", _l("%(by)s set the price of %(product)s to %(price)s"), icon="tag")
PRICE_REMOVED = event_kind("price_removed", _l("%(by)s took %(product)s out of the price book"), icon="tag")


class TaxRate(Shared, Record):
    """A rate of sales tax or VAT. Documents keep the percentage of their day."""

    __tablename__ = "tax_rates"
    record_type_key = "tax_rate"

    name: Mapped[str] = f.text(_l("Name"), required=True, listed=True, searchable=True, length=80)
    percent: Mapped[Decimal] = f.percent(_l("Rate in %"), required=True, listed=True)
    is_default: Mapped[bool] = f.boolean(_l("Used where nothing else is said"), listed=True)

    def refuse_deletion(self) -> None:
        """A rate that products are taxed at stays."""
        used = db.session.scalar(select(Product.name).where(Product.tax_rate_id == self.id).limit(1))
        if used is not None:
            raise RuleBroken(_("%(name)s is taxed at this rate. Give it another one first.", name=used))


class Product(Shared, Record):
    """Something we sell."""

    __tablename__ = "products"
    record_type_key = "product"

    code: Mapped[str | None] = f.text(
        _l("Code"), listed=True, searchable=True, length=60, unique=True, synonyms=("sku", "article number")
    )
    name: Mapped[str] = f.text(
        _l("Name"), required=True, listed=True, searchable=True, synonyms=("product", "产品")
    )
    family: Mapped[str | None] = f.text(
        _l("Family"), listed=True, searchable=True, length=120, synonyms=("series", "category")
    )
    unit: Mapped[str | None] = f.text(_l("Unit"), length=30, hint=_l("Piece, hour, kilogram …"))
    tax_rate_id: Mapped[int | None] = f.link("tax_rate", "tax_rates", _l("Tax rate"))
    active: Mapped[bool] = f.boolean(_l("On sale"), default=True, listed=True)
    description: Mapped[str | None] = f.long_text(_l("Description"), hint=_l("Shown below the name on documents"))

    tax_rate: Mapped[TaxRate | None] = relationship()

    __table_args__ = (
        Index("ix_products_list_name", "deleted_at", "name", "id"),
        Index("ix_products_list_changed", "deleted_at", "changed_at", "id"),
        Index("ix_products_external", "external_id"),
    )

    @property
    def label(self) -> str:
        """Code and name, for pickers."""
        return " · ".join(each for each in (self.code, self.name) if each)


class PriceBook(Shared, Record):
    """Prices in one currency, for a time."""

    __tablename__ = "price_books"
    record_type_key = "price_book"

    name: Mapped[str] = f.text(_l("Name"), required=True, listed=True, searchable=True, length=120)
    currency: Mapped[str] = f.currency_code(_l("Currency"), required=True, listed=True)
    valid_from: Mapped[date | None] = f.date_(_l("Valid from"), listed=True)
    valid_to: Mapped[date | None] = f.date_(_l("Valid to"), listed=True)
    is_default: Mapped[bool] = f.boolean(
        _l("Default for its currency"), listed=True, hint=_l("Used where the customer has no price book of its own")
    )

    entries: Mapped[list[PriceBookEntry]] = relationship(
        back_populates="price_book", cascade="all, delete-orphan", passive_deletes=True
    )

    __table_args__ = (Index("ix_price_books_currency", "currency", "is_default"),)


class PriceBookEntry(Base):
    """The price of one unit of a product from a quantity on."""

    __tablename__ = "price_book_entries"

    price_book_id: Mapped[int] = mapped_column(ForeignKey("price_books.id", ondelete="CASCADE"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"), index=True)
    from_quantity: Mapped[Decimal] = mapped_column(Quantity(), default=Decimal(1))
    price: Mapped[Decimal] = mapped_column(UnitPrice())

    price_book: Mapped[PriceBook] = relationship(back_populates="entries")
    product: Mapped[Product] = relationship()

    __table_args__ = (UniqueConstraint("price_book_id", "product_id", "from_quantity"),)


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
        search_weight=10,
        quick_fields=("name", "currency"),
    )
)
