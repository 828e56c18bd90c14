"""A record's children, asked for together: most records have none of most kinds."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, inspect, select
from sqlalchemy.orm.attributes import set_committed_value

from salesapp.core.db import Record, db


def find_empty(record: Record, *names: str) -> None:
    """Finds out in one statement which of these collections are empty, so that nobody asks for them one by one."""
    unread = tuple(name for name in names if name in inspect(record).unloaded)
    if not unread:
        return
    there = db.session.execute(
        _which(type(record), unread), {"key": record.id}, execution_options={"with_deleted": True}
    ).one()
    for name, any_ in zip(unread, there, strict=True):
        if not any_:
            set_committed_value(record, name, [])


@lru_cache(maxsize=128)
def _which(model: type[Any], names: tuple[str, ...]) -> Select[Any]:
    """Whether each collection has anything in it."""
    there = [getattr(model, name).any().label(name) for name in names]
    return select(*there).where(model.id == bindparam("key"))
