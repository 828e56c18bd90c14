"""Rows are locked in one order, so that nobody waits in a circle: order → invoice → payment or credit note → ledger."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, inspect, select

from salesapp.core.db import Record, db


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


@cache
def _locked(model: Any) -> Select[Any]:
    query = select(model).where(model.id == bindparam("key")).with_for_update(of=model)
    return query.execution_options(
        populate_existing=True, unscoped="the row that the caller was given already"
    )
