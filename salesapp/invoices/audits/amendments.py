"""What the amendments of an order say is what the order is now: numbered, each beginning where the last one ended."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesapp.invoices.audits.rows import stream
from salesapp.orders.amendments.changes import said_of
from salesapp.orders.amendments.models import OrderAmendment
from salesapp.orders.models import Order, OrderLine


def faults(session: Session) -> Generator[str]:
    """One sentence for each order whose amendments do not lead to it."""
    rows = select(OrderAmendment, Order).join(Order, Order.id == OrderAmendment.order_id)
    rows = rows.where(OrderAmendment.place.is_not(None)).order_by(Order.id, OrderAmendment.place)
    for order, each in groupby(stream(session, rows), key=lambda row: row[1]):
        yield from _of_order(session, order, [row[0] for row in each])


def _of_order(session: Session, order: Any, amendments: list[OrderAmendment]) -> Iterator[str]:
    if [each.place for each in amendments] != list(range(1, len(amendments) + 1)):
        yield f"The amendments of the order {order.number} are not numbered from 1."
    totals = [(each.total_before, each.total_after) for each in amendments]
    following = [*(before for before, _after in totals[1:]), order.total]
    if any(after != then for (_before, after), then in zip(totals, following, strict=True)):
        yield f"The totals of the amendments of the order {order.number} do not lead to its total."
    lines = session.scalars(
        select(OrderLine).where(OrderLine.order_id == order.id),
        execution_options={"unscoped": "the audit reads everything"},
    )
    if _amended(amendments) != _now(lines, amendments):
        yield f"The lines of the order {order.number} are not what its amendments say."


def _amended(amendments: Iterable[OrderAmendment]) -> dict[int | None, Any]:
    """Line id → what the last amendment that names it says; None for a removed one."""
    return {change.line_id: change.after for each in amendments for change in each.line_changes}


def _now(lines: Iterable[OrderLine], amendments: Iterable[OrderAmendment]) -> dict[int | None, Any]:
    said = {line.id: said_of(line) for line in lines}
    named = {change.line_id for each in amendments for change in each.line_changes}
    return {key: said.get(key) if key is not None else None for key in named}
