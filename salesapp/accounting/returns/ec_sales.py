"""The EC sales list (Zusammenfassende Meldung): what went untaxed to businesses in other countries of the EU.

One row for each VAT number and kind, in whole units of the currency as the form wants it, rounded once on the sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from salesapp.accounting.journal.entries import Entry, Source
from salesapp.accounting.returns.vat import Share, shares_of
from salesapp.core.i18n import _, _l
from salesapp.core.money import from_minor, round_half_up
from salesapp.core.parsing.tax_numbers import EU, is_vat_number, official_form, vat_country
from salesapp.products.taxes.categories import TaxCategory

NORTHERN_IRELAND = "XI"
"""Goods that go there count as if it were in the EU; its numbers have no form that could be checked."""


class SaleKind(StrEnum):
    """What was sold, by the letter of the German form."""

    GOODS = "L"
    SERVICES = "S"
    TRIANGULAR = "D"

    @property
    def label(self) -> str:
        return SALE_LABELS[self]


SALE_LABELS = {
    SaleKind.GOODS: _l("Goods"),
    SaleKind.SERVICES: _l("Services"),
    SaleKind.TRIANGULAR: _l("Triangular transaction"),
}


@dataclass
class Row:
    """One buyer and kind; `problem` says what is wrong with the VAT number."""

    number: str
    kind: SaleKind
    shares: list[Share] = field(default_factory=list)
    problem: str | None = None

    @property
    def country(self) -> str:
        return self.number[:2]

    @property
    def base(self) -> int:
        return sum(each.base for each in self.shares)

    @property
    def customer(self) -> str:
        return self.shares[-1].source.customer

    def rounded(self, currency: str) -> int:
        """In whole units of the currency."""
        return int(round_half_up(from_minor(self.base, currency), 0))


def ec_sales(entries: Iterable[Entry], home: str) -> list[Row]:
    """The rows by number and kind; sales without a number first, each by its customer."""
    rows: dict[tuple[str, str, SaleKind], Row] = {}
    for entry in entries:
        for kind, share in _shares(entry, home):
            number = official_form(share.source.tax_number)
            key = (number, "" if number else share.source.customer, kind)
            row = rows.setdefault(key, Row(number, kind, problem=_problem(number, home)))
            row.shares.append(share)
    return [rows[key] for key in sorted(rows) if rows[key].shares]


def _shares(entry: Entry, home: str) -> Iterator[tuple[SaleKind, Share]]:
    for rate, share in shares_of(entry):
        kind = _kind(rate.category, entry.source, home)
        if kind is not None:
            yield kind, share


def _kind(category: TaxCategory | None, source: Source, home: str) -> SaleKind | None:
    """Goods by their category; of what the buyer owes the tax for, only what goes to another country of the EU."""
    if source.triangular and category in {TaxCategory.INTRA_COMMUNITY, TaxCategory.REVERSE_CHARGE}:
        return SaleKind.TRIANGULAR
    if category is TaxCategory.INTRA_COMMUNITY:
        return SaleKind.GOODS
    country = source.country or vat_country(source.tax_number)
    abroad = country in EU and country != home
    return SaleKind.SERVICES if category is TaxCategory.REVERSE_CHARGE and abroad else None


def _problem(number: str, home: str) -> str | None:
    if not number:
        return _("The VAT number is missing.")
    if vat_country(number) == home:
        return _("This is a VAT number of our own country.")
    if not is_vat_number(number) and not number.startswith(NORTHERN_IRELAND):
        return _("This isn’t a valid VAT number.")
    return None
