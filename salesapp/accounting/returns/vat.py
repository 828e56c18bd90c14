"""The output tax of some days by rate and category, from the lines of the journal: so that it adds up with the books.

A credit note, and whatever else corrects an invoice, counts in the period in which it occurs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from salesapp.accounting.chart.roles import AccountRole, Scope
from salesapp.accounting.journal.entries import NETS, Entry, Source
from salesapp.core.i18n import _
from salesapp.products.taxes.categories import TaxCategory
from salesapp.web.filters import percent as percent_words


class Rate(NamedTuple):
    """What is taxed alike; None is a rate of 0 % of which nobody said why it is one."""

    percent: Decimal
    category: TaxCategory | None

    @property
    def word(self) -> str:
        """As it stands in an address."""
        return f"{self.percent.normalize():f}-{self.category or ''}"

    @property
    def said(self) -> str:
        """`19%`, `Reverse charge`."""
        if self.percent:
            return percent_words(self.percent)
        return str(self.category.label) if self.category else _("0% without a reason")


class Share(NamedTuple):
    """What one document adds to a rate, in minor units of the company's currency."""

    source: Source
    base: int
    tax: int


@dataclass
class Row:
    """One rate: its taxable amount and tax, and the documents that they come from."""

    rate: Rate
    shares: list[Share] = field(default_factory=list)

    @property
    def base(self) -> int:
        return sum(each.base for each in self.shares)

    @property
    def tax(self) -> int:
        return sum(each.tax for each in self.shares)


def summary(entries: Iterable[Entry]) -> list[Row]:
    """Each rate that occurs, the highest first."""
    rows: dict[Rate, Row] = {}
    for entry in entries:
        for rate, share in shares_of(entry):
            rows.setdefault(rate, Row(rate)).shares.append(share)
    return sorted(rows.values(), key=lambda row: (-row.rate.percent, row.rate.category or ""))


def shares_of(entry: Entry) -> Iterator[tuple[Rate, Share]]:
    """What the entry says about each rate; what says nothing of tax gives nothing."""
    sums: dict[Rate, list[int]] = {}
    for line in entry.lines:
        rate, place = _rate(line.scope), 1 if line.scope.role is AccountRole.OUTPUT_TAX else 0
        if rate is not None:
            sums.setdefault(rate, [0, 0])[place] -= line.amount
    for rate, (base, tax) in sums.items():
        if base or tax:
            yield rate, Share(entry.source, base, tax)


def _rate(scope: Scope) -> Rate | None:
    if scope.role not in NETS | {AccountRole.OUTPUT_TAX} or scope.percent is None:
        return None
    return Rate(scope.percent, scope.category)
