"""One change for many records: each is checked by itself, what refuses is named with why, the others are done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from salesapp.core.access import Viewer, changeable
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import CHANGED, changes, record
from salesapp.core.events import Chosen as ChoiceOf
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.core.registry import RecordType, record_type
from salesapp.people.models import User
from salesapp.records.bulk import edits
from salesapp.records.bulk.edits import BulkEdit, bulk_edit
from salesapp.records.editing import finish
from salesapp.records.recycle_bin import acts as recycle_bin
from salesapp.records.recycle_bin.hanging import refuse_to_lose

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


def change(type_: RecordType, selected: Chosen, declared: Field, value: Any, *, by: Viewer) -> BulkEdit:
    """Sets the field of each that is free, by one edit. What refuses goes over to the refused."""
    along = {type_.key: type_.set_with(declared.name)}
    with bulk_edit(type_, declared.name, value=_told(declared, value), along=along, by=by) as edit:
        edit.changed = _each(selected, lambda row: _set(type_, row, declared, value, by))
    return edit


def delete(type_: RecordType, selected: Chosen, *, by: Viewer) -> BulkEdit:
    """Puts each that is free into the bin, by one edit."""

    def away(row: Any) -> bool:
        recycle_bin.delete(row, by=by)
        return True

    with bulk_edit(type_, edits.DELETED, by=by) as edit:
        edit.changed = _each(selected, away)
    return edit


def _told(declared: Field, value: Any) -> Any:
    """The value as the list of bulk edits shows it."""
    if declared.kind == "link" and value is not None:
        return db.session.get(record_type(declared.target).model, value)
    return ChoiceOf(value) if declared.kind == "choice" and value is not None else value


def _each(selected: Chosen, act: Callable[[Any], bool]) -> int:
    """To how many it came."""
    done = 0
    for row in selected.free:
        try:
            changed = act(row)
        except RuleBroken as broken:
            with db.session.no_autoflush:
                db.session.expire(row)
            selected.refused.append((row, broken.sentence))
        else:
            done += changed
    db.session.flush()
    return done


def _set(type_: RecordType, row: Record, declared: Field, value: Any, by: Viewer) -> bool:
    """Whether anything changed. What a verb of the record sets is set by that."""
    if getattr(row, declared.attribute) == value:
        return False
    if declared.name == "owner" and value is not None and hasattr(row, "assign"):
        row.assign(db.session.get_one(User, value), by=by)
        return True
    if row.set_by_verb(declared.attribute, value, by=by):
        return True
    setattr(row, declared.attribute, value)
    finish(type_, row, by=by)
    if not changes(row):
        return False
    record(row, CHANGED, by=by)
    return True
