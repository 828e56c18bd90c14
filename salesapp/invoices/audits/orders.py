"""What is invoiced of an order is at most what was ordered, and a whole order to the cent."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from salesapp.invoices.audits.rows import stream
from salesapp.invoices.models import CreditNote, CreditNoteLine, Invoice, InvoiceKind, InvoiceLine
from salesapp.orders.models import Order, OrderLine

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
    with_invoices = select(Invoice.order_id).where(Invoice.order_id.is_not(None))
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
    return sums
