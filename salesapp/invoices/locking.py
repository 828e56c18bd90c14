"""Rows are locked in one order, so that nobody waits in a circle: order → invoice → payment or credit note → ledger.

A page that changes an invoice holds that first. Who meets another in a circle that way is begun again (ADR 10).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, inspect, select
from sqlalchemy.orm import SessionTransaction

from salesapp.core.db import Record, db

HELD = "rows held"


def lock(record: Record | None) -> None:
    """Locks the row until the transaction ends and reads it again, as it is now; so is what hangs on it when asked for.

    SQLite's writers are alone already; there it only reads again.
    """
    if record is None:
        return
    db.session.flush()
    model: Any = type(record)
    db.session.scalars(_locked(model), {"key": record.id}).one()
    db.session.expire(record, [each.key for each in inspect(model).relationships if each.uselist])
    keep_hold(record)


def lock_orders(invoice: Any) -> None:
    """Locks the orders that the invoice bills, before it is locked itself."""
    for order in sorted(invoice.orders, key=lambda each: each.id):
        lock(order)


def hold(record: Record | None) -> None:
    """Locks the row unless this transaction did so before: then nobody else has changed it since, nor its lines."""
    if record is not None and not any(each is _held().get(record) for each in _transactions()):
        lock(record)


def keep_hold(record: Record) -> None:
    """Nobody else has the row until the transaction ends: it is locked, or was made just now."""
    innermost = next(_transactions(), None)
    if innermost is not None:
        _held()[record] = innermost


def _held() -> dict[Record, SessionTransaction]:
    """Row → the transaction in which it was locked; a savepoint that is taken back lets go of it."""
    found: dict[Record, SessionTransaction] = db.session.info.setdefault(HELD, {})
    return found


def _transactions() -> Iterator[SessionTransaction]:
    """The savepoints that are open, the innermost first, and the transaction around them."""
    session = db.session()
    inner = session.get_nested_transaction() or session.get_transaction()
    while inner is not None:
        yield inner
        inner = inner.parent


@cache
def _locked(model: Any) -> Select[Any]:
    query = select(model).where(model.id == bindparam("key")).with_for_update(of=model)
    return query.execution_options(
        populate_existing=True, unscoped="the row that the caller was given already"
    )
