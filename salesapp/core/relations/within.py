"""Records that stand in another one, as stages do in a process: what they are called and how they follow one another.

Two processes may each have a stage *Qualify*. Where stages of several meet, each says whose it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select

from salesapp.core.db import db
from salesapp.core.registry import RecordType, record_type


def titles_within(type_: RecordType, rows: Sequence[Any]) -> dict[int, str]:
    """Titles by id; with what they stand in (`New business · Qualify`) where they or their namesakes are of several."""
    if not type_.within or not _several(type_, rows):
        return {each.id: str(each.title) for each in rows}
    holder = type_.field(type_.within).linked
    return {each.id: f"{getattr(each, holder).title} · {each.title}" for each in rows}


def _several(type_: RecordType, rows: Sequence[Any]) -> bool:
    model, holder = type_.model, type_.field(type_.within).attribute
    title = getattr(model, type_.title)
    named_so = select(getattr(model, holder)).where(title.in_({each.title for each in rows})).distinct()
    return len(db.session.scalars(named_so.limit(2)).all()) > 1


def in_their_steps(type_: RecordType) -> Select[Any]:
    """The rows of a type that has positions, as they follow one another, process by process."""
    model = type_.model
    if not type_.within:
        return select(model).order_by(model.position, model.id)
    link = type_.field(type_.within)
    holder = record_type(link.target).model
    joined = select(model).join(holder, holder.id == getattr(model, link.attribute))
    return joined.order_by(holder.position, holder.id, model.position, model.id)
