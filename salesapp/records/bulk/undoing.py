"""Taking a bulk edit back, for as long as it can be: what somebody changed since stays and is named."""

from __future__ import annotations

from salesapp.core import clock
from salesapp.core.access import Viewer, allows
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events.replay import settled
from salesapp.core.i18n import _, kept, sentences_noted
from salesapp.people.models import User
from salesapp.records.bulk.edits import BulkEdit, BulkEditKept
from salesapp.records.undo import SetBack, take_back
from salesapp.web.filters import plain_value


def undo(edit: BulkEdit, *, by: Viewer) -> SetBack:
    """Takes it back once. RuleBroken where that was done already, or is too long ago.

    Where all records stay as they are, it may be asked for again: once a later edit of the same records is undone.
    """
    db.session.refresh(edit, with_for_update=True)  # two who ask at once: the second is told
    if not edit.can_undo:
        raise RuleBroken(_("This can no longer be undone."))
    if not allows(by, edit.type.edit):
        raise RuleBroken(_("You don’t have permission to change these records."))
    if edit.is_transfer:
        _refuse_without_owner(edit)
    with sentences_noted():
        found = take_back(edit.source, edit.fields, by=by)
        edit.undone = found.count(*edit.counted)
        edit.undone_at = clock.now() if found.done else None
        edit.kept = [
            BulkEditKept(record_type=row.record_type_key, record_id=row.id, why=kept(why))
            for row, why in found.kept
        ]
        db.session.flush()
    return found


def _refuse_without_owner(edit: BulkEdit) -> None:
    """Nothing goes back to somebody who has no access."""
    left = db.session.get(User, settled(edit.value) or 0)
    if left is None or left.deleted_at is not None or not left.active:
        name = plain_value(edit.value)
        raise RuleBroken(_("%(name)s has no access. Give access again, then undo this.", name=name))
