"""The rate that is proposed for a line, with its reason, and the notices about it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from salesapp.core.access import Permission
from salesapp.core.access.roles import allows
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.tax_numbers import is_vat_number
from salesapp.products.models import Product, TaxRate
from salesapp.products.queries import default_tax_rate
from salesapp.products.taxes.categories import TaxCategory
from salesapp.products.taxes.proposal import Proposal, Sale, propose
from salesapp.quotes.tax_proposal.unsaid import unsaid

STANDARD = TaxCategory.STANDARD
BY_CUSTOMER = {TaxCategory.REVERSE_CHARGE, TaxCategory.INTRA_COMMUNITY, TaxCategory.EXPORT}
"""What depends on where the customer is; other reasons may be the product's own."""


def proposal_for(document: Any, product: Product | None) -> Proposal:
    """What a product, or free text, is taxed as when it is sold to the document's customer."""
    is_service = product is not None and product.is_service
    account, contact = document.account, document.contact
    if account is not None:
        kept = document.shipping_parts or {}
        delivered = None if is_service else kept.get("country") or account.shipping_country
        buyer = delivered or account.billing_country
    else:
        buyer = getattr(contact, "country", None)
    number = getattr(account, "tax_number", None)
    sale = Sale(company().country, buyer, is_vat_number(number), account is not None, is_service)
    return propose(sale)


def proposed_rate(document: Any, product: Product | None) -> TaxRate | None:
    """The rate of the proposed category; where none is set up, and for ordinary sales, the product's or the default."""
    usual = (product.tax_rate if product is not None else None) or default_tax_rate()
    proposal = proposal_for(document, product)
    if proposal.category is STANDARD or (usual is not None and not usual.percent):
        return usual  # what is taxed at nothing at home has a reason of its own
    return _rate_of(proposal.category) or usual


def must_be_proposed(document: Any, line: Any, rate: TaxRate | None, *, by: Any) -> None:
    """RuleBroken where somebody without the permission chooses a reason for taxing nothing that is not proposed."""
    if rate is None or rate.category in {None, STANDARD} or allows(by, Permission.TAX_CHANGE):
        return
    own = line.product.tax_rate if line.product is not None else None
    if rate.category is proposal_for(document, line.product).category or rate is own:
        return
    sentence = _(
        "“%(rate)s” isn’t proposed for this customer. Finance or a manager can choose it.", rate=rate.said
    )
    raise RuleBroken(sentence, field="tax_rate")


def tax_notices(document: Any) -> list[str]:
    """Why lines of a draft are proposed something else than the ordinary tax, and what is missing for it."""
    found: dict[str, None] = dict.fromkeys([*unsaid(document), *untaxed_wrongly(document)])
    for line in document.offered:
        proposal = proposal_for(document, line.product)
        if proposal.why:
            found[str(proposal.why)] = None
        if proposal.category is STANDARD or line.tax_category not in {None, STANDARD}:
            continue
        if _rate_of(proposal.category) is None:
            found[_("No tax rate has the category “%(name)s” yet.", name=proposal.category.label)] = None
        elif line.tax:
            found[_("“%(line)s” is taxed anyway.", line=line.description.split("\n")[0][:60])] = None
    return list(found)


def untaxed_wrongly(document: Any) -> list[str]:
    """A sentence for each line that is untaxed by a reason that where it goes doesn't give."""
    return [
        _(
            "“%(line)s” isn’t taxed (%(reason)s), which doesn’t fit where the goods or the customer are.",
            line=line.description.split("\n")[0][:60],
            reason=TaxCategory(line.tax_category).label,
        )
        for line in document.offered
        if line.tax_category in BY_CUSTOMER
        and line.tax_category != proposal_for(document, line.product).category
    ]


def _rate_of(category: TaxCategory) -> TaxRate | None:
    """The newest rate of the category that holds today."""
    query = select(TaxRate).where(TaxRate.category == category).order_by(TaxRate.id.desc())
    today = today_for()
    return next((rate for rate in db.session.scalars(query) if rate.valid_on(today)), None)
