"""Which category of tax a sale is of: by where seller and buyer are, what the buyer is, and what is sold."""

from __future__ import annotations

from dataclasses import dataclass

from salesapp.core.i18n import _l
from salesapp.core.parsing.tax_numbers import EU
from salesapp.products.taxes.categories import TaxCategory


@dataclass(frozen=True)
class Sale:
    """What decides. Countries are ISO codes, None where nobody has said; of goods, the buyer's is where they go."""

    seller: str | None
    buyer: str | None
    has_vat_number: bool = False
    is_company: bool = False
    is_service: bool = False


@dataclass(frozen=True)
class Proposal:
    """The category, and the sentence that says why; none for an ordinary sale."""

    category: TaxCategory = TaxCategory.STANDARD
    why: str = ""


def propose(sale: Sale) -> Proposal:
    """The usual case of the law of value added tax; what is special about a product, its own tax rate says."""
    if sale.seller is None or sale.buyer is None or sale.seller == sale.buyer:
        return Proposal()
    if sale.seller in EU and sale.buyer in EU:
        return _within_the_union(sale)
    if not sale.is_service:
        return Proposal(
            TaxCategory.EXPORT, _l("Export: the goods go to a country outside the seller’s tax area.")
        )
    if sale.seller in EU and sale.is_company:
        why = _l("Outside the scope of VAT: the service is for a company outside the EU.")
        return Proposal(TaxCategory.OUTSIDE_SCOPE, why)
    return Proposal()


def _within_the_union(sale: Sale) -> Proposal:
    if not sale.has_vat_number:
        why = _l("Taxed as at home: the customer is in another EU country and has no valid VAT number.")
        return Proposal(TaxCategory.STANDARD, why if sale.is_company else "")
    if sale.is_service:
        why = _l("Reverse charge: the service is for a company with a VAT number of another EU country.")
        return Proposal(TaxCategory.REVERSE_CHARGE, why)
    why = _l("Intra-Community supply: the goods go to a company with a VAT number of another EU country.")
    return Proposal(TaxCategory.INTRA_COMMUNITY, why)
