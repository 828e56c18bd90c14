"""Codes are those of the official lists: countries, currencies, units, means of payment, registers, reasons."""

from __future__ import annotations

from collections.abc import Iterator

from stdnum.eu import vat

from salesapp.core.i18n import _
from salesapp.core.parsing.ibans import is_iban
from salesapp.invoices.e_invoices.check.breach import Breach, unknown
from salesapp.invoices.e_invoices.codes import EUROPEAN_UNION, codes
from salesapp.invoices.e_invoices.model import EInvoice, Party

SEPA = "58"


def check(invoice: EInvoice) -> Iterator[Breach]:
    if invoice.kind not in codes("kinds"):
        yield unknown("BR-CL-01", "kind", invoice.kind, _("kind of document"))
    for field in ("currency", "tax_currency"):
        code = getattr(invoice, field)
        if code and code not in codes("currencies"):
            yield unknown("BR-CL-04", field, code, _("currency"))
    yield from _check_countries(invoice)
    yield from _check_party("seller", invoice.seller)
    yield from _check_party("buyer", invoice.buyer)
    yield from _check_units(invoice)
    yield from _check_payment(invoice)
    for share in invoice.taxes:
        if share.exemption_code and share.exemption_code not in codes("exemptions"):
            yield unknown("BR-CL-22", "taxes", share.exemption_code, _("reason for an exemption"))


def _check_countries(invoice: EInvoice) -> Iterator[Breach]:
    places = {
        "seller": invoice.seller.address,
        "buyer": invoice.buyer.address,
        "delivery": invoice.delivery.address,
    }
    for name, address in places.items():
        if address is not None and address.country and address.country not in codes("countries"):
            yield unknown("BR-CL-14", f"{name}.address.country", address.country, _("country"))


def _check_party(name: str, party: Party) -> Iterator[Breach]:
    number = party.vat_number.replace(" ", "").upper()
    if number and number[:2] not in codes("countries") | {"EL"}:
        sentence = _("The VAT number %(number)s must begin with the letters of its country.", number=number)
        yield Breach("BR-CO-09", f"{name}.vat_number", sentence)
    elif number[:2] in EUROPEAN_UNION and not vat.is_valid(number):
        sentence = _("Check the VAT number %(number)s: its digits are wrong.", number=number)
        yield Breach("OWN-VAT", f"{name}.vat_number", sentence, blocks=False)
    for field in ("identifier", "registration"):
        known = getattr(party, field)
        if known is not None and known.scheme and known.scheme not in codes("registers") | {"SEPA"}:
            yield unknown("BR-CL-11", f"{name}.{field}", known.scheme, _("register"))
    mailbox = party.electronic_address
    if mailbox is not None and mailbox.scheme not in codes("mailboxes"):
        yield unknown("BR-CL-25", f"{name}.electronic_address", mailbox.scheme or "–", _("kind of address"))


def _check_units(invoice: EInvoice) -> Iterator[Breach]:
    for line in invoice.lines:
        if line.unit not in codes("units"):
            sentence = _(
                "Line %(line)s: choose a unit that has an official code. “%(unit)s” has none.",
                line=line.number,
                unit=line.unit,
            )
            yield Breach("BR-CL-23", f"lines.{line.number}.unit", sentence)


def _check_payment(invoice: EInvoice) -> Iterator[Breach]:
    payment = invoice.payment
    if payment is None:
        return
    if payment.means not in codes("payment_means"):
        yield unknown("BR-CL-16", "payment.means", payment.means, _("way to pay"))
    for account in payment.accounts if payment.means == SEPA else ():
        if not is_iban(account.number):
            sentence = _("%(number)s is not a valid IBAN.", number=account.number)
            yield Breach("OWN-IBAN", "payment.accounts", sentence)
