"""The charts that are shipped: a plain one, and the German standard charts SKR03 and SKR04 of DATEV."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum

from salesapp.accounting.chart.roles import Account, AccountRole, Scope
from salesapp.core.i18n import _l
from salesapp.invoices.models import PaymentMethod
from salesapp.products.taxes.categories import TaxCategory


class ShippedChart(StrEnum):
    """A chart to begin with."""

    PLAIN = "plain"
    SKR03 = "skr03"
    SKR04 = "skr04"

    @property
    def label(self) -> str:
        return CHART_LABELS[self]


CHART_LABELS = {
    ShippedChart.PLAIN: _l("Plain numbers"),
    ShippedChart.SKR03: "SKR03",
    ShippedChart.SKR04: "SKR04",
}

R, C, M = AccountRole, TaxCategory, PaymentMethod
PLACES: dict[str, Scope] = {
    "receivables": Scope(R.RECEIVABLES),
    "revenue": Scope(R.REVENUE),
    "revenue 19": Scope(R.REVENUE, C.STANDARD, Decimal(19)),
    "revenue 7": Scope(R.REVENUE, C.STANDARD, Decimal(7)),
    "revenue Z": Scope(R.REVENUE, C.ZERO_RATED),
    "revenue E": Scope(R.REVENUE, C.EXEMPT),
    "revenue AE": Scope(R.REVENUE, C.REVERSE_CHARGE),
    "revenue K": Scope(R.REVENUE, C.INTRA_COMMUNITY),
    "revenue G": Scope(R.REVENUE, C.EXPORT),
    "revenue O": Scope(R.REVENUE, C.OUTSIDE_SCOPE),
    "tax": Scope(R.OUTPUT_TAX),
    "tax 19": Scope(R.OUTPUT_TAX, C.STANDARD, Decimal(19)),
    "tax 7": Scope(R.OUTPUT_TAX, C.STANDARD, Decimal(7)),
    "advances": Scope(R.ADVANCES),
    "advances 19": Scope(R.ADVANCES, C.STANDARD, Decimal(19)),
    "advances 7": Scope(R.ADVANCES, C.STANDARD, Decimal(7)),
    "bank": Scope(R.BANK),
    "cash": Scope(R.BANK, method=M.CASH),
    "card": Scope(R.BANK, method=M.CARD),
    "write-offs": Scope(R.WRITE_OFFS),
    "discounts": Scope(R.DISCOUNTS),
    "discounts 19": Scope(R.DISCOUNTS, C.STANDARD, Decimal(19)),
    "discounts 7": Scope(R.DISCOUNTS, C.STANDARD, Decimal(7)),
    "rounding": Scope(R.ROUNDING),
    "gains": Scope(R.EXCHANGE_GAINS),
    "losses": Scope(R.EXCHANGE_LOSSES),
    "opening": Scope(R.OPENING),
}
PLAIN = (
    "receivables 1100; revenue 4000; revenue Z 4010; revenue E 4020; revenue AE 4030; revenue K 4040;"
    " revenue G 4050; revenue O 4060; tax 2100; advances 2200; bank 1000; cash 1010; card 1020; write-offs 6900;"
    " discounts 4900; rounding 4910; gains 7000; losses 7100; opening 3900"
)
SKR03 = (
    "receivables 1400; revenue 8200; revenue 19 8400 A; revenue 7 8300 A; revenue Z 8290; revenue E 8100;"
    " revenue AE 8337; revenue K 8125; revenue G 8120; revenue O 8338; tax 1770; tax 19 1776; tax 7 1771;"
    " advances 1710; advances 19 1718 A; advances 7 1711 A; bank 1200; cash 1000; card 1360; write-offs 2400;"
    " discounts 8730; discounts 19 8736 A; discounts 7 8731 A; rounding 2700; gains 2660; losses 2150;"
    " opening 9008"
)
SKR04 = (
    "receivables 1200; revenue 4200; revenue 19 4400 A; revenue 7 4300 A; revenue Z 4290; revenue E 4100;"
    " revenue AE 4337; revenue K 4125; revenue G 4120; revenue O 4338; tax 3800; tax 19 3806; tax 7 3801;"
    " advances 3250; advances 19 3272 A; advances 7 3260 A; bank 1800; cash 1600; card 1460; write-offs 6930;"
    " discounts 4730; discounts 19 4736 A; discounts 7 4731 A; rounding 4830; gains 4840; losses 6880;"
    " opening 9008"
)
WRITTEN = {ShippedChart.PLAIN: PLAIN, ShippedChart.SKR03: SKR03, ShippedChart.SKR04: SKR04}


def accounts_of(chart: ShippedChart) -> Iterator[Account]:
    """The accounts of a shipped chart; `A` marks those that split the tax off by themselves."""
    for written in WRITTEN[chart].split(";"):
        words = written.split()
        automatic = words[-1] == "A"
        *place, number = words[:-1] if automatic else words
        yield Account(PLACES[" ".join(place)], number, automatic=automatic)
