"""What must be there (BR-1 to BR-65): numbers, names, countries, and how to pay."""

from __future__ import annotations

from collections.abc import Iterator

from salesapp.core.i18n import _
from salesapp.invoices.e_invoices.check.breach import Breach, missing
from salesapp.invoices.e_invoices.model import EInvoice, Line

MUST_HAVE = (
    ("BR-02", "number"),
    ("BR-04", "kind"),
    ("BR-05", "currency"),
    ("BR-06", "seller.name"),
    ("BR-07", "buyer.name"),
    ("BR-09", "seller.address.country"),
    ("BR-11", "buyer.address.country"),
)
TRANSFERS = frozenset({"30", "58"})
REPRESENTED = (
    ("BR-18", "representative.name"),
    ("BR-20", "representative.address.country"),
    ("BR-56", "representative.vat_number"),
)


def check(invoice: EInvoice) -> Iterator[Breach]:
    for rule, field in MUST_HAVE + (REPRESENTED if invoice.representative is not None else ()):
        if not value_at(invoice, field):
            yield missing(rule, field)
    if not invoice.lines:
        yield Breach("BR-16", "lines", _("An invoice needs at least one line."))
    for position, line in enumerate(invoice.lines, start=1):
        yield from _check_line(line, position)
    seller = invoice.seller
    if not (seller.identifier or seller.registration or seller.vat_number):
        yield missing("BR-CO-26", "seller.registration")
    yield from _check_delivery(invoice)
    yield from _check_payment(invoice)
    if any(not each.number for each in invoice.preceding):
        yield missing("BR-55", "preceding")


def value_at(invoice: EInvoice, field: str) -> object:
    """What stands at a place such as `seller.address.country`."""
    found: object = invoice
    for name in field.split("."):
        found = getattr(found, name)
    return found


def _check_line(line: Line, position: int) -> Iterator[Breach]:
    if not line.number:
        sentence = _("Line %(line)s has no number.", line=position)
        yield Breach("BR-21", f"lines.{position}.number", sentence)
    if not line.name.strip():
        sentence = _("Line %(line)s says nothing about what is sold.", line=line.number)
        yield Breach("BR-25", f"lines.{line.number}.name", sentence)


def _check_delivery(invoice: EInvoice) -> Iterator[Breach]:
    place = invoice.delivery.address
    if place is not None and not place.country:
        yield missing("BR-57", "delivery.address.country")


def _check_payment(invoice: EInvoice) -> Iterator[Breach]:
    asks = invoice.totals.payable > 0 and not invoice.is_credit
    if asks and invoice.due_on is None and not invoice.payment_terms:
        yield missing("BR-CO-25", "due_on")
    payment = invoice.payment
    if payment is None:
        return
    if not payment.means:
        yield missing("BR-49", "payment")
    elif payment.means in TRANSFERS and not payment.accounts:
        yield missing("BR-61", "payment.accounts")
    if any(not account.number for account in payment.accounts):
        yield missing("BR-50", "payment.accounts")
