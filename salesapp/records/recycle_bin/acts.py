"""The recycle bin: deleting hides, restoring brings back, and only an administrator empties it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.access import Viewer, changeable
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event, last_of, record
from salesapp.core.i18n import _
from salesapp.core.registry import RecordType, record_types
from salesapp.core.relations.merged import MergedRecord, stands_now
from salesapp.records.editing import DELETED, RESTORED
from salesapp.records.recycle_bin.hanging import refuse_to_lose
from salesapp.records.undo import undoes


def delete(record_: Record, *, by: Viewer) -> None:
    """Puts the record into the bin. A model may refuse by its `refuse_deletion()`, and documents that need it do."""
    if record_.deleted_at is not None:
        raise RuleBroken(_("This is already in the recycle bin."))
    refuse = getattr(record_, "refuse_deletion", None)
    if refuse is not None:
        refuse()
    refuse_to_lose(record_)
    record_.deleted_at = clock.now()
    record(record_, DELETED, by=by)
    record_.went_into_bin(by=by)


def restore(record_: Record, *, by: Viewer) -> None:
    """Takes the record out of the bin."""
    if record_.deleted_at is None:
        raise RuleBroken(_("This isn’t in the recycle bin."))
    if stands_now(record_.record_type_key, record_.id) is not None:
        raise RuleBroken(_("This was merged with another record. Undo the merge there."))
    record_.came_out_of_bin(by=by)
    record_.deleted_at = None
    record(record_, RESTORED, by=by)


@undoes(DELETED)
def _undo_deletion(record_: Record, deletion: Event, by: Viewer) -> None:
    last = last_of(record_, (DELETED, RESTORED))
    if last is None or last.id != deletion.id:
        raise RuleBroken(_("It has been changed since."))
    restore(record_, by=by)


def binned(viewer: Viewer, *, limit: int = 200) -> list[tuple[RecordType, Any]]:
    """What the viewer may take out again, newest first."""
    found: list[tuple[RecordType, Any]] = []
    for type_ in (each for each in record_types() if each.deletable):
        merged = select(MergedRecord.record_id).where(MergedRecord.record_type == type_.key)
        query = select(type_.model).where(
            type_.model.deleted_at.is_not(None),
            changeable(type_.model, viewer),
            type_.model.id.not_in(merged),
        )
        query = (
            query.order_by(type_.model.deleted_at.desc()).limit(limit).execution_options(with_deleted=True)
        )
        found += [(type_, each) for each in db.session.scalars(query)]
    return sorted(found, key=lambda pair: pair[1].deleted_at, reverse=True)[:limit]
