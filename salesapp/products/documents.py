"""What quotes, orders, invoices and credit notes share: priced lines and a priced head."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from salesapp.core import fields as f
from salesapp.core.company import company
from salesapp.core.db import Amount, Json, LongText, Percent, Quantity, Rate, ShortText, UnitPrice, db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _l
from salesapp.core.money.currencies import rate_to_company
from salesapp.core.paper.document import DocumentLanguage
from salesapp.core.registry import record_type
from salesapp.core.types import JsonOrNothing
from salesapp.products import pricing
from salesapp.products.adjustments.adjusted import COINS, AdjustedDocument, AdjustedLine
from salesapp.products.adjustments.agreed import Agreed, stored
from salesapp.products.models import PriceBook, Product, TaxRate
from salesapp.products.payment_terms.agreed import COPIED_TERMS, PayableDocument
from salesapp.products.stored import Reason, joined, must_not_be_too_large, rate_totals, reasons_in, rows_of
from salesapp.products.taxes.categories import TaxCategory, TaxKey, tax_key


class PricedLine(AdjustedLine):
    """A line of a document: mix into a `Base` that adds the document's key. Nets are minor units of its currency."""

    if TYPE_CHECKING:
        id: Mapped[int]

    position: Mapped[int] = mapped_column(default=0)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"), index=True)
    description: Mapped[str] = mapped_column(LongText(), default="")
    quantity: Mapped[Decimal] = mapped_column(Quantity(), default=Decimal(1))
    unit: Mapped[str | None] = mapped_column(ShortText(30))
    unit_price: Mapped[Decimal] = mapped_column(UnitPrice(), default=Decimal(0))
    discount: Mapped[Decimal] = mapped_column(Percent(), default=Decimal(0))
    tax_rate_id: Mapped[int | None] = mapped_column(ForeignKey("tax_rates.id"), index=True)
    tax: Mapped[Decimal] = mapped_column(Percent(), default=Decimal(0))
    tax_category: Mapped[TaxCategory | None] = mapped_column(f.enum_of(TaxCategory))
    net: Mapped[int] = mapped_column(Amount(), default=0)
    net_after_discount: Mapped[int] = mapped_column(Amount(), default=0)

    @declared_attr
    def product(cls) -> Mapped[Product | None]:
        return relationship(Product, lazy="joined")

    @declared_attr
    def tax_rate(cls) -> Mapped[TaxRate | None]:
        return relationship(TaxRate)

    def sell(self, product: Product, price: Decimal | None, default_tax: TaxRate | None) -> None:
        """Makes this a line of `product` at `price` per unit (None: to be typed), taxed as the product is."""
        self.product, self.product_id = product, product.id
        self.description, self.unit = product.name, product.unit
        self.unit_price = Decimal(0) if price is None else price
        self.tax_at(product.tax_rate or default_tax)

    def tax_at(self, rate: TaxRate | None) -> None:
        """Taxes the line at the percentage the rate has now; None is untaxed."""
        self.tax_rate_id = None if rate is None else rate.id
        self.tax = Decimal(0) if rate is None else rate.percent
        self.tax_category = None if rate is None else rate.category

    @property
    def tax_key(self) -> TaxKey:
        """What it is taxed with."""
        return tax_key(_or(self.tax, 0), self.tax_category)

    def own_tax_rate(self) -> TaxRate | None:
        """Its rate, also before it was flushed, when relationships are not loaded yet."""
        return self.tax_rate or tax_rate(self.tax_rate_id)

    @property
    def said_category(self) -> TaxCategory | None:
        """Its category, or that of its rate where that was said only after the line was written."""
        return _said(self.tax_key, self.own_tax_rate()).category

    def as_priced(self) -> pricing.Line:
        """The line for the pricing function; RuleBroken for a discount or a tax that cannot be."""
        try:
            return pricing.Line(
                _or(self.quantity, 1),
                _or(self.unit_price, 0),
                _or(self.discount, 0),
                _or(self.tax, 0),
                self.tax_category,
                _or(self.base_quantity, 1),
                tuple(each.on_line() for each in self.agreed),
            )
        except ValueError as wrong:
            raise RuleBroken(wrong) from None

    @property
    def state_key(self) -> int:
        """What tells it apart from all else that its document offers."""
        key: int = self.id
        return key

    def priced(self) -> pricing.PricedLine:
        """The line as it is stored."""
        amounts = tuple(each.amount for each in self.agreed)
        return pricing.PricedLine(self.net, self.net - self.net_after_discount, *self.tax_key, amounts)

    def take(self, priced: pricing.PricedLine) -> None:
        """Keeps what it was priced at."""
        self.net, self.net_after_discount = priced.net_before, priced.net
        self.came_to(priced.adjustments)

    def copied(self) -> dict[str, Any]:
        """What the same line of a following document begins with."""
        return {name: getattr(self, name) for name in COPIED_FROM_LINES}


UNSAID = tax_key(Decimal(0))
"""What is taxed at nothing without a word why."""
ANY_RATE = {"with_deleted": True}
SUMMED: Any = {
    "nullable": False, "default": 0, "editable": False, "importable": False, "derived": True
}  # fmt: skip
COPIED_FROM_LINES = (
    "position", "product_id", "description", "quantity", "unit", "unit_price", "discount", "tax_rate_id", "tax",
    "tax_category", "net", "net_after_discount", "base_quantity", "adjustments",
)  # fmt: skip


class PricedDocument(PayableDocument, AdjustedDocument):
    """The head of a document: mix into a `Record` that adds `lines`. Amounts are minor units of `currency`."""

    account_id: Mapped[int | None] = f.link(
        "account", "accounts", _l("Account"), listed=True, searchable=True
    )
    contact_id: Mapped[int | None] = f.link("contact", "contacts", _l("Contact"), searchable=True)
    opportunity_id: Mapped[int | None] = f.link("opportunity", "opportunities", _l("Opportunity"))
    currency: Mapped[str] = f.currency_code(_l("Currency"), required=True)
    rate: Mapped[Decimal] = mapped_column(Rate(), default=Decimal(1))
    price_book_id: Mapped[int | None] = f.link("price_book", "price_books", _l("Price book"))
    customer_reference: Mapped[str | None] = f.text(_l("Customer reference"), searchable=True, length=120)
    language: Mapped[DocumentLanguage | None] = f.choice(DocumentLanguage, _l("Language of the document"))
    billing_address: Mapped[str | None] = f.long_text(_l("Billing address"))
    shipping_address: Mapped[str | None] = f.long_text(_l("Shipping address"))
    shipping_parts: Mapped[dict[str, str] | None] = mapped_column(JsonOrNothing)
    """The shipping address in its parts, as long as nobody typed another one: name, street … country."""
    discount: Mapped[Decimal] = f.percent(_l("Document discount in %"), nullable=False, default=Decimal(0))
    net: Mapped[int] = f.money(_l("Net"), shown="standing_net", **SUMMED)
    tax: Mapped[int] = f.money(_l("Tax"), shown="standing_tax", **SUMMED)
    total: Mapped[int] = f.money(_l("Total"), listed=True, searchable=True, shown="standing_total", **SUMMED)
    taxes: Mapped[list[Any]] = mapped_column(Json, default=list)
    notes: Mapped[str | None] = f.long_text(_l("Notes to the customer"))
    terms: Mapped[str | None] = f.long_text(_l("Terms"))

    lines: Any

    @declared_attr
    def account(cls) -> Mapped[Any]:
        return relationship("Account")

    @declared_attr
    def contact(cls) -> Mapped[Any]:
        return relationship("Contact")

    @declared_attr
    def opportunity(cls) -> Mapped[Any]:
        return relationship("Opportunity")

    @declared_attr
    def price_book(cls) -> Mapped[PriceBook | None]:
        return relationship(PriceBook)

    @hybrid_property
    def standing_net(self) -> int:
        """What lists and reports count: of a quote with options, what was accepted."""
        return self.net

    @hybrid_property
    def standing_tax(self) -> int:
        return self.tax

    @hybrid_property
    def standing_total(self) -> int:
        return self.total

    def reprice(self) -> pricing.Totals:
        """Prices all lines again and keeps nets, taxes per rate and totals; RuleBroken for what cannot be priced."""
        lines: Sequence[PricedLine] = list(self.lines)
        self.say_why_untaxed()
        try:
            priced = pricing.price(
                [line.as_priced() for line in lines],
                self.currency,
                pricing.Percentage(_or(self.discount, 0)),
                adjustments=[each.on_document() for each in self.agreed],
            )
        except ValueError as wrong:
            raise RuleBroken(wrong, field="discount") from None
        must_not_be_too_large(priced)
        for line, share in zip(lines, priced.lines, strict=True):
            line.take(share)
        self.take_totals(priced)
        return priced

    def say_why_untaxed(self, put: Callable[[Any, str, Any], None] = setattr) -> None:
        """Takes the categories that its rates were given only after it was written; amounts stay as they are.

        With `set_committed_value` it is only read like that: what left the house keeps the row that it has.
        """
        before = self.untaxed()
        after = [_said(key, rate) for key, rate, _base in before]
        if after == [key for key, _rate, _base in before]:
            return
        bases = {row.key: row.base for row in self.tax_rows}
        for (key, _rate, base), said in zip(before, after, strict=True):
            bases[key] = bases.get(key, 0) - base
            bases[said] = bases.get(said, 0) + base
        taxes = {row.key: row.tax for row in self.tax_rows}
        rows = [
            pricing.RateTotal(key.percent, base, taxes.get(key, 0), key.category)
            for key, base in sorted(bases.items(), key=lambda each: each[0].place)
            if base or key != UNSAID
        ]
        for line in self.lines:
            put(line, "tax_category", line.said_category)
        agreed = [
            replace(each, category=_said(each.tax_key, tax_rate(each.tax_rate_id)).category)
            for each in self.agreed
        ]
        put(self, "adjustments", stored(agreed))
        put(self, "taxes", rows_of(rows, self.reasons()))

    def untaxed(self) -> list[tuple[TaxKey, TaxRate | None, int]]:
        """(tax, rate, base) of each line, allowance and charge of which nobody has said why it is not taxed."""
        found = [
            (line.tax_key, line.own_tax_rate(), _net(line)) for line in self.lines if line.tax_key == UNSAID
        ]
        return found + [
            (each.tax_key, tax_rate(each.tax_rate_id), each.amount)
            for each in self.agreed
            if each.tax_key == UNSAID
        ]

    def take_totals(self, totals: pricing.Totals) -> None:
        """Keeps totals as they were priced, and why what is not taxed is not."""
        self.came_to([each.amount for each in totals.adjustments])
        self.net, self.tax, self.total = totals.net, totals.tax, totals.total
        self.taxes = rows_of(totals.taxes, self.reasons())

    def reasons(self) -> dict[TaxKey, Reason]:
        """Why nothing is taxed, by category; several reasons of one category stand in one sentence."""
        return self.reasons_of(self.lines)

    def reasons_of(self, lines: Sequence[PricedLine]) -> dict[TaxKey, Reason]:
        """The same if its lines were these, in the language of the document."""
        found: dict[TaxKey, dict[Reason, None]] = {}
        keys = [(line.tax_key, line.own_tax_rate()) for line in lines if not line.tax]
        keys += [(each.tax_key, tax_rate(each.tax_rate_id)) for each in self.agreed if not each.tax]
        for key, rate in keys:
            if rate is not None:
                found.setdefault(key, {})[rate.reason(self.language)] = None
        return {key: joined(list(each)) for key, each in found.items()}

    def priced(self) -> pricing.Totals:
        """The totals as they are stored; nothing is priced again."""
        lines = tuple(line.priced() for line in self.lines)
        adjustments = tuple(each.priced() for each in self.agreed)
        return pricing.Totals(self.currency, lines, tuple(self.tax_rows), (), adjustments)

    @property
    def net_before_discount(self) -> int:
        """The sum of the lines before the document discount."""
        return sum(line.net for line in self.lines)

    @property
    def net_after_lines(self) -> int:
        """The sum of the lines after the document discount, before other discounts and charges of the document."""
        return sum(line.net_after_discount for line in self.lines)

    @property
    def discount_amount(self) -> int:
        """What the document discount takes off."""
        return sum(line.net - line.net_after_discount for line in self.lines)

    @property
    def tax_rows(self) -> list[pricing.RateTotal]:
        """Base and tax per rate and category, by rising rate."""
        return rate_totals(self.taxes)

    @property
    def tax_reasons(self) -> list[str]:
        """The sentences that say why something is not taxed."""
        return list(dict.fromkeys(each.text for each in reasons_in(self.taxes).values() if each.text))

    @property
    def tax_shares(self) -> list[tuple[Decimal, int, int, str]]:
        """`tax_rows` as they are told, with a name: what is taxed at nothing is told apart by why that is so.

        Exempt, reverse charge and zero rated are different statements of the same 0 %, and no tax is to be rounded.
        """
        nets = [(line, line.net_after_discount) for line in self.lines]
        return named_shares(self.tax_rows, nets, self.agreed)

    def take_terms(self, *, on: date) -> None:
        """Fills what the customer's account and the company decide, where nothing is set: money, terms, addresses.

        RuleBroken where the day has no exchange rate.
        """
        account, contact, own = _linked(self, "account"), _linked(self, "contact"), company()
        self.currency = self.currency or getattr(account, "currency", None) or own.currency
        self.language = self.language or getattr(account, "language", None) or DocumentLanguage(own.language)
        self.take_payment_terms(account)
        self.take_rate(on=on)
        if self.round_to is None:
            self.round_to = COINS.get(self.currency, 0)
        customer, language = account or contact, DocumentLanguage(self.language).locale
        if customer is not None:
            lines = customer.address(language=language)
            self.billing_address = self.billing_address or _letter(customer.title, lines)
        if account is not None and not self.shipping_address:
            lines, self.shipping_parts = account.goods_go_to(language=language)
            self.shipping_address = "\n".join(lines)

    def take_rate(self, *, on: date) -> None:
        """Takes the exchange rate that its currency has on that day; RuleBroken without one."""
        self.rate = rate_to_company(self.currency, on=on)

    def copied_terms(self) -> dict[str, Any]:
        """What a following document (order of a quote, invoice of an order) begins with."""
        return {name: getattr(self, name) for name in COPIED_FROM_HEADS}


COPIED_FROM_HEADS = (
    "account_id", "contact_id", "opportunity_id", "currency", "rate", "price_book_id", *COPIED_TERMS,
    "customer_reference", "language", "billing_address", "shipping_address", "shipping_parts", "discount",
    "notes", "terms", "adjustments", "round_to",
)  # fmt: skip


def named_shares(
    rows: Iterable[pricing.RateTotal], nets: Sequence[tuple[PricedLine, int]], agreed: Sequence[Agreed]
) -> list[tuple[Decimal, int, int, str]]:
    """`PricedDocument.tax_shares` of lines with their nets, and of the discounts and charges of the whole."""
    found: list[tuple[Decimal, int, int, str]] = []
    for row in rows:
        bases = {"": row.base} if row.rate else _untaxed_bases(row.key, nets, agreed)
        found += [(row.rate, base, row.tax, name) for name, base in bases.items()]
    return found


def _untaxed_bases(
    key: TaxKey, nets: Sequence[tuple[PricedLine, int]], agreed: Sequence[Agreed]
) -> dict[str, int]:
    """Name of a rate of 0 % → what is taxed at it."""
    bases: dict[str, int] = {}
    for line, net in nets:
        if line.tax_key == key:
            name = "" if line.tax_rate is None else line.tax_rate.said
            bases[name] = bases.get(name, 0) + net
    for each in agreed:
        rate = tax_rate(each.tax_rate_id) if each.tax_key == key else None
        if rate is not None:
            bases[rate.said] = bases.get(rate.said, 0) + each.amount
    return bases


def _said(key: TaxKey, rate: TaxRate | None) -> TaxKey:
    """The tax with the category of its rate, where that is of the same percentage and says one."""
    known = key.category is not None or rate is None or rate.percent != key.percent
    return key if known or rate is None else tax_key(key.percent, rate.category)


def _net(line: PricedLine) -> int:
    """Nothing before it was priced for the first time."""
    return line.net_after_discount or 0


def tax_rate(key: int | None) -> TaxRate | None:
    """The rate of that id, which a document may still name when nothing is taxed at it any more."""
    return None if key is None else db.session.get(TaxRate, key, execution_options=ANY_RATE)


def _linked(document: Any, name: str) -> Any:
    """The linked record, also before the document was flushed, when relationships are not loaded yet."""
    key = getattr(document, f"{name}_id")
    return getattr(document, name) or (None if key is None else db.session.get(record_type(name).model, key))


def _letter(name: str, lines: Sequence[str]) -> str:
    return "\n".join([name, *lines])


def _or(value: Decimal | None, default: int) -> Decimal:
    """Column defaults are only there after a flush; a document may be priced before."""
    return Decimal(default) if value is None else value
