"""The categories of value added tax that EN 16931 knows (UNTDID 5305): what a rate says beside its percentage."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from salesapp.core.i18n import _l


class TaxCategory(StrEnum):
    """Why something is taxed as it is; every one but the standard rate taxes at nothing."""

    STANDARD = "S"
    ZERO_RATED = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"
    EXPORT = "G"
    OUTSIDE_SCOPE = "O"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def reason(self) -> str:
        """What a document says about it where the rate has no sentence of its own."""
        return REASONS.get(self, "")

    @property
    def code(self) -> str:
        """Its usual code in the list of VATEX codes."""
        return CODES.get(self, "")


LABELS = {
    TaxCategory.STANDARD: _l("Taxed"),
    TaxCategory.ZERO_RATED: _l("Zero-rated"),
    TaxCategory.EXEMPT: _l("Exempt"),
    TaxCategory.REVERSE_CHARGE: _l("Reverse charge"),
    TaxCategory.INTRA_COMMUNITY: _l("Intra-Community supply"),
    TaxCategory.EXPORT: _l("Export"),
    TaxCategory.OUTSIDE_SCOPE: _l("Outside the scope of VAT"),
}
REASONS = {
    TaxCategory.EXEMPT: _l("Exempt from VAT"),
    TaxCategory.REVERSE_CHARGE: _l("Reverse charge: the customer owes the VAT"),
    TaxCategory.INTRA_COMMUNITY: _l("VAT-exempt intra-Community supply"),
    TaxCategory.EXPORT: _l("VAT-exempt export"),
    TaxCategory.OUTSIDE_SCOPE: _l("Not subject to VAT here"),
}
CODES = {
    TaxCategory.REVERSE_CHARGE: "VATEX-EU-AE",
    TaxCategory.INTRA_COMMUNITY: "VATEX-EU-IC",
    TaxCategory.EXPORT: "VATEX-EU-G",
    TaxCategory.OUTSIDE_SCOPE: "VATEX-EU-O",
}


class TaxKey(NamedTuple):
    """What of a document is taxed alike; None is a rate of 0 % of which nobody has said yet why it is one."""

    percent: Decimal
    category: TaxCategory | None

    @property
    def place(self) -> tuple[Decimal, str]:
        """Where it stands among others: by rising percentage."""
        return self.percent, self.category or ""


def tax_key(percent: Decimal, category: TaxCategory | None = None) -> TaxKey:
    """The key of a percentage and what was said about it: what is taxed is of the standard category.

    ValueError for a tax on what has none.
    """
    if percent and category not in {None, TaxCategory.STANDARD}:
        raise ValueError(_l("Only the category “Taxed” has a rate other than 0 percent."))
    return TaxKey(percent, TaxCategory.STANDARD if percent else category)
