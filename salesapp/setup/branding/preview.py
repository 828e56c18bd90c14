"""A document that shows the design before any customer sees it."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import force_locale

from salesapp.core.company import company, today_for
from salesapp.core.i18n import _
from salesapp.core.paper import Paper, PaperLine, Party, TaxShare
from salesapp.core.paper.document import Language
from salesapp.products.pricing import Line, price
from salesapp.quotes.paper import branding, seller

PRICES = ("1250", "89.5", "420")


def sample(language: Language) -> Paper:
    """A quote to nobody over a few lines, in the company's currency."""
    currency = company().currency
    with force_locale(language):
        lines = [Line(Decimal(place), Decimal(each), tax=Decimal(19)) for place, each in enumerate(PRICES, 1)]
        totals = price(lines, currency)
        return Paper(
            kind="quote",
            language=language,
            currency=currency,
            seller=seller(),
            buyer=Party(name=_("Sample customer")),
            lines=tuple(
                PaperLine(
                    position=place,
                    name=_("Sample product %(number)s", number=place),
                    quantity=line.quantity,
                    unit_price=line.unit_price,
                    net=priced.net,
                    tax=line.tax,
                )
                for place, (line, priced) in enumerate(zip(lines, totals.lines, strict=True), 1)
            ),
            net=totals.net,
            tax=totals.tax,
            total=totals.total,
            taxes=tuple(TaxShare(each.rate, each.base, each.tax) for each in totals.taxes),
            dates=(("issued", today_for()),),
            **branding(language),
        )
