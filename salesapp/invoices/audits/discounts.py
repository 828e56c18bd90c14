"""Discounts for paying early: each with its tax, in time, and no more than was agreed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session

from salesapp.invoices.audits.rows import stream
from salesapp.invoices.models import Allocation, CreditNote, DiscountTaken, Invoice, Payment
from salesapp.products.payment_terms.plan import plan_in
from salesapp.products.stored import rate_totals


def faults(session: Session) -> Generator[str]:
    """One sentence for each discount that does not settle what it says, and each invoice with too much of it."""
    for key, amount, settled in stream(session, _otherwise_settled()):
        yield f"The discount {key} is {amount}, and {settled or 0} is settled by it."
    found: dict[str, int] = defaultdict(int)
    corrected: dict[Any, int] = defaultdict(int)
    for key, number, amount, taxes, plan, payable, issued_on, came_on in stream(session, _taken()):
        if sum(row.total for row in rate_totals(taxes)) != amount:
            yield f"The net and the tax of the discount {key} are not its amount."
        found[number] += amount
        step = plan_in(plan).discount(issued_on, came_on) if plan and issued_on else None
        if amount > 0 and (step is None or amount > step.off(payable)):
            yield f"The discount {key} on the invoice {number} is more than was agreed for {came_on}."
        for row in rate_totals(taxes):
            corrected[number, row.key] += row.tax
    for number, rate in _beyond(session, corrected):
        yield f"More tax of {rate}% is corrected than the invoice {number} has."
    for number, left in found.items():
        if left < 0:
            yield f"More discount is reversed on the invoice {number} than was taken."


def _beyond(session: Session, corrected: Mapping[Any, int]) -> Generator[tuple[str, Decimal]]:
    """(invoice, rate) where discounts correct less than no tax, or more than is asked for less what was credited."""
    asked: dict[Any, int] = defaultdict(int)
    for number, sign, taxes, deductions in stream(session, _asked()):
        for part, rows in ((sign, taxes), (-sign, deductions)):
            for row in rate_totals(rows):
                asked[number, row.key] += part * row.tax
    for (number, rate), tax in corrected.items():
        if not 0 <= tax <= max(0, asked[number, rate]):
            yield number, rate.percent


def _asked() -> Any:
    """(invoice, 1, taxes, down payments) of those with a discount, and -1 with those of each of their credit notes."""
    own = select(Invoice.number, literal(1), Invoice.taxes, Invoice.deductions)
    back = select(Invoice.number, literal(-1), CreditNote.taxes, CreditNote.deductions)
    theirs = Invoice.id.in_(select(DiscountTaken.invoice_id))
    return union_all(own.where(theirs), back.join(CreditNote.invoice).where(theirs))


def _otherwise_settled() -> Any:
    """(discount, amount, settled) where the allocations are not what it says."""
    settled = func.sum(Allocation.amount)
    query = select(DiscountTaken.id, DiscountTaken.amount, settled)
    query = query.outerjoin(Allocation, Allocation.discount_id == DiscountTaken.id)
    grouped = query.group_by(DiscountTaken.id, DiscountTaken.amount)
    return grouped.having(func.coalesce(settled, 0) != DiscountTaken.amount).order_by(DiscountTaken.id)


def _taken() -> Any:
    bill = (Invoice.payment_plan, Invoice.payable, Invoice.issued_on)
    came_on = func.coalesce(Payment.value_on, Payment.paid_on)
    query = select(
        DiscountTaken.id, Invoice.number, DiscountTaken.amount, DiscountTaken.taxes, *bill, came_on
    )
    joined = query.join(Invoice, Invoice.id == DiscountTaken.invoice_id)
    return joined.join(Payment, Payment.id == DiscountTaken.payment_id).order_by(DiscountTaken.id)
