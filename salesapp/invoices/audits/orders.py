"""What is invoiced of an order is at most what was ordered, and a whole order to the cent."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.orm import Session

from salesapp.invoices.audits.rows import stream
from salesapp.invoices.models import (
    CreditNote,
    CreditNoteLine,
    CreditNoteOrder,
    Invoice,
    InvoiceKind,
    InvoiceLine,
    InvoiceOrder,
)
from salesapp.orders.models import Order, OrderLine
from salesapp.products.stored import rate_totals

NONE = Decimal(0)


def faults(session: Session) -> Generator[str]:
    """One sentence for each order that is invoiced too much, or wholly but for another amount."""
    asked = _asked(session)
    for number, total, positions, key, left in _orders(session):
        if positions:
            yield f"Of the order {number}, line {positions[0]} is invoiced or closed beyond what was ordered."
        elif asked.get(key, 0) > total:
            yield f"Of the order {number} over {total}, {asked[key]} is invoiced."
        elif not left and asked.get(key, 0) != total:
            yield f"The order {number} over {total} is wholly invoiced for {asked.get(key, 0)}."


def _orders(session: Session) -> Iterator[tuple[str, int, list[int], int, Decimal]]:
    """(number, total, positions of lines invoiced too much, id, quantity left) of each order that has an invoice."""
    billed = _by_line(session, InvoiceLine.order_line_id, InvoiceLine)
    back = _by_line(session, InvoiceLine.order_line_id, CreditNoteLine)
    with_invoices: Any = union_all(
        select(Invoice.order_id).where(Invoice.order_id.is_not(None)), select(InvoiceOrder.order_id)
    )
    query = (
        select(
            Order.id,
            Order.number,
            Order.total,
            OrderLine.id,
            OrderLine.position,
            OrderLine.quantity,
            OrderLine.quantity_closed,
        )
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(or_(Order.id.in_(with_invoices), OrderLine.quantity_closed != 0))
        .order_by(Order.id, OrderLine.position, OrderLine.id)
    )
    found: dict[int, tuple[str, int, list[int], int, Decimal]] = {}
    for key, number, total, line, position, quantity, closed in stream(session, query):
        left = quantity - billed.get(line, NONE) + back.get(line, NONE)
        before = found.get(key, (number, total, [], key, NONE))
        sign = -1 if quantity < 0 else 1
        fits = 0 <= sign * closed <= sign * left <= sign * quantity
        wrong = before[2] if fits else [*before[2], position]
        found[key] = (number, total, wrong, key, before[4] + abs(left))
    yield from found.values()


def _by_line(session: Session, key: Any, lines: Any) -> dict[int, Decimal]:
    """Order line id → quantity invoiced or credited, drafts included and the bin's left out."""
    query = select(key, func.sum(lines.quantity)).where(key.is_not(None)).group_by(key)
    if lines is CreditNoteLine:
        query = query.join(InvoiceLine, InvoiceLine.id == CreditNoteLine.invoice_line_id)
        query = query.join(CreditNote, CreditNote.id == CreditNoteLine.credit_note_id)
        query = query.where(~CreditNote.by_amount)
    query = query.join(Invoice, Invoice.id == InvoiceLine.invoice_id)
    live = query.where(Invoice.deleted_at.is_(None), Invoice.kind == InvoiceKind.INVOICE)
    return dict(map(tuple, stream(session, live)))


def _asked(session: Session) -> dict[int, int]:
    """Order id → what its invoices ask for less what was credited, in minor units."""
    live = Invoice.order_id.is_not(None) & Invoice.deleted_at.is_(None)
    sums: dict[int, int] = {}
    for key, amount in stream(
        session,
        select(Invoice.order_id, func.sum(Invoice.payable - Invoice.rounding))
        .where(live)
        .group_by(Invoice.order_id),
    ):
        sums[key] = int(amount)
    back = select(Invoice.order_id, func.sum(CreditNote.payable - CreditNote.rounding)).join(
        CreditNote, CreditNote.invoice_id == Invoice.id
    )
    for key, amount in stream(session, back.where(live, ~CreditNote.by_amount).group_by(Invoice.order_id)):
        sums[key] -= int(amount)
    _add_shares(session, sums)
    return sums


def _add_shares(session: Session, sums: dict[int, int]) -> None:
    """What invoices of several orders ask for of each, less what was credited of it."""
    live = Invoice.deleted_at.is_(None)
    columns = (InvoiceOrder.order_id, InvoiceOrder.taxes, InvoiceOrder.deductions)
    for key, *rows in stream(session, select(*columns).join(InvoiceOrder.invoice).where(live)):
        sums[key] = sums.get(key, 0) + payable(*rows)
    columns = (CreditNoteOrder.order_id, CreditNoteOrder.taxes, CreditNoteOrder.deductions)
    back = select(*columns).join(CreditNoteOrder.credit_note).where(~CreditNote.by_amount)
    for key, *rows in stream(session, back):
        sums[key] = sums.get(key, 0) - payable(*rows)


def payable(taxes: Any, deductions: Any) -> int:
    """What stored rates ask for, less what they deduct."""
    return sum(each.total for each in rate_totals(taxes)) - sum(
        each.total for each in rate_totals(deductions)
    )
