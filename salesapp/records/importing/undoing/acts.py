"""What an import did is taken back record by record, from the last row to the first: children go before parents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from salesapp.core import clock
from salesapp.core.access import Permission, Viewer, acting_as, allows, changeable
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event, EventLink, event_kind, record
from salesapp.core.i18n import _, _l
from salesapp.core.lines import LineType
from salesapp.core.outbox import post
from salesapp.core.registry import RecordType, record_type, record_types
from salesapp.records.importing.running.runs import ImportedRow, ImportRun, Outcome
from salesapp.records.importing.running.writing import IMPORTED
from salesapp.records.recycle_bin.acts import delete
from salesapp.records.undo import changed_in, put_back

IMPORT_UNDONE = event_kind(
    "import_undone", _l("%(by)s undid the import of %(file)s"), icon="undo-2", touch=False
)
TOOK_BACK = (Outcome.CREATED, Outcome.UPDATED)
ALL = {"unscoped": "whether anybody did anything with it, seen or not"}
BATCH = 50
"""Rows to a transaction."""


def can_undo(run: ImportRun) -> bool:
    """Whether there is something to take back: lines belong to their records, and some records never go."""
    type_ = run.plan.type
    undoable = not isinstance(type_, LineType) and type_.deletable
    return undoable and run.ended and run.undo_asked_at is None and run.created + run.updated > 0


def ask_undo(run: ImportRun, *, by: Viewer) -> None:
    """Hands it to the worker. RuleBroken where there is nothing to take back, or somebody asked already."""
    db.session.refresh(run, with_for_update=True)  # two who ask at once: the second is told
    if not can_undo(run):
        raise RuleBroken(_("This import can’t be undone."))
    if not allows(by, Permission.DATA_IMPORT) or not allows(by, run.plan.type.edit):
        raise RuleBroken(_("Your role can’t import %(type)s.", type=run.plan.type.label_plural))
    run.undo_asked_at = clock.now()
    post("import_undo", {"run": run.id, "by": by.id})


class Undoing:
    """Takes back one run for one person."""

    def __init__(self, run: ImportRun, by: Any) -> None:
        self.run, self.by = run, by
        self.type: RecordType = run.plan.type
        self.named: set[int] = set()
        """Records of the portion that others link to, some of which may be taken back by now."""
        self.editable = {each.name for each in self.type.editable}

    def portion(self, before: int) -> int | None:
        """Takes back the rows that stand before this number (0: all); the first of them, None where none is left."""
        rows = self._rows(before)
        keys = {row.record_id for row in rows if row.record_id is not None}
        used, self.named = self._used(self.type, keys), _named(self.type, keys)
        with acting_as(self.by):
            for row in rows:
                self._take_back(row, used)
            if not rows:
                self._remove_what_came_along()
        return rows[-1].number if rows else None

    def _rows(self, before: int) -> Sequence[ImportedRow]:
        query = select(ImportedRow).where(
            ImportedRow.run_id == self.run.id,
            ImportedRow.outcome.in_(TOOK_BACK),
            ImportedRow.is_undone.is_(None),
        )
        if before:
            query = query.where(ImportedRow.number < before)
        return db.session.scalars(query.order_by(ImportedRow.number.desc()).limit(BATCH)).all()

    def _take_back(self, row: ImportedRow, used: set[int]) -> None:
        """One row; where a rule refuses, nothing of it stays but the reason."""
        try:
            with db.session.begin_nested():
                self._undo(row, used)
        except RuleBroken as broken:
            row.is_undone, row.left_because = False, broken.sentence
            self.run.left += 1
        else:
            row.is_undone = True
            self.run.undone += 1

    def _undo(self, row: ImportedRow, used: set[int]) -> None:
        model = self.type.model
        query = select(model).where(model.id == row.record_id, changeable(model, self.by))
        found = db.session.scalar(query.with_for_update(of=model).execution_options(populate_existing=True))
        if found is None:
            raise RuleBroken(_("It was deleted, or you don’t have permission to change it."))
        if found.id in used:
            raise RuleBroken(_("It has been changed or used since."))
        if row.outcome == Outcome.CREATED:
            self._remove(found)
        else:
            self._set_back(found)

    def _remove_what_came_along(self) -> None:
        """Records that were made since a row named them, as far as nothing names or used them any more."""
        fields = self.type.fields_by_name
        for target in {fields[each].target for each in self.run.plan.creates if fields[each].kind == "link"}:
            type_ = record_type(target)
            query = select(Event).where(Event.kind == IMPORTED, Event.subject_type == target, self._during())
            along = [each for each in db.session.scalars(query, execution_options=ALL) if self._is_ours(each)]
            keys = {each.subject_id for each in along} - self._used(
                type_, {each.subject_id for each in along}
            )
            self.named = _named(type_, keys)
            query = select(type_.model).where(type_.model.id.in_(keys), changeable(type_.model, self.by))
            for each in db.session.scalars(query.with_for_update(of=type_.model)):
                with suppress(RuleBroken), db.session.begin_nested():
                    self._remove(each)

    def _is_ours(self, happened: Event) -> bool:
        return happened.particulars.get("file") == self.run.file_name

    def _remove(self, found: Any) -> None:
        """Into the bin; its name in other programs is free for the next file."""
        key = found.id
        if key in self.named and _named(record_type(found.record_type_key), {key}):
            raise RuleBroken(_("Other records refer to it."))
        if hasattr(found, "external_id"):
            found.external_id = None
        record(found, IMPORT_UNDONE, by=self.by, file=self.run.file_name)
        delete(found, by=self.by)
        db.session.flush()

    def _set_back(self, found: Any) -> None:
        """As it was before. What an importer did by verbs (a stage, a price) has a history of its own and stays."""
        if self._is_set_back(found.id):
            return  # a later row of the file changed it as well: with that one it was set back as a whole
        changed = changed_in(self._events(found.id))
        changes = changed.get((self.type.key, found.id), {})
        if not changes:
            return  # an earlier row of the file made it: there it is taken back
        if set(changes) - self.editable or not put_back(found, changes):
            raise RuleBroken(_("It has been changed or used since."))
        record(found, IMPORT_UNDONE, by=self.by, file=self.run.file_name)
        db.session.flush()

    def _is_set_back(self, key: int) -> bool:
        query = select(ImportedRow.id).where(
            ImportedRow.run_id == self.run.id, ImportedRow.record_id == key, ImportedRow.is_undone.is_(True)
        )
        return db.session.scalar(query.limit(1)) is not None

    def _events(self, key: int) -> Iterable[Event]:
        """What the run wrote down about the record, the oldest first."""
        query = select(Event).where(Event.subject_type == self.type.key, Event.subject_id == key)
        query = query.where(Event.made_with.is_(None), self._during()).order_by(Event.id)
        return db.session.scalars(query, execution_options=ALL)

    def _during(self) -> ColumnElement[bool]:
        begun, ended = self.run.started_at, self.run.finished_at
        return and_(Event.at >= begun, Event.at <= ended, self._own())

    def _own(self) -> ColumnElement[bool]:
        return Event.by_id.is_(None) if self.run.by_id is None else Event.by_id == self.run.by_id

    def _used(self, type_: RecordType, keys: set[int]) -> set[int]:
        """Those of these records with which somebody did something since, or somebody else while it ran."""
        later = or_(
            and_(Event.at > self.run.finished_at, Event.by_id.is_not(None)),
            and_(Event.at >= self.run.started_at, Event.by_id.is_not(None), ~self._own()),
        )
        others = and_(later, Event.kind != IMPORT_UNDONE)
        own = select(Event.subject_id).where(Event.subject_type == type_.key, Event.subject_id.in_(keys))
        linked = select(EventLink.record_id).join(Event, Event.id == EventLink.event_id)
        linked = linked.where(EventLink.record_type == type_.key, EventLink.record_id.in_(keys))
        found = (db.session.scalars(each.where(others), execution_options=ALL) for each in (own, linked))
        return {key for keys_ in found for key in keys_}


def _named(type_: RecordType, keys: set[int]) -> set[int]:
    """Those of these records to which a record outside the bin links."""
    found: set[int] = set()
    for other in record_types() if keys else ():
        for each in other.fields:
            column = getattr(other.model, each.attribute, None)
            if each.kind == "link" and each.target == type_.key and column is not None:
                query = select(column).where(column.in_(keys), other.model.deleted_at.is_(None)).distinct()
                found |= set(db.session.scalars(query, execution_options=ALL))
    return found
