"""What the check finds, in the words of whoever has to mend it."""

from __future__ import annotations

from dataclasses import dataclass

from salesapp.core.i18n import _, _l


@dataclass(frozen=True)
class Breach:
    """A rule that the invoice breaks. `rule` is the standard's number, or OWN-… where only we look so closely.

    `field` is the place in the model, such as `seller.address.country` or `lines.2.net` (lines count from 1).
    A hint does not stand in the way of issuing.
    """

    rule: str
    field: str
    text: str
    blocks: bool = True


FIELDS = {
    "number": _l("Invoice number"),
    "kind": _l("Kind of document"),
    "currency": _l("Currency"),
    "tax_currency": _l("Currency of the VAT"),
    "totals.tax_in_tax_currency": _l("VAT in the company’s currency"),
    "buyer_reference": _l("Buyer reference or Leitweg-ID"),
    "due_on": _l("Due date or payment terms"),
    "preceding": _l("Number of the invoice that is corrected"),
    "seller.name": _l("Company name"),
    "seller.address.line": _l("Company’s street"),
    "seller.address.city": _l("Company’s city"),
    "seller.address.postal_code": _l("Company’s postal code"),
    "seller.address.country": _l("Company’s country"),
    "seller.vat_number": _l("Company’s VAT number"),
    "seller.registration": _l("Company’s VAT number, tax number or register number"),
    "seller.contact.name": _l("Company’s contact person"),
    "seller.contact.phone": _l("Company’s phone number"),
    "seller.contact.email": _l("Company’s e-mail address"),
    "seller.electronic_address": _l("Company’s e-mail address for e-invoices"),
    "buyer.name": _l("Customer’s name"),
    "buyer.address.city": _l("Customer’s city"),
    "buyer.address.postal_code": _l("Customer’s postal code"),
    "buyer.address.country": _l("Customer’s country"),
    "buyer.vat_number": _l("Customer’s VAT number"),
    "buyer.registration": _l("Customer’s VAT number or register number"),
    "buyer.electronic_address": _l("Customer’s e-mail address for invoices"),
    "delivery": _l("Date or period of supply"),
    "delivery.address.country": _l("Country of delivery"),
    "delivery.address.city": _l("City of delivery"),
    "delivery.address.postal_code": _l("Postal code of delivery"),
    "payment": _l("How to pay"),
    "payment.accounts": _l("Account number to pay to"),
    "representative.vat_number": _l("VAT number of the tax representative"),
    "representative.name": _l("Name of the tax representative"),
    "representative.address.country": _l("Country of the tax representative"),
}
"""What the fields are called on the screens."""


def missing(rule: str, field: str) -> Breach:
    """Nothing was entered where something must be."""
    return Breach(rule, field, _("%(field)s is missing.", field=FIELDS[field]))


def unknown(rule: str, field: str, code: str, what: str) -> Breach:
    """A code that its list does not have."""
    return Breach(rule, field, _("%(code)s is not a valid %(what)s.", code=code, what=what))
