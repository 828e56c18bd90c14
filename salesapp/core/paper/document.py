"""A printed document as plain values: what a quote, order, delivery note, invoice or credit note says on paper.

Amounts are whole minor units of the document's currency, prices are `Decimal` in major units, percentages
`Decimal` with 12.5 meaning 12.5 %. All text is printed as it is typed; nothing in it is markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

Kind = Literal["quote", "acceptance", "order", "delivery_note", "pro_forma", "invoice", "credit_note"]
Language = Literal["en", "zh", "zh-en"]

ZERO = Decimal(0)


class DocumentLanguage(StrEnum):
    """The languages of documents: those of the interface, and both side by side."""

    EN = "en"
    ZH = "zh"
    BOTH = "zh-en"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def locale(self) -> str:
        """The language of what surrounds the document: its e-mail and its page."""
        return self.value[:2]


LABELS = {
    DocumentLanguage.EN: "English",
    DocumentLanguage.ZH: "简体中文",
    DocumentLanguage.BOTH: "中文 + English",
}


class DoesNotAddUp(ValueError):
    """The figures of a document contradict each other; it must not reach a customer."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """An address in its parts; `country` are two letters of ISO 3166."""

    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""


@dataclass(frozen=True, kw_only=True)
class Account:
    """Where a seller is paid."""

    number: str
    holder: str = ""
    bic: str = ""


@dataclass(frozen=True, kw_only=True)
class Party:
    """Seller or buyer; `contact` and `bank` are finished lines, such as "IBAN DE02 1203 0000 0000 2020".

    What follows `bank` is not printed as it is: e-invoices are made of it. Parties that were kept before have none.
    """

    name: str
    attention: str = ""
    address: tuple[str, ...] = ()
    tax_number: str = ""
    contact: tuple[str, ...] = ()
    bank: tuple[str, ...] = ()
    place: Place | None = None
    delivered_to: Place | None = None
    phone: str = ""
    email: str = ""
    register: str = ""
    legal: str = ""
    accounts: tuple[Account, ...] = ()
    ship_to: tuple[str, ...] = ()
    """Name and lines of where goods go, where that is not the address above; printed by what `SHIPS`."""


@dataclass(frozen=True, kw_only=True)
class PaymentPart:
    """The payment part with receipt of a Swiss QR-bill: what its code says, and the finished lines beside it.

    The first line of `payee` is the account. Without a `payer` there is a field to write one into.
    """

    payload: str
    currency: str
    amount: str
    payee: tuple[str, ...]
    reference: str
    message: str
    payer: tuple[str, ...]


@dataclass(frozen=True)
class Adjusted:
    """A discount (negative) or a charge, and what it is for."""

    label: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """One line. `net` is after the line's own discount and before the document's."""

    position: int | str
    name: str
    quantity: Decimal
    unit_price: Decimal
    net: int
    code: str = ""
    description: str = ""
    unit: str = ""
    discount: Decimal = ZERO
    tax: Decimal = ZERO
    per: Decimal | None = None
    """How many units the price is for, where that is not one."""
    heading: str = ""
    """What stands above it, where a further part of the document begins: the order that it is of."""
    adjustments: tuple[Adjusted, ...] = ()
    """Its own discounts and charges, which are in the net."""


@dataclass(frozen=True, kw_only=True)
class PaperOption:
    """What may be ordered beyond the lines; of those with the same `choice` exactly one. It is in no sum."""

    line: PaperLine
    choice: str = ""
    preselected: bool = False


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What a document comes to with the options that are preselected."""

    net: int
    tax: int
    total: int
    taxes: tuple[TaxShare, ...]


@dataclass(frozen=True)
class TaxShare:
    """The tax of one rate: `base` is the sum of that rate's nets after the document discount.

    `name` says why a rate of 0 % is one.
    """

    percent: Decimal
    base: int
    tax: int
    name: str = ""


@dataclass(frozen=True)
class Deduction:
    """What an earlier document asked for, such as a down payment; a positive `amount` is taken off."""

    label: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class Paper:
    """Everything on the sheet. Raises `DoesNotAddUp` when lines, discount, taxes and total contradict.

    `number` None prints a draft. The labels in `dates` and `references` are keys of `words.FACTS` ("issued",
    "due", "valid_until", "customer_reference", …), printed in the document's language; any other text is
    printed as given. `tax_reasons` are the sentences that say why something is not taxed. `paid` and `open` belong
    to invoices: what was settled and what is left. `offered` is there where an option is preselected.
    `accent` is "#rrggbb", `size` the typesetter's name of a sheet, `logo` the SHA-256 of a stored PNG,
    `attached` the XML of the same document as an e-invoice.
    """

    kind: Kind
    language: Language
    currency: str
    seller: Party
    buyer: Party
    lines: tuple[PaperLine, ...]
    net: int
    tax: int
    total: int
    number: str | None = None
    revision: int = 0
    options: tuple[PaperOption, ...] = ()
    offered: Offered | None = None
    title: str = ""
    dates: tuple[tuple[str, date], ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    document_discount_percent: Decimal = ZERO
    document_discount: int = 0
    adjustments: tuple[Adjusted, ...] = ()
    rounding: int = 0
    taxes: tuple[TaxShare, ...] = ()
    tax_reasons: tuple[str, ...] = ()
    deducted: tuple[Deduction, ...] = ()
    paid: int | None = None
    open: int | None = None
    notes: str = ""
    terms: str = ""
    payment: str = ""
    footer: str = ""
    accent: str = "#3845bf"
    size: str = "a4"
    logo: str = ""
    attached: str = ""
    code: str = ""
    """What the code beside the bank details says to a bank's app; empty for none."""
    signed: str = ""
    """What the buyer drew when accepting: a PNG in base64; empty for nothing."""
    signed_by: str = ""
    payment_part: PaymentPart | None = None
    """At the foot of the last page, in place of that code."""

    def __post_init__(self) -> None:
        lines = self.subtotal - self.document_discount + sum(each.amount for each in self.adjustments)
        expect("the lines less discounts, with charges", lines, "the net amount", self.net)
        expect("net and tax", self.net + self.tax, "the total", self.total)
        expect("the tax of all rates", sum(share.tax for share in self.taxes), "the tax", self.tax)
        if self.offered is not None:
            expect("net and tax", self.offered.net + self.offered.tax, "what is offered", self.offered.total)

    @property
    def only_options(self) -> bool:
        """Whether all there is to order is among the options."""
        return bool(self.options) and not self.lines

    @property
    def is_draft(self) -> bool:
        return self.number is None

    @property
    def subtotal(self) -> int:
        """The lines before the document discount, in minor units."""
        return sum(line.net for line in self.lines)

    @property
    def payable(self) -> int:
        """The total less what earlier documents asked for, rounded, in minor units."""
        return self.total - sum(deduction.amount for deduction in self.deducted) + self.rounding

    def date_of(self, key: str) -> date | None:
        return dict(self.dates).get(key)


def expect(parts: str, found: int, whole: str, stated: int) -> None:
    if found != stated:
        raise DoesNotAddUp(f"{parts} come to {found}, but {whole} is {stated}")
