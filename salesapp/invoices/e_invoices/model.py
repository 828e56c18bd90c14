"""An invoice or a credit note as EN 16931 sees it, named by the words of the trade.

The numbers in the comments are the standard's: BT is a business term, BG a group of them. Amounts, prices, quantities
and percentages are `Decimal` as they are written (12.5 means 12.5 %). Everything is as stated: what does not add up is
for the check to say. Texts that nobody gave are empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

ZERO = Decimal(0)
INVOICE = "380"
CREDIT_NOTE = "381"
CREDITS = frozenset(["81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"])
"""The kinds (BT-3) that give money back: UBL writes them under another root."""


@dataclass(frozen=True)
class Identifier:
    """A number somebody is known by; `scheme` says in which register (ISO 6523, EAS or VATEX lists)."""

    value: str
    scheme: str = ""


@dataclass(frozen=True, kw_only=True)
class Address:
    """Of the seller (BG-5), the buyer (BG-8) or the place of delivery (BG-15)."""

    lines: tuple[str, ...] = ()  # BT-35, 36, 162: at most three
    city: str = ""  # BT-37
    postal_code: str = ""  # BT-38
    region: str = ""  # BT-39
    country: str = ""  # BT-40: two letters of ISO 3166


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Whom to ask (BG-6, BG-9)."""

    name: str = ""  # BT-41
    phone: str = ""  # BT-42
    email: str = ""  # BT-43


@dataclass(frozen=True, kw_only=True)
class Party:
    """The seller (BG-4) or the buyer (BG-7)."""

    name: str  # BT-27, BT-44
    trading_name: str = ""  # BT-28, BT-45
    address: Address = Address()
    contact: Contact = Contact()
    identifier: Identifier | None = None  # BT-29, BT-46
    registration: Identifier | None = None  # BT-30, BT-47: the commercial register
    vat_number: str = ""  # BT-31, BT-48: with its country's letters
    tax_number: str = ""  # BT-32: of the tax office; sellers only
    legal_information: str = ""  # BT-33: register, directors, share capital; sellers only
    electronic_address: Identifier | None = None  # BT-34, BT-49


@dataclass(frozen=True, kw_only=True)
class TaxRepresentative:
    """Who pays the VAT for a seller from elsewhere (BG-11)."""

    name: str  # BT-62
    vat_number: str  # BT-63
    address: Address = Address()  # BG-12


@dataclass(frozen=True)
class Period:
    """From and to, both days included (BG-14, BG-26)."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What was supplied when and where (BG-13)."""

    name: str = ""  # BT-70
    on: date | None = None  # BT-72
    period: Period | None = None  # BG-14
    address: Address | None = None  # BG-15


@dataclass(frozen=True, kw_only=True)
class BankAccount:
    """Where to pay (BG-17)."""

    number: str  # BT-84: an IBAN where the country has them
    holder: str = ""  # BT-85
    bank: str = ""  # BT-86: its BIC


@dataclass(frozen=True, kw_only=True)
class Payment:
    """How to pay (BG-16)."""

    means: str  # BT-81: a code of UNTDID 4461, such as 58 for a SEPA transfer
    reference: str = ""  # BT-83
    accounts: tuple[BankAccount, ...] = ()


@dataclass(frozen=True)
class TaxCategory:
    """Why so much VAT (BT-151, BT-152 and their like): S, Z, E, AE, K, G, O. What is outside VAT has no percent."""

    code: str
    percent: Decimal | None = ZERO


@dataclass(frozen=True, kw_only=True)
class Adjustment:
    """An allowance or a charge of a document (BG-20, BG-21) or a line (BG-27, BG-28). `amount` is never negative."""

    amount: Decimal  # BT-92, 99, 136, 141
    category: TaxCategory | None = None  # of documents only: a line has its own
    base: Decimal | None = None  # BT-93, 100, 137, 142
    percent: Decimal | None = None  # BT-94, 101, 138, 143
    reason: str = ""  # BT-97, 104, 139, 144
    reason_code: str = ""  # BT-98, 105, 140, 145


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that is billed (BG-25)."""

    number: str  # BT-126
    name: str  # BT-153
    quantity: Decimal  # BT-129
    unit: str  # BT-130: a code of UN/ECE recommendation 20 or 21
    price: Decimal  # BT-146: net, for `base_quantity` units
    net: Decimal  # BT-131
    category: TaxCategory  # BG-30
    base_quantity: Decimal = Decimal(1)  # BT-149
    description: str = ""  # BT-154
    note: str = ""  # BT-127
    product_code: str = ""  # BT-155
    order_line: str = ""  # BT-132
    period: Period | None = None  # BG-26
    allowances: tuple[Adjustment, ...] = ()  # BG-27
    charges: tuple[Adjustment, ...] = ()  # BG-28


@dataclass(frozen=True, kw_only=True)
class TaxShare:
    """The VAT of one category and rate (BG-23)."""

    category: TaxCategory  # BT-118, BT-119
    base: Decimal  # BT-116
    tax: Decimal  # BT-117
    exemption_reason: str = ""  # BT-120
    exemption_code: str = ""  # BT-121
    of_orders: tuple[tuple[Decimal, Decimal], ...] = field(default=(), compare=False)
    """Base and tax of each order of an invoice of several, each rounded by itself. No file says it."""


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What it comes to (BG-22)."""

    lines: Decimal  # BT-106
    without_tax: Decimal  # BT-109
    with_tax: Decimal  # BT-112
    payable: Decimal  # BT-115
    tax: Decimal = ZERO  # BT-110
    allowances: Decimal = ZERO  # BT-107
    charges: Decimal = ZERO  # BT-108
    paid: Decimal = ZERO  # BT-113
    rounding: Decimal = ZERO  # BT-114
    tax_in_tax_currency: Decimal | None = None  # BT-111


@dataclass(frozen=True)
class Preceding:
    """An earlier invoice that this document names (BG-3)."""

    number: str  # BT-25
    on: date | None = None  # BT-26


@dataclass(frozen=True, kw_only=True)
class EInvoice:
    """The whole document."""

    number: str  # BT-1
    issued_on: date  # BT-2
    kind: str  # BT-3: a code of UNTDID 1001
    currency: str  # BT-5
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    taxes: tuple[TaxShare, ...]
    totals: Totals
    tax_currency: str = ""  # BT-6
    due_on: date | None = None  # BT-9
    buyer_reference: str = ""  # BT-10: the Leitweg-ID of a German authority
    contract: str = ""  # BT-12
    order_number: str = ""  # BT-13: the buyer's
    sales_order: str = ""  # BT-14: the seller's
    payment_terms: str = ""  # BT-20
    discounts: tuple[tuple[int, Decimal], ...] = ()  # (days, percent): in BT-20 of an XRechnung
    notes: tuple[str, ...] = ()  # BT-22
    preceding: tuple[Preceding, ...] = ()  # BG-3
    representative: TaxRepresentative | None = None  # BG-11
    delivery: Delivery = Delivery()  # BG-13
    payment: Payment | None = None  # BG-16
    allowances: tuple[Adjustment, ...] = ()  # BG-20
    charges: tuple[Adjustment, ...] = ()  # BG-21
    specification: str = field(
        default="", compare=False
    )  # BT-24: whose rules a file that was read says it keeps

    @property
    def is_credit(self) -> bool:
        """Whether it gives money back."""
        return self.kind in CREDITS
