"""Where each thing that the check found is mended."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from salesapp.core.access import Permission
from salesapp.invoices.e_invoices.check import Breach
from salesapp.invoices.legal_check.law import findings
from salesapp.invoices.models import Invoice
from salesapp.web.guards import can

SETTINGS = {
    "seller.address.line": "street",
    "seller.address.city": "city",
    "seller.address.postal_code": "postal_code",
    "seller.address.country": "country",
    "seller.vat_number": "tax_number",
    "seller.registration": "tax_number",
    "seller.contact.phone": "phone",
    "seller.contact.email": "email",
    "seller.electronic_address": "email",
}
"""Place in the e-invoice → field of the company's settings."""

OF_ACCOUNT = {
    "buyer.address.city": "billing_city",
    "buyer.address.postal_code": "billing_postal_code",
    "buyer.address.country": "billing_country",
    "buyer.vat_number": "tax_number",
    "buyer.registration": "tax_number",
    "buyer.electronic_address": "invoice_email",
    "delivery.address.city": "shipping_city",
    "delivery.address.postal_code": "shipping_postal_code",
    "delivery.address.country": "shipping_country",
}
"""Place in the e-invoice → field of the account."""

OF_DRAFT = {"delivery": "supply_from", "buyer_reference": "buyer_reference", "due_on": "payment_days"}
"""Place in the e-invoice → field below the lines of the draft."""


@dataclass(frozen=True)
class ToMend:
    """One line of the list: what is wrong, and the address of its field where the reader may change it."""

    text: str
    blocks: bool
    url: str | None


def to_mend(invoice: Invoice) -> list[ToMend]:
    """What the check finds, for the person who looks at the draft."""
    may_set_up = can(Permission.SETUP)
    return [
        ToMend(each.text, each.blocks, where_to_mend(each, invoice, may_set_up=may_set_up))
        for each in findings(invoice)
    ]


def where_to_mend(breach: Breach, invoice: Invoice, *, may_set_up: bool) -> str | None:
    """The address of the field; None where it is nobody's, or not this reader's, to change."""
    if breach.field in SETTINGS:
        field = SETTINGS[breach.field]
        return url_for("setup.edit_company", _anchor=field) if may_set_up else None
    if breach.field in OF_ACCOUNT and invoice.account_id is not None:
        return url_for("accounts.edit", key=invoice.account_id, _anchor=OF_ACCOUNT[breach.field])
    if breach.field in OF_DRAFT:
        return f"#{OF_DRAFT[breach.field]}"
    if breach.field.startswith("lines"):
        return "#lines"
    if breach.field in {"payment", "payment.accounts"}:
        return url_for("bank_accounts.index") if may_set_up else None
    if breach.field == "taxes":
        return url_for("tax_rates.index") if may_set_up else None
    return None
