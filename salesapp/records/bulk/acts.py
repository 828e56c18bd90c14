"""One change for many records: each is checked by itself, what refuses is named with why, the others are done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from salesapp.core.access import Viewer, changeable
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import CHANGED, Event, changes, record
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.core.registry import RecordType
from salesapp.people.models import User
from salesapp.records.editing import DELETED, finish
from salesapp.records.recycle_bin import acts as recycle_bin
from salesapp.records.recycle_bin.hanging import refuse_to_lose
from salesapp.records.undo import Span

MOST = 200
KINDS = frozenset({"link", "choice", "date", "boolean"})
"""What one value for many makes sense of: not texts and figures, which are each record's own."""


def is_offered(type_: RecordType) -> bool:
    """Whether records of the type are changed many at once: those that people own."""
    return hasattr(type_.model, "owner_id") and (type_.creatable or type_.transferable)


def fields_of(type_: RecordType) -> list[Field]:
    """The fields that can be set for many at once, the owner first. Of a document each other one changes its sums."""
    found = [
        each for each in type_.editable if each.kind in KINDS and (type_.creatable or each.name == "owner")
    ]
    return sorted(found, key=lambda each: each.name != "owner")


@dataclass
class Chosen:
    """What is selected: `free` to be changed, `refused` with why, and how many are no longer there for the viewer."""

    free: list[Any] = field(default_factory=list)
    refused: list[tuple[Any, str]] = field(default_factory=list)
    gone: int = 0


def chosen(
    type_: RecordType, keys: Sequence[int], *, by: Viewer, deleting: bool, lock: bool = False
) -> Chosen:
    """The records of these ids that the viewer sees, as far as that can be said before anything is changed."""
    model = type_.model
    mine = select(model.id).where(model.id.in_(keys), changeable(model, by)).order_by(model.id)
    allowed = set(db.session.scalars(mine.with_for_update(of=model) if lock else mine))
    query = select(model).where(model.id.in_(keys)).order_by(model.id)
    rows = db.session.scalars(query.execution_options(populate_existing=True)).all()
    found = Chosen(gone=len(set(keys)) - len(rows))
    for row in rows:
        try:
            _refuse(row, allowed, deleting=deleting)
        except RuleBroken as broken:
            found.refused.append((row, broken.sentence))
        else:
            found.free.append(row)
    return found


def _refuse(row: Any, allowed: set[int], *, deleting: bool) -> None:
    if row.id not in allowed:
        raise RuleBroken(_("You can view it, but not change it."))
    if not deleting:
        row.refuse_change()
        return
    if hasattr(row, "refuse_deletion"):
        row.refuse_deletion()
    refuse_to_lose(row)


def change(type_: RecordType, selected: Chosen, declared: Field, value: Any, *, by: Viewer) -> list[Any]:
    """Sets the field of each that is free; those that changed. What refuses goes over to the refused."""
    return _each(selected, lambda row: _set(type_, row, declared, value, by))


def delete(selected: Chosen, *, by: Viewer) -> list[Any]:
    """Puts each that is free into the bin."""

    def away(row: Any) -> bool:
        recycle_bin.delete(row, by=by)
        return True

    return _each(selected, away)


def restore(type_: RecordType, span: Span, *, by: Viewer) -> list[Any]:
    """Takes out of the bin again what `by` has just put there."""
    query = select(Event.subject_id).where(Event.id > span.after, Event.id <= span.upto, Event.by_id == by.id)
    keys = db.session.scalars(query.where(Event.kind == DELETED, Event.subject_type == type_.key)).all()
    model = type_.model
    there = select(model).where(model.id.in_(keys), model.deleted_at.is_not(None), changeable(model, by))
    rows = list(db.session.scalars(there.execution_options(with_deleted=True)))
    for row in rows:
        recycle_bin.restore(row, by=by)
    return rows


def _each(selected: Chosen, act: Callable[[Any], bool]) -> list[Any]:
    done = []
    for row in selected.free:
        try:
            changed = act(row)
        except RuleBroken as broken:
            with db.session.no_autoflush:
                db.session.expire(row)
            selected.refused.append((row, broken.sentence))
        else:
            done += [row] if changed else []
    db.session.flush()
    return done


def _set(type_: RecordType, row: Record, declared: Field, value: Any, by: Viewer) -> bool:
    """Whether it was another before. A record that has a verb for changing hands is given by that."""
    if getattr(row, declared.attribute) == value:
        return False
    if declared.name == "owner" and value is not None and hasattr(row, "assign"):
        row.assign(db.session.get_one(User, value), by=by)
        return True
    setattr(row, declared.attribute, value)
    finish(type_, row, by=by)
    if changes(row):
        record(row, CHANGED, by=by)
    return True
