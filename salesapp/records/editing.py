"""Saving a form over a record that a colleague may have changed meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from salesapp.core.access import Viewer
from salesapp.core.db import Record, db
from salesapp.core.errors import Clash
from salesapp.core.events import CHANGED, CREATED, changes, event_kind, history, record, shown
from salesapp.core.fields import Field
from salesapp.core.i18n import _l
from salesapp.core.registry import RecordType
from salesapp.web.forms import Form

DELETED = event_kind("deleted", _l("%(by)s put this into the bin"), icon="trash-2", touch=False)
RESTORED = event_kind("restored", _l("%(by)s took this out of the bin"), icon="rotate-ccw", touch=False)


@dataclass(frozen=True)
class Difference:
    """One field that two people changed: as it was, as I typed it, as they saved it."""

    field: Field
    before: Any
    mine: Any
    theirs: Any


class FieldsClash(Clash):
    """The fields that both changed."""

    def __init__(self, record_: Record, differences: list[Difference]) -> None:
        super().__init__(record_)
        self.differences = differences


def save_new(type_: RecordType, form: Form, *, by: Viewer) -> Record:
    """Creates a record from the form and writes down that it was made."""
    made: Record = type_.model()
    _set(type_, made, form.values())
    if hasattr(made, "owner_id") and made.owner_id is None:
        made.owner_id = by.id
    finish(type_, made, by=by)
    db.session.add(made)
    db.session.flush()
    record(made, CREATED, by=by)
    return made


def save_changes(type_: RecordType, record_: Record, form: Form, *, by: Viewer) -> bool:
    """Sets what the form says; False when nothing differs. FieldsClash when a colleague changed the same fields.

    Fields that only the colleague changed stay theirs: the form is compared with the record as it was opened.
    """
    values = form.values()
    if form.expected_version is not None and form.expected_version != record_.version:
        values = _merged(type_, record_, values, form.expected_version)
    _set(type_, record_, values)
    finish(type_, record_, by=by)
    changed = changes(record_)
    if changed:
        record(record_, CHANGED, by=by)
        form.version.data = str(record_.version)
    return bool(changed)


def finish(type_: RecordType, record_: Record, *, by: Viewer) -> None:
    """The feature's own rule before saving."""
    if type_.before_save is not None:
        with db.session.no_autoflush:
            type_.before_save(record_, by=by)


def _set(type_: RecordType, record_: Record, values: dict[str, Any]) -> None:
    for name, value in values.items():
        declared = type_.fields_by_name.get(name)
        if declared is not None and getattr(record_, declared.attribute) != value:
            setattr(record_, declared.attribute, value)


def _merged(type_: RecordType, record_: Record, values: dict[str, Any], version: int) -> dict[str, Any]:
    """My values where I changed something, theirs elsewhere."""
    opened_with = _values_at(record_, version)
    kept, clashes = {}, []
    for name, mine in values.items():
        declared = type_.fields_by_name[name]
        theirs = shown(record_, declared, getattr(record_, declared.attribute))
        before = opened_with.get(name, theirs)
        mine_shown = shown(record_, declared, mine)
        if mine_shown in (before, theirs):
            continue
        if before != theirs:
            clashes.append(Difference(declared, before, mine_shown, theirs))
        kept[name] = mine
    if clashes:
        raise FieldsClash(record_, clashes)
    return kept


def _values_at(record_: Record, version: int) -> dict[str, Any]:
    """What fields changed since `version` held then, from the record's own history."""
    found: dict[str, Any] = {}
    for event in history(record_):
        if event.subject_version < version:
            break
        for change in event.changes:
            found[change["field"]] = change["before"]
    return found
