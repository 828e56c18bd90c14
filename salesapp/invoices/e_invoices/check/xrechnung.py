"""What XRechnung 3.0 asks for beyond the standard (BR-DE and the two rules of Peppol that it takes over)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from salesapp.core.i18n import _
from salesapp.invoices.e_invoices.check.breach import Breach, missing
from salesapp.invoices.e_invoices.check.parties import value_at
from salesapp.invoices.e_invoices.model import EInvoice

MUST_HAVE = (
    ("BR-DE-1", "payment"),
    ("BR-DE-3", "seller.address.city"),
    ("BR-DE-4", "seller.address.postal_code"),
    ("BR-DE-5", "seller.contact.name"),
    ("BR-DE-6", "seller.contact.phone"),
    ("BR-DE-7", "seller.contact.email"),
    ("BR-DE-8", "buyer.address.city"),
    ("BR-DE-9", "buyer.address.postal_code"),
    ("BR-DE-15", "buyer_reference"),
    ("PEPPOL-EN16931-R020", "seller.electronic_address"),
    ("PEPPOL-EN16931-R010", "buyer.electronic_address"),
)
DELIVERED = (("BR-DE-10", "delivery.address.city"), ("BR-DE-11", "delivery.address.postal_code"))
KINDS = frozenset({"326", "380", "384", "389", "381", "875", "876", "877"})
E_MAIL = re.compile(r"[^@\s]+@[^@\s.][^@\s]*[^@\s.]")
LEITWEG_ID = re.compile(r"\d{2,12}-[A-Za-z0-9]{1,30}-\d{2}")


def check(invoice: EInvoice) -> Iterator[Breach]:
    for rule, field in MUST_HAVE + (DELIVERED if invoice.delivery.address is not None else ()):
        if not value_at(invoice, field):
            yield missing(rule, field)
    if invoice.kind not in KINDS:
        sentence = _("XRechnung has no such kind of document: %(kind)s.", kind=invoice.kind)
        yield Breach("BR-DE-17", "kind", sentence)
    if not (invoice.seller.vat_number or invoice.seller.tax_number or invoice.representative):
        yield missing("BR-DE-16", "seller.vat_number")
    contact = invoice.seller.contact
    if contact.phone and len(re.findall(r"\d", contact.phone)) < 3:
        yield Breach("BR-DE-27", "seller.contact.phone", _("A phone number needs at least three digits."))
    if contact.email and not E_MAIL.fullmatch(contact.email):
        yield Breach("BR-DE-28", "seller.contact.email", _("Your company’s e-mail address is not valid."))
    if wrong_leitweg_id(invoice.buyer_reference):
        sentence = _(
            "The check digits of the Leitweg-ID %(number)s are wrong.", number=invoice.buyer_reference
        )
        yield Breach("OWN-LEITWEG", "buyer_reference", sentence, blocks=False)


def wrong_leitweg_id(text: str) -> bool:
    """Whether a text has the shape of a Leitweg-ID but not its check digits (ISO 7064, modulo 97)."""
    if not LEITWEG_ID.fullmatch(text):
        return False
    digits = "".join(str(int(each, 36)) for each in text.replace("-", "").upper())
    return int(digits) % 97 != 1
