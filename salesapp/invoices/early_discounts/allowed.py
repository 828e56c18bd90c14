"""What a customer may deduct who pays the rest of an invoice on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from salesapp.invoices.allocations import allocated
from salesapp.invoices.models import Allocation, Invoice


@dataclass(frozen=True)
class Allowed:
    """So many percent, which come to `amount`, in minor units; given until a day."""

    percent: Decimal
    amount: int
    until: date


def allowed(invoice: Invoice, paid_on: date) -> Allowed | None:
    """The discount that paying the rest that day earns; None where there is none, or one was taken already.

    It is a share of what the invoice asks for less what was credited; money that came before is no reason for less.
    """
    if not invoice.is_issued or invoice.issued_on is None or invoice.open_amount <= 0:
        return None
    step = invoice.plan.discount(invoice.issued_on, paid_on)
    if step is None or any(each.discount_id is not None for each in invoice.allocations):
        return None
    credited = sum(each.amount for each in invoice.allocations if each.credit_note_id is not None)
    amount = min(step.off(invoice.payable - credited), invoice.open_amount)
    return Allowed(step.percent, amount, step.until(invoice.issued_on)) if amount > 0 else None


def discounted(invoice: Invoice) -> int:
    """What of it is settled by discounts at the moment."""
    return allocated(Allocation.discount_id.is_not(None) & (Allocation.invoice_id == invoice.id))
