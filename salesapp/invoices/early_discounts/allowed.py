"""What a customer may deduct who pays the rest of an invoice on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from salesapp.invoices.allocations import allocated
from salesapp.invoices.models import Allocation, Invoice
from salesapp.invoices.models.billing import credited_of


@dataclass(frozen=True)
class Allowed:
    """So many percent, which come to `amount`, in minor units; given until a day."""

    percent: Decimal
    amount: int
    until: date


def allowed(invoice: Invoice, paid_on: date) -> Allowed | None:
    """The discount that paying the rest that day earns; None where there is none, or one is taken.

    It is a share of what the invoice asks for less what was credited of it; money that came before, and credit notes
    on other invoices that pay for it, are no reason for less.
    """
    if not invoice.is_issued or invoice.issued_on is None or invoice.open_amount <= 0:
        return None
    step = invoice.plan.discount(invoice.issued_on, paid_on)
    if step is None or invoice.is_discounted:
        return None
    amount = min(step.off(invoice.payable - credited_of(invoice)), invoice.open_amount)
    return Allowed(step.percent, amount, step.until(invoice.issued_on)) if amount > 0 else None


def discounted(invoice: Invoice) -> int:
    """What of it is settled by discounts at the moment."""
    return allocated(Allocation.discount_id.is_not(None) & (Allocation.invoice_id == invoice.id))
