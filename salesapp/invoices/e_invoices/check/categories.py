"""The rules of each VAT category (BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G, BR-O): who, at what rate, on what base, why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from salesapp.core.i18n import _
from salesapp.invoices.e_invoices.check.breach import Breach, missing
from salesapp.invoices.e_invoices.model import EInvoice, TaxCategory, TaxShare
from salesapp.products.taxes.categories import TaxCategory as Kind


@dataclass(frozen=True)
class Category:
    """One category by the rules that tell it apart."""

    kind: Kind
    rules: str  # how its rules are called
    taxed: bool = False  # has a rate above zero
    rated: bool = True  # states a rate at all
    explained: bool = True  # says why there is no VAT
    seller: bool = True  # the seller must have a tax number of any kind
    seller_vat: bool = False  # … a VAT number
    buyer: bool = False  # the buyer must have a VAT number or be registered
    buyer_vat: bool = False  # … a VAT number

    @property
    def name(self) -> str:
        return self.kind.label


CATEGORIES = {
    each.kind.value: each
    for each in (
        Category(Kind.STANDARD, "S", taxed=True, explained=False),
        Category(Kind.ZERO_RATED, "Z", explained=False),
        Category(Kind.EXEMPT, "E"),
        Category(Kind.REVERSE_CHARGE, "AE", buyer=True),
        Category(Kind.INTRA_COMMUNITY, "IC", seller_vat=True, buyer_vat=True),
        Category(Kind.EXPORT, "G", seller_vat=True),
        Category(Kind.OUTSIDE_SCOPE, "O", rated=False, seller=False),
    )
}


def check(invoice: EInvoice) -> Iterator[Breach]:
    used = list(_used(invoice))
    for place, category in used:
        yield from _check_category(place, category)
    for code in dict.fromkeys(
        [each.code for _place, each in used] + [each.category.code for each in invoice.taxes]
    ):
        if code in CATEGORIES:
            yield from _check_numbers(invoice, code)
    for share in invoice.taxes:
        if share.category.code in CATEGORIES:
            yield from _check_share(invoice, share)
    yield from _check_breakdown(invoice)


def _used(invoice: EInvoice) -> Iterator[tuple[str, TaxCategory]]:
    """Every line, allowance and charge with its category."""
    for line in invoice.lines:
        yield f"lines.{line.number}.category", line.category
    for name, adjustments in (("allowances", invoice.allowances), ("charges", invoice.charges)):
        for each in adjustments:
            if each.category is not None:
                yield name, each.category


def _check_category(place: str, category: TaxCategory) -> Iterator[Breach]:
    """Rules 5 to 7: the rate fits the category."""
    found = CATEGORIES.get(category.code)
    if found is None:
        sentence = _("Choose a tax rate that says why there is no VAT.")
        if category.code:
            sentence = _("Choose a VAT category: %(code)s is none that e-invoices know.", code=category.code)
        yield Breach("BR-CL-17", place, sentence)
    elif found.taxed and not (category.percent and category.percent > 0):
        sentence = _("%(category)s needs a VAT rate above zero.", category=found.name)
        yield Breach(f"BR-{found.rules}-05", place, sentence)
    elif not found.taxed and found.rated and category.percent != 0:
        sentence = _("%(category)s needs a VAT rate of zero.", category=found.name)
        yield Breach(f"BR-{found.rules}-05", place, sentence)
    elif not found.rated and category.percent is not None:
        sentence = _("%(category)s has no VAT rate.", category=found.name)
        yield Breach(f"BR-{found.rules}-05", place, sentence)


def _check_numbers(invoice: EInvoice, code: str) -> Iterator[Breach]:
    """Rules 2 to 4: which tax numbers seller and buyer need."""
    category, seller, buyer = CATEGORIES[code], invoice.seller, invoice.buyer
    rule = f"BR-{category.rules}-02"
    represented = invoice.representative is not None and invoice.representative.vat_number
    if category.seller and not (
        seller.vat_number or represented or (seller.tax_number and not category.seller_vat)
    ):
        sentence = _("%(category)s: your company’s VAT number is missing.", category=category.name)
        yield Breach(rule, "seller.vat_number", sentence)
    registered = buyer.registration is not None and not category.buyer_vat
    if (category.buyer or category.buyer_vat) and not (buyer.vat_number or registered):
        sentence = _("%(category)s: the customer’s VAT number is missing.", category=category.name)
        yield Breach(rule, "buyer.vat_number", sentence)
    if code == "O" and (seller.vat_number or buyer.vat_number or represented):
        sentence = _("%(category)s: the invoice must not name VAT numbers.", category=category.name)
        yield Breach(rule, "lines", sentence)
    if code == "K":
        yield from _check_intra_community(invoice)


def _check_intra_community(invoice: EInvoice) -> Iterator[Breach]:
    delivery = invoice.delivery
    if delivery.on is None and delivery.period is None:
        yield missing("BR-IC-11", "delivery")
    if delivery.address is None or not delivery.address.country:
        yield missing("BR-IC-12", "delivery.address.country")


def _check_share(invoice: EInvoice, share: TaxShare) -> Iterator[Breach]:
    """Rules 8 to 10: the base is what the lines say, and a reason stands where there is no VAT."""
    category = CATEGORIES[share.category.code]
    yield from _check_category("taxes", share.category)
    right = _base_of(invoice, share.category)
    if right != share.base:
        sentence = _(
            "%(category)s %(percent)s%%: lines, discounts and charges come to %(right)s, but the invoice says"
            " %(stated)s.",
            category=category.name,
            percent=f"{share.category.percent or 0:f}",
            right=f"{right:f}",
            stated=f"{share.base:f}",
        )
        yield Breach(f"BR-{category.rules}-08", "taxes", sentence)
    explained = bool(share.exemption_reason or share.exemption_code)
    if category.explained and not explained:
        sentence = _("%(category)s: the reason why there is no VAT is missing.", category=category.name)
        yield Breach(f"BR-{category.rules}-10", "taxes", sentence)
    elif explained and not category.explained:
        sentence = _("%(category)s needs no reason for an exemption.", category=category.name)
        yield Breach(f"BR-{category.rules}-10", "taxes", sentence)


def _base_of(invoice: EInvoice, category: TaxCategory) -> Decimal:
    """What lines, allowances and charges of the category come to, at its rate where it is taxed."""

    def alike(other: TaxCategory | None) -> bool:
        return other is not None and (other.code, other.percent or 0) == (
            category.code,
            category.percent or 0,
        )

    nets = sum((line.net for line in invoice.lines if alike(line.category)), Decimal(0))
    charged = sum((each.amount for each in invoice.charges if alike(each.category)), Decimal(0))
    return (
        nets + charged - sum((each.amount for each in invoice.allowances if alike(each.category)), Decimal(0))
    )


def _check_breakdown(invoice: EInvoice) -> Iterator[Breach]:
    """Rule 1 and BR-CO-18: each category and rate has one row of VAT, and what is outside VAT stands alone."""
    rows = [(each.category.code, each.category.percent or 0) for each in invoice.taxes]
    if not rows:
        yield Breach("BR-CO-18", "taxes", _("The invoice has no VAT breakdown."))
    for place, category in _used(invoice):
        found = CATEGORIES.get(category.code)
        if found is not None and rows.count((category.code, category.percent or 0)) != 1:
            sentence = _("%(category)s: the VAT breakdown needs one row of this rate.", category=found.name)
            yield Breach(f"BR-{found.rules}-01", place, sentence)
    if "O" in {code for code, _percent in rows} and len(rows) > 1:
        sentence = _("What is outside the scope of VAT needs an invoice of its own.")
        yield Breach("BR-O-11", "taxes", sentence)
