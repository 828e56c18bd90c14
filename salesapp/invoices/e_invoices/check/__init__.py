"""Our own exact check of an e-invoice. The official rules let a VAT pass that is up to 0.99 off; this one does not."""

from __future__ import annotations

from salesapp.invoices.e_invoices.check import amounts, categories, codes, dates, parties, xrechnung
from salesapp.invoices.e_invoices.check.breach import Breach
from salesapp.invoices.e_invoices.model import EInvoice

__all__ = ["Breach", "breaches", "breaches_of_xrechnung"]

ROOMS = (parties, dates, codes, categories, amounts)


def breaches(invoice: EInvoice) -> list[Breach]:
    """Everything that EN 16931 forbids, what blocks first; empty for an invoice that may be sent."""
    found = [breach for room in ROOMS for breach in room.check(invoice)]
    return sorted(dict.fromkeys(found), key=lambda each: not each.blocks)


def breaches_of_xrechnung(invoice: EInvoice) -> list[Breach]:
    """The same with what German authorities ask for beyond the standard."""
    found = dict.fromkeys([*breaches(invoice), *xrechnung.check(invoice)])
    return sorted(found, key=lambda each: not each.blocks)
