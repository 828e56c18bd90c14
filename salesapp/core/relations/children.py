"""A record's children, asked for together: most records have none of most kinds."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm.attributes import set_committed_value

from salesapp.core.access.prepared import Prepared
from salesapp.core.db import Record


def find_empty(record: Record, *names: str) -> None:
    """Finds out in one statement which of these collections are empty, so that nobody asks for them one by one."""
    unread = tuple(name for name in names if name in inspect(record).unloaded)
    if not unread:
        return
    (there,) = _which(type(record), unread).rows({"key": record.id})
    for name, any_ in zip(unread, there, strict=True):
        if not any_:
            set_committed_value(record, name, [])


@lru_cache(maxsize=128)
def _which(model: type[Any], names: tuple[str, ...]) -> Prepared:
    """Whether each collection has anything in it."""
    there = [getattr(model, name).any().label(name) for name in names]
    query = select(*there).where(model.id == bindparam("key"))
    return Prepared(query, unscoped="a collection is taken for empty only where nobody would see a row in it")
