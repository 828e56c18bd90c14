"""Beginning a quote with a template: what is sold today, at today's prices, and what of it could not be taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.events import event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.products.adjustments.agreed import Agreed
from salesapp.products.documents import tax_rate
from salesapp.products.models import Product, TaxRate
from salesapp.products.taxes.categories import TaxCategory
from salesapp.quotes.document import headline
from salesapp.quotes.models import Quote, QuoteLine
from salesapp.quotes.options.models import QuoteOption
from salesapp.quotes.quote_templates.models import TEXTS, QuoteTemplate, QuoteTemplateLine
from salesapp.quotes.tax_proposal.proposed import proposal_for, proposed_rate

FILLED = event_kind(
    "quote_template_used", _l("%(by)s filled in the template “%(template)s”"), icon="layers", touch=False
)
LEFT_OUT = event_kind(
    "quote_template_left_out",
    _l("No longer on sale and left out of the template: %(names)s"),
    icon="package-minus",
    touch=False,
)
WITHOUT_PRICE = event_kind(
    "quote_template_unpriced", _l("No price for this customer’s currency: %(names)s"), icon="tag", touch=False
)
OLD_PRICE = event_kind(
    "quote_template_old_price",
    _l("Not in the price book, at the price of the template: %(names)s"),
    icon="tag",
    touch=False,
)
OTHER_MONEY = event_kind(
    "quote_template_other_money",
    _l("In another currency and left out of the template: %(names)s"),
    icon="percent",
    touch=False,
)
WHATEVER = {"with_deleted": True}


@dataclass
class Told:
    """What of a template could not be taken as it stood: names of lines, reasons of discounts and charges."""

    left_out: list[str] = field(default_factory=list)
    without_price: list[str] = field(default_factory=list)
    at_old_price: list[str] = field(default_factory=list)
    in_other_money: list[str] = field(default_factory=list)

    @property
    def sentences(self) -> list[str]:
        """One for each kind, none where all is well."""
        found = []
        if self.left_out:
            found.append(_("No longer on sale and left out: %(names)s.", names=listed(self.left_out)))
        if self.without_price:
            found.append(_("Enter a price for %(names)s.", names=listed(self.without_price)))
        if self.at_old_price:
            names = listed(self.at_old_price)
            found.append(_("Not in the price book, at the price of the template: %(names)s.", names=names))
        if self.in_other_money:
            found.append(_("In another currency and left out: %(names)s.", names=listed(self.in_other_money)))
        return found

    @property
    def kinds(self) -> list[tuple[str, list[str]]]:
        """The same for the history, which says it in each reader's language."""
        every = [(LEFT_OUT, self.left_out), (WITHOUT_PRICE, self.without_price)]
        every += [(OLD_PRICE, self.at_old_price), (OTHER_MONEY, self.in_other_money)]
        return [each for each in every if each[1]]


def fill(quote: Quote, template: QuoteTemplate, *, by: Any) -> Told:
    """Adds the template's lines, options, discounts and texts to a draft; gives what could not be taken.

    Prices are those of the quote's price book today, taxes those proposed for its customer. Texts and the document
    discount take the place of none that the quote has.
    """
    quote.must_have_free_lines()
    told = Told()
    for line in template.lines:
        made = _made(quote, template, line, told)
        if made is not None:
            (quote.options if line.optional else quote.lines).append(made)
    quote.propose_one()
    quote.discount = quote.discount or template.discount
    quote.agree([*quote.agreed, *_agreed(quote, template, told)])
    for name in TEXTS:
        setattr(quote, name, getattr(quote, name) or getattr(template, name))
    quote.changed_by(by)
    record(quote, FILLED, by=by, template=template.name)
    for kind, names in told.kinds:
        record(quote, kind, by=by, names=listed(names))
    return told


def _made(quote: Quote, template: QuoteTemplate, line: QuoteTemplateLine, told: Told) -> Any:
    """The quote's line or option; None for a product that is no longer sold."""
    product = _product(line)
    if line.product_id is not None and (product is None or product.deleted_at or not product.active):
        told.left_out.append(line.description.split("\n", 1)[0] or ("–" if product is None else product.name))
        return None
    made: Any = QuoteLine() if not line.optional else QuoteOption(choice=line.choice)
    if line.optional:
        made.preselected = line.preselected
    made.position, made.quantity, made.discount = line.position, line.quantity, line.discount
    price = _own_price(quote, template, line)
    if product is not None:
        now = quote.price_for(product, line.quantity)
        price = price if now is None else now
        made.sell(product, price, None)
        made.base_quantity = Decimal(1) if now is not None else line.base_quantity
        made.description = line.description or made.description
        if now is None and price is not None:
            told.at_old_price.append(headline(made))
    else:
        made.description, made.unit, made.base_quantity = line.description, line.unit, line.base_quantity
        made.unit_price = Decimal(0) if price is None else price
    made.tax_at(_rate(quote, product, line.tax_rate_id))
    made.agree(list(_in_its_money(line.agreed, quote, template, told)))
    if price is None:
        told.without_price.append(headline(made))
    return made


def _product(line: QuoteTemplateLine) -> Product | None:
    key = line.product_id
    return None if key is None else db.session.get(Product, key, execution_options=WHATEVER)


def _own_price(quote: Quote, template: QuoteTemplate, line: QuoteTemplateLine) -> Decimal | None:
    """The price that it was kept with; None where that is in another currency."""
    return line.unit_price if quote.currency == template.currency else None


def _rate(quote: Quote, product: Product | None, chosen: int | None) -> TaxRate | None:
    """The rate that is proposed; free text sold at home keeps an ordinary one that was chosen and holds today."""
    kept = tax_rate(chosen) if product is None else None
    holds = kept is not None and kept.percent and not kept.deleted_at and kept.valid_on(today_for())
    if holds and proposal_for(quote, None).category is TaxCategory.STANDARD:
        return kept
    return proposed_rate(quote, product)


def _agreed(quote: Quote, template: QuoteTemplate, told: Told) -> Iterator[Agreed]:
    """The discounts and charges of the whole, taxed as free text is."""
    for each in _in_its_money(template.agreed, quote, template, told):
        rate = _rate(quote, None, each.tax_rate_id)
        untaxed = replace(each, tax_rate_id=None, tax=Decimal(0), category=None)
        yield untaxed if rate is None else replace(untaxed, tax_rate_id=rate.id).at_its_rate(rate)


def _in_its_money(
    agreed: tuple[Agreed, ...], quote: Quote, template: QuoteTemplate, told: Told
) -> Iterator[Agreed]:
    """Those in per cent, and amounts of the same currency."""
    for each in agreed:
        if each.is_percent or quote.currency == template.currency:
            yield each
        else:
            told.in_other_money.append(each.reason)


def listed(names: list[str]) -> str:
    """Each name once."""
    return ", ".join(dict.fromkeys(names))
