"""What an account is for, and how the most fitting one of several is found. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from salesapp.core.i18n import _l
from salesapp.core.paper.formats import percent_text
from salesapp.invoices.models import PaymentMethod
from salesapp.products.taxes.categories import TaxCategory


class AccountRole(StrEnum):
    """The kinds of amounts that sales leave in the books."""

    RECEIVABLES = "receivables"
    REVENUE = "revenue"
    OUTPUT_TAX = "output_tax"
    ADVANCES = "advances"
    BANK = "bank"
    WRITE_OFFS = "write_offs"
    DISCOUNTS = "discounts"
    ROUNDING = "rounding"
    EXCHANGE_GAINS = "exchange_gains"
    EXCHANGE_LOSSES = "exchange_losses"
    OPENING = "opening"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self]


ROLE_LABELS = {
    AccountRole.RECEIVABLES: _l("Receivables"),
    AccountRole.REVENUE: _l("Revenue"),
    AccountRole.OUTPUT_TAX: _l("Output tax"),
    AccountRole.ADVANCES: _l("Down payments received"),
    AccountRole.BANK: _l("Bank and cash"),
    AccountRole.WRITE_OFFS: _l("Write-offs"),
    AccountRole.DISCOUNTS: _l("Early-payment discounts"),
    AccountRole.ROUNDING: _l("Rounding differences"),
    AccountRole.EXCHANGE_GAINS: _l("Exchange gains"),
    AccountRole.EXCHANGE_LOSSES: _l("Exchange losses"),
    AccountRole.OPENING: _l("Opening balances"),
}


class Scope(NamedTuple):
    """What an amount is of; of an account: what it is for, where None is for any."""

    role: AccountRole
    category: TaxCategory | None = None
    percent: Decimal | None = None
    country: str | None = None
    method: PaymentMethod | None = None
    currency: str | None = None

    @property
    def key(self) -> str:
        """One text for each scope."""
        percent = "" if self.percent is None else f"{self.percent.normalize():f}"
        parts = (self.role, self.category, percent, self.country, self.method, self.currency)
        return "|".join("" if each is None else str(each) for each in parts)

    @property
    def said(self) -> str:
        """`Revenue · 19% · FR` in the reader's language."""
        parts = [self.role.label]
        if self.percent:
            parts.append(percent_text(self.percent, "en"))
        elif self.category is not None:
            parts.append(self.category.label)
        if self.method is not None:
            parts.append(self.method.label)
        return " · ".join([*map(str, parts), *(each for each in (self.country, self.currency) if each)])

    def covers(self, amount: Scope) -> bool:
        """Whether an account of this scope is for the amount."""
        return all(mine is None or mine == its for mine, its in zip(self, amount, strict=True))

    @property
    def closeness(self) -> tuple[int, bool, bool]:
        """The more it says, the closer it fits; of equals the one of a country, then of a percentage."""
        return sum(each is not None for each in self), self.country is not None, self.percent is not None


@dataclass(frozen=True)
class Account:
    """One account. `automatic`: the accountant's program splits the tax off by itself (DATEV: Automatikkonto)."""

    scope: Scope
    number: str
    name: str = ""
    automatic: bool = False
    own: bool = False
    """Whether set-up says so, not the shipped chart."""

    @property
    def title(self) -> str:
        return self.name or self.scope.said


class Chart:
    """All accounts of the company."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        self.accounts = sorted(
            accounts, key=lambda each: (list(AccountRole).index(each.scope.role), each.number)
        )
        self._found: dict[Scope, Account] = {}

    def account(self, amount: Scope) -> Account:
        """The account that fits the amount closest. KeyError where a chart has none of its role."""
        found = self._found.get(amount)
        if found is None:
            fitting = [each for each in self.accounts if each.scope.covers(amount)]
            if not fitting:
                raise KeyError(amount.role)
            found = self._found[amount] = max(fitting, key=lambda each: each.scope.closeness)
        return found
