"""Records that name another one of their own kind as the one above them: a parent, a manager, a superior."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect, select

from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import Record, db
from salesapp.core.flushing.written import has_changed

ALL_OF_IT = {"unscoped": "a circle is one, whoever sees its records", "with_deleted": True}


def closes_circle(record: Record, link: str, above: Any) -> bool:
    """Whether the way up from the id `above` by the attribute `link` comes to the record, or never ends.

    Two people who put two records below each other are looked at one after the other, so each step is read anew,
    except what this session itself is about to change.
    """
    if inspect(record).identity is None:
        return False  # nothing can stand below what is not there yet
    model: Any = type(record)
    one_at_a_time(f"{model.__tablename__}.{link}")
    seen = {record.id}
    while above is not None and above not in seen:
        seen.add(above)
        above = _above(model, link, above)
    return above is not None


def newly_set(record: Record, link: str) -> bool:
    """Whether the session is about to write another id there than the one it read."""
    return has_changed(record, link)


def _above(model: Any, link: str, key: int) -> Any:
    known = db.session.identity_map.get(inspect(model).identity_key_from_primary_key((key,)))
    if known is not None and known in db.session.dirty:
        return getattr(known, link)
    return db.session.scalar(select(getattr(model, link)).where(model.id == key), execution_options=ALL_OF_IT)
