"""Products, tax rates, price books and their prices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import force_locale
from sqlalchemy import ForeignKey, Index, UniqueConstraint, inspect, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import fields as f
from salesapp.core.access import Shared, Viewer
from salesapp.core.company import company
from salesapp.core.db import Base, Quantity, Record, UnitPrice, db, list_index
from salesapp.core.errors import RuleBroken, all_of
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.money import PricePerUnit
from salesapp.core.paper.document import DocumentLanguage
from salesapp.products.stored import Reason
from salesapp.products.taxes.categories import TaxCategory
from salesapp.records.only_default import OnlyDefault, settle_default

PRICE_SET = event_kind("price_set", _l("%(by)s set the price of %(product)s to %(price)s"), icon="tag")
DEFAULT_REPLACED = event_kind(
    "default_replaced", _l("%(by)s made %(other)s the default instead"), icon="refresh-cw", touch=False
)
PRICE_REMOVED = event_kind("price_removed", _l("%(by)s removed %(product)s from the price book"), icon="tag")

"""Lists leave out what is in the bin; Postgres reads an index in order only if it holds nothing else."""


class Valid:
    """The trait of what holds for a time."""

    valid_from: Any
    valid_to: Any

    def valid_on(self, day: date) -> bool:
        """Whether it holds on that day; both ends belong to it."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def must_end_after_it_begins(self) -> None:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise RuleBroken(_("The end can’t be before the start."), field="valid_to")


class TaxRate(Valid, Shared, OnlyDefault):
    """A rate of sales tax or VAT, and why it is one where it is nothing. Documents keep the percentage of their day."""

    __tablename__ = "tax_rates"
    record_type_key = "tax_rate"
    default_replaced = DEFAULT_REPLACED

    name: Mapped[str] = f.text(_l("Name"), required=True, listed=True, searchable=True, length=80)
    percent: Mapped[Decimal] = f.percent(_l("Rate in %"), required=True, listed=True)
    category: Mapped[TaxCategory | None] = f.choice(
        TaxCategory, _l("Category"), listed=True, hint=_l("Required for 0%: it says why nothing is taxed")
    )
    exemption_reason: Mapped[str | None] = f.text(
        _l("Reason on documents"),
        hint=_l("Printed where this rate is 0%; leave empty for the usual sentence"),
    )
    exemption_reason_zh: Mapped[str | None] = f.text(
        _l("Reason on Chinese documents"),
        hint=_l("Leave empty for the reason above; bilingual documents print both"),
    )
    exemption_code: Mapped[str | None] = f.text(
        _l("VATEX code"),
        length=40,
        hint=_l("For e-invoices, such as VATEX-EU-132; leave empty for the usual one"),
    )
    valid_from: Mapped[date | None] = f.date_(_l("Valid from"))
    valid_to: Mapped[date | None] = f.date_(_l("Valid to"))
    is_default: Mapped[bool] = f.boolean(_l("Used by default"), listed=True)

    @property
    def said(self) -> str:
        """Its name with its category, where that says more: rates of 0 % are told apart by nothing else."""
        kind = "" if self.category is None or self.percent else str(self.category.label)
        return self.name if kind.casefold() in self.name.casefold() else f"{self.name} · {kind}"

    def reason(self, language: DocumentLanguage | None) -> Reason:
        """Why nothing is taxed, in that language, else the company's; bilingual documents say it in both."""
        language = DocumentLanguage(language or company().language[:2])
        code = self.exemption_code or ("" if self.category is None else self.category.code)
        locales = ("zh", "en") if language is DocumentLanguage.BOTH else (language.locale,)
        sentences = dict.fromkeys(self._reason_said(each) for each in locales)
        return Reason(" ".join(each for each in sentences if each), code)

    def _reason_said(self, locale: str) -> str:
        """Its own sentence, though it be in the other language, else the usual one of its category."""
        own = (self.exemption_reason_zh, self.exemption_reason)
        first, second = own if locale == "zh" else own[::-1]
        if first or second or self.category is None:
            return first or second or ""
        with force_locale(locale):
            return str(self.category.reason)

    def refuse_deletion(self) -> None:
        """A rate that products are taxed at stays."""
        used = db.session.scalar(select(Product.name).where(Product.tax_rate_id == self.id).limit(1))
        if used is not None:
            raise RuleBroken(_("%(name)s uses this tax rate. Choose another rate for it first.", name=used))


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
    is_service: Mapped[bool] = f.boolean(
        _l("Service"), hint=_l("Decides the tax of customers in other countries; goods otherwise")
    )
    active: Mapped[bool] = f.boolean(_l("On sale"), default=True, listed=True)
    description: Mapped[str | None] = f.long_text(
        _l("Description"), hint=_l("Shown below the name on documents")
    )

    tax_rate: Mapped[TaxRate | None] = relationship()

    __table_args__ = (
        list_index("ix_products_list_name", "name_sort"),
        list_index("ix_products_list_changed", "changed_at"),
        Index("ix_products_code_sort", "code_sort"),
        Index("ix_products_external", "external_id"),
    )


class PriceBook(Valid, Shared, OnlyDefault):
    """Prices in one currency, for a time."""

    __tablename__ = "price_books"
    record_type_key = "price_book"
    default_within = ("currency",)
    default_until = ("valid_from", "valid_to")
    default_replaced = DEFAULT_REPLACED

    name: Mapped[str] = f.text(_l("Name"), required=True, listed=True, searchable=True, length=120)
    currency: Mapped[str] = f.currency_code(_l("Currency"), required=True, listed=True)
    valid_from: Mapped[date | None] = f.date_(_l("Valid from"), listed=True)
    valid_to: Mapped[date | None] = f.date_(_l("Valid to"), listed=True)
    is_default: Mapped[bool] = f.boolean(
        _l("Default for its currency"),
        listed=True,
        hint=_l("Used for customers without their own price book"),
    )

    entries: Mapped[list[PriceBookEntry]] = relationship(
        back_populates="price_book", cascade="all, delete-orphan", passive_deletes=True
    )

    __table_args__ = (Index("ix_price_books_currency", "currency", "is_default"),)

    def is_beside(self, other: PriceBook) -> bool:
        """Whether there is a day on which both hold."""
        begin = max(self.valid_from or date.min, other.valid_from or date.min)
        return begin <= min(self.valid_to or date.max, other.valid_to or date.max)

    def set_price(
        self, product: Product, price: Decimal, from_quantity: Decimal = Decimal(1), *, by: Viewer
    ) -> PriceBookEntry:
        """What one unit costs from so many on; there is one price per product and quantity."""
        _check_price(price, from_quantity)
        db.session.flush()
        entry = self.entry_of(product, from_quantity)
        if entry is None:
            entry = PriceBookEntry(price_book_id=self.id, product_id=product.id, from_quantity=from_quantity)
            db.session.add(entry)
        if entry.price != price:
            entry.price = price
            shown = PricePerUnit(price, self.currency)
            record(self, PRICE_SET, by=by, about=[product], product=product, price=shown)
        return entry

    def change_price(
        self, entry: PriceBookEntry, price: Decimal, from_quantity: Decimal, *, by: Viewer
    ) -> None:
        """Changes an entry in place; another one with the same product and quantity is in the way."""
        other = self.entry_of(entry.product, from_quantity)
        if other is not None and other is not entry:
            raise RuleBroken(_("There is already a price for this quantity."), field="from_quantity")
        _check_price(price, from_quantity)
        entry.from_quantity = from_quantity
        self.set_price(entry.product, price, from_quantity, by=by)

    def remove_price(self, entry: PriceBookEntry, *, by: Viewer) -> None:
        """Takes a price out; documents keep theirs."""
        record(self, PRICE_REMOVED, by=by, about=[entry.product], product=entry.product)
        db.session.delete(entry)

    def entry_of(self, product: Product, from_quantity: Decimal) -> PriceBookEntry | None:
        """The entry of exactly this quantity."""
        query = select(PriceBookEntry).where(
            PriceBookEntry.price_book_id == self.id,
            PriceBookEntry.product_id == product.id,
            PriceBookEntry.from_quantity == from_quantity,
        )
        return db.session.scalar(query)

    def refuse_deletion(self) -> None:
        """The default stays until another takes its place: documents would have no prices."""
        if self.is_default:
            raise RuleBroken(
                _("%(name)s is the default. Make another price book the default first.", name=self.name)
            )


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


def _check_price(price: Decimal, from_quantity: Decimal) -> None:
    if not price.is_finite() or price < 0:
        raise RuleBroken(_("A price can’t be negative."), field="price")
    if not from_quantity.is_finite() or from_quantity <= 0:
        raise RuleBroken(_("The quantity must be greater than zero."), field="from_quantity")


on_category: dict[str, Callable[[TaxRate], None]] = {}
"""What floors above do, by the kind of document, once a rate says why nothing is taxed: their drafts say it too."""


def settle_tax_rate(rate: TaxRate, *, by: Viewer) -> None:
    """Before saving: a percentage and a category that can be, and one default at most."""
    all_of(lambda: _check_percent(rate), lambda: _settle_category(rate), rate.must_end_after_it_begins)
    if inspect(rate).persistent and inspect(rate).attrs.category.history.has_changes():
        for say in on_category.values():
            say(rate)
    settle_default(rate, by=by)


def _check_percent(rate: TaxRate) -> None:
    if not 0 <= (rate.percent or 0) <= 100:
        raise RuleBroken(_("A tax rate must be between 0 and 100 percent."), field="percent")


def _settle_category(rate: TaxRate) -> None:
    """What is taxed is of the category that says so; what is not says why."""
    if rate.percent and rate.category not in {None, TaxCategory.STANDARD}:
        raise RuleBroken(_("Only the category “Taxed” has a rate other than 0 percent."), field="category")
    if not rate.percent and rate.category in {None, TaxCategory.STANDARD}:
        raise RuleBroken(_("Choose why nothing is taxed at 0 percent."), field="category")
    if rate.percent:
        rate.category = TaxCategory.STANDARD


def settle_product(product: Product, *, by: Viewer) -> None:  # noqa: ARG001  the registry passes who saves
    """Before saving: no code is none, of which there are many."""
    product.code = product.code or None


def settle_price_book(book: PriceBook, *, by: Viewer) -> None:
    """Before saving: an end after the beginning, prices that keep their currency, one default at a time."""
    all_of(book.must_end_after_it_begins, lambda: _must_keep_currency(book))
    settle_default(book, by=by)


def _must_keep_currency(book: PriceBook) -> None:
    if inspect(book).persistent and _changed(book, "currency") and book.entries:
        raise RuleBroken(
            _("This price book already has prices in its currency. Create a new price book instead."),
            field="currency",
        )


def _changed(row: Record, name: str) -> bool:
    return bool(inspect(row).attrs[name].history.deleted)
