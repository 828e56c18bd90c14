"""Entries of the journal as bookings of DATEV: always from the customer's account to one other. Pure.

Where the account splits the tax off by itself (Automatikkonto), net and tax go there as one gross amount if DATEV
comes to the same tax; else both are booked apart and the key 40 keeps the account from splitting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from salesapp.accounting.chart.roles import AccountRole, Chart
from salesapp.accounting.journal.entries import Entry, Posting, Source
from salesapp.core.money import round_half_up
from salesapp.core.parsing.tax_numbers import official_form
from salesapp.products.taxes.categories import TaxCategory

AUTOMATIC_OFF = "0040"
EUROPEAN = frozenset({TaxCategory.INTRA_COMMUNITY, TaxCategory.REVERSE_CHARGE})
UNFIT = re.compile(r"[^A-Za-z0-9$&%*+\-/]")
"""What the number of a document must not hold there."""
LONGEST_NUMBER, LONGEST_TEXT = 36, 60


@dataclass(frozen=True)
class Booking:
    """`amount` in minor units of the company's currency goes to `account` (negative: from it) against `other`."""

    source: Source
    amount: int
    account: str
    other: str
    key: str = ""
    tax_number: str = ""

    @property
    def number(self) -> str:
        return UNFIT.sub("", self.source.number)[:LONGEST_NUMBER]

    @property
    def text(self) -> str:
        """Whose it is and what."""
        return " ".join(f"{self.source.customer} {self.source.number}".split())[:LONGEST_TEXT]


def bookings_of(
    entry: Entry, chart: Chart, debtor: Callable[[Source], str], digits: int = 4
) -> Iterator[Booking]:
    """The bookings of one entry; `debtor` is the number of its customer's account."""
    rest = [each for each in entry.lines if each.scope.role is not AccountRole.RECEIVABLES]
    customer = debtor(entry.source)
    while rest:
        line = rest.pop(0)
        account = chart.account(line.scope)
        other, tax = account.number.ljust(digits, "0"), _tax_of(line, rest)
        key = ""
        if account.automatic and line.scope.percent:
            if tax is not None and _splits_alike(line, tax):
                rest.remove(tax)
                line = Posting(line.scope, line.amount + tax.amount, line.foreign + tax.foreign)
            else:
                key = AUTOMATIC_OFF
        said = entry.source.tax_number if line.scope.category in EUROPEAN else ""
        yield Booking(entry.source, -line.amount, customer, other, key, official_form(said))


def _tax_of(net: Posting, lines: Sequence[Posting]) -> Posting | None:
    """The tax of just this net: of its rate, and on the same side."""
    for each in lines:
        same = (each.scope.category, each.scope.percent) == (net.scope.category, net.scope.percent)
        if each.scope.role is AccountRole.OUTPUT_TAX and same and each.amount * net.amount > 0:
            return each
    return None


def _splits_alike(net: Posting, tax: Posting) -> bool:
    """Whether the gross amount, split at the rate, gives this tax."""
    rate = net.scope.percent or Decimal(0)
    gross = Decimal(net.amount + tax.amount)
    return round_half_up(gross * rate / (100 + rate), 0) == tax.amount
