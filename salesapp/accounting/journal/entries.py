"""Entries of the journal and what they are made of. Pure: amounts are whole minor units, debits positive.

Whatever comes in another currency is worth what it was on its day, and each entry adds up to nothing in the company's
currency: a cent of conversion stays with the largest net.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import partial

from salesapp.accounting.chart.roles import AccountRole, Scope
from salesapp.core.i18n import _l
from salesapp.core.money import apportion, convert
from salesapp.products.pricing import RateTotal
from salesapp.products.taxes.categories import TaxCategory

NETS = frozenset({AccountRole.REVENUE, AccountRole.ADVANCES, AccountRole.DISCOUNTS})
"""What is taxed stands on these."""


class EntryKind(StrEnum):
    """What an entry tells of."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    REFUND = "refund"
    DISCOUNT = "discount"
    WRITE_OFF = "write_off"
    EXCHANGE = "exchange"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]


KIND_LABELS = {
    EntryKind.INVOICE: _l("Invoice"),
    EntryKind.CREDIT_NOTE: _l("Credit note"),
    EntryKind.PAYMENT: _l("Payment"),
    EntryKind.REFUND: _l("Refund"),
    EntryKind.DISCOUNT: _l("Early-payment discount"),
    EntryKind.WRITE_OFF: _l("Write-off"),
    EntryKind.EXCHANGE: _l("Exchange difference"),
}


@dataclass(frozen=True)
class Posting:
    """One line: `amount` in the company's currency, `foreign` in that of the document."""

    scope: Scope
    amount: int
    foreign: int

    def __neg__(self) -> Posting:
        return replace(self, amount=-self.amount, foreign=-self.foreign)


@dataclass(frozen=True)
class Source:
    """Where an entry comes from: the record to open, its number, its day, whose it is, and its money."""

    kind: EntryKind
    record_type: str
    record_id: int
    number: str
    on: date
    currency: str
    rate: Decimal = Decimal(1)
    account_id: int | None = None
    contact_id: int | None = None
    customer: str = ""
    country: str = ""
    tax_number: str = ""
    triangular: bool = False
    """Whether it says that it is a triangular transaction within the EU."""
    part: int = 0
    """Of several entries of one record: the row behind this one."""

    @property
    def place(self) -> tuple[date, int, int, int]:
        """Where it stands in the journal."""
        return self.on, list(EntryKind).index(self.kind), self.record_id, self.part


@dataclass(frozen=True)
class Entry:
    """What one event did to the accounts; the lines add up to nothing."""

    source: Source
    lines: tuple[Posting, ...]

    @property
    def debits(self) -> int:
        return sum(each.amount for each in self.lines if each.amount > 0)

    @property
    def credits(self) -> int:
        return -sum(each.amount for each in self.lines if each.amount < 0)


@dataclass(frozen=True)
class Amounts:
    """What a document says: per rate, what was deducted of down payments, its rounding and what it asks for."""

    taxes: Sequence[RateTotal]
    deducted: Sequence[RateTotal]
    rounding: int
    payable: int
    net_role: AccountRole = AccountRole.REVENUE
    """What its nets are: of what asks for a down payment, nothing is revenue yet."""


def of_document(
    source: Source, said: Amounts, own: str, *, back: bool = False, payable_worth: int | None = None
) -> Entry:
    """An invoice as it was issued; `back`: what takes such amounts back, as a credit note does.

    `payable_worth` is what `payable` is worth where it is a part, whose worth depends on the parts before it.
    """
    worth = partial(convert, source=source.currency, target=own, rate=source.rate)
    country = source.country or None

    def scope(role: AccountRole, row: RateTotal) -> Scope:
        category = TaxCategory.STANDARD if row.rate else row.category
        return Scope(role, category, row.rate, country, None, source.currency)

    nets = [Posting(scope(said.net_role, row), -worth(row.base), -row.base) for row in said.taxes]
    nets += [Posting(scope(AccountRole.ADVANCES, row), worth(row.base), row.base) for row in said.deducted]
    taxes = [
        Posting(scope(AccountRole.OUTPUT_TAX, row), sign * amount, sign * row.tax)
        for rows, sign in ((said.taxes, -1), (said.deducted, 1))
        for row, amount in zip(rows, _together([row.tax for row in rows], worth), strict=True)
    ]
    plain = Scope(AccountRole.RECEIVABLES, country=country, currency=source.currency)
    asked = worth(said.payable) if payable_worth is None else payable_worth
    lines = [Posting(plain, asked, said.payable), *nets, *taxes]
    if said.rounding:
        lines.append(Posting(Scope(AccountRole.ROUNDING), -worth(said.rounding), -said.rounding))
    return balanced(source, [-each for each in lines] if back else lines)


def _together(amounts: Sequence[int], worth: Callable[[int], int]) -> list[int]:
    """What several amounts are worth so that they add up to what their sum is worth."""
    whole = sum(amounts)
    if not whole:
        return [worth(each) for each in amounts]
    total = worth(whole)
    return apportion(total, [Fraction(total * each, whole) for each in amounts])


def balanced(source: Source, lines: Sequence[Posting]) -> Entry:
    """The entry with what conversion left over on its largest net, without lines that say nothing."""
    over = sum(each.amount for each in lines)
    if over:
        nets = [each for each in lines if each.scope.role in NETS]
        if nets:
            largest = max(nets, key=lambda each: abs(each.foreign))
            lines = [replace(each, amount=each.amount - over) if each is largest else each for each in lines]
        else:
            lines = [*lines, Posting(Scope(AccountRole.ROUNDING), -over, 0)]
    return Entry(source, tuple(each for each in lines if each.amount or each.foreign))


def transfer(source: Source, debit: Scope, credit: Scope, amount: int, foreign: int) -> Entry:
    """One amount from one account to another; a negative amount the other way."""
    return Entry(source, (Posting(debit, amount, foreign), Posting(credit, -amount, -foreign)))


def share_of(after: int, amount: int, source: Source, own: str) -> int:
    """What a part is worth, so that all parts of a document together are worth what the document is.

    `after` is the sum of the parts up to this one.
    """
    worth = partial(convert, source=source.currency, target=own, rate=source.rate)
    return worth(after) - worth(after - amount)
