"""What changes more than one record: invoicing an order, crediting an invoice, payments and what they settle."""

from salesapp.invoices.actions.amending import must_still_bill
from salesapp.invoices.actions.closing import cancel_rest, close_order
from salesapp.invoices.actions.crediting import credit, credit_and_redraft
from salesapp.invoices.actions.invoicing import (
    ask_down_payment,
    invoice_fulfilled,
    invoice_order,
    invoice_quote,
    write_invoice,
)
from salesapp.invoices.actions.receiving import Part, Received, record_payment
from salesapp.invoices.actions.reducing import credit_amounts
from salesapp.invoices.actions.refunding import PaidBack, refund, reverse_refund
from salesapp.invoices.actions.reversing import reverse_payment, reverse_write_off, unallocate
from salesapp.invoices.actions.settling import allocate, write_off

__all__ = [
    "PaidBack",
    "Part",
    "Received",
    "allocate",
    "ask_down_payment",
    "cancel_rest",
    "close_order",
    "credit",
    "credit_amounts",
    "credit_and_redraft",
    "invoice_fulfilled",
    "invoice_order",
    "invoice_quote",
    "must_still_bill",
    "record_payment",
    "refund",
    "reverse_payment",
    "reverse_refund",
    "reverse_write_off",
    "unallocate",
    "write_invoice",
    "write_off",
]
