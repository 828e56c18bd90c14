"""The VAT of our documents by the categories of e-invoices."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from salesapp.core.money import from_minor
from salesapp.invoices.e_invoices import model
from salesapp.products.pricing import RateTotal
from salesapp.products.stored import Reason, reasons_in
from salesapp.products.taxes.categories import TaxCategory, TaxKey

EXPLAINED = frozenset(TaxCategory) - {TaxCategory.STANDARD, TaxCategory.ZERO_RATED}
"""The categories that say why there is no VAT."""
UNSAID = ""
"""The code of 0 % of which nobody said why: the check asks for it."""


def category_of(line: Any) -> model.TaxCategory:
    """What a line is taxed with."""
    return _category(*line.tax_key)


def category_at(key: TaxKey) -> model.TaxCategory:
    """What is taxed alike, by the standard's words."""
    return _category(*key)


def _category(percent: Decimal, category: TaxCategory | None) -> model.TaxCategory:
    if category is TaxCategory.OUTSIDE_SCOPE:
        return model.TaxCategory(category.value, None)
    if percent:
        return model.TaxCategory(TaxCategory.STANDARD.value, percent.normalize())
    return model.TaxCategory(UNSAID if category is None else category.value, Decimal(0))


def share_of(row: RateTotal, document: Any) -> model.TaxShare:
    """The VAT of one category and rate, with the reason for what is not taxed."""
    why = (
        reasons_in(document.taxes).get(row.key, Reason("", ""))
        if row.category in EXPLAINED
        else Reason("", "")
    )
    return model.TaxShare(
        category=_category(row.rate, row.category),
        base=from_minor(row.base, document.currency),
        tax=from_minor(row.tax, document.currency),
        exemption_reason=why.text,
        exemption_code=why.code,
        of_orders=tuple(
            (from_minor(each.base, document.currency), from_minor(each.tax, document.currency))
            for each in document.taxed_by_order(row.key)
        ),
    )
