"""What an import did is taken back record by record, from the last row to the first: children go before parents.

The work goes in portions, each committed by itself, that give way to those who save as the import did. It goes on after
any stop: a row that was dealt with says so, a record that came along and was removed is in the bin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.access import Permission, Viewer, acting_as, allows, changeable
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event, event_kind, record, undoing
from salesapp.core.i18n import _, _l
from salesapp.core.lines import LineType
from salesapp.core.outbox import post
from salesapp.core.registry import RecordType, record_type
from salesapp.records.importing.running.runs import ImportedRow, ImportRun, LeftAlong, Outcome
from salesapp.records.importing.running.turns import Turns
from salesapp.records.importing.running.writing import IMPORTED
from salesapp.records.importing.undoing.usage import ALL, Usage, named, usage_of
from salesapp.records.recycle_bin.acts import delete
from salesapp.records.undo import changed_in, put_back

IMPORT_UNDONE = event_kind(
    "import_undone", _l("%(by)s undid the import of %(file)s"), icon="undo-2", touch=False
)
TOOK_BACK = (Outcome.CREATED, Outcome.UPDATED)
MOST = 100
"""Rows to a transaction, where nobody waits for it: on Postgres it holds the rows, which somebody may want to save."""


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

    def __init__(self, run: ImportRun, by: Any, along: Sequence[Any] = ("", 0)) -> None:
        """`along`: the type of what came along and the event up to which an earlier slice of the work has looked."""
        self.run, self.by, self.along = run, by, along
        self.turns = Turns(alone=False)
        self.type: RecordType = run.plan.type
        self.named: set[int] = set()
        """Records of the portion that others link to, some of which may be taken back by now."""
        self.editable = {each.name for each in self.type.editable}

    def portions(self) -> Iterator[ImportRun]:
        """The work; each step is to be committed before the next."""
        while self.turns.carry(self._rows_back):
            yield self.run
        targets = self._came_along()
        for target in targets[targets.index(self.along[0]) if self.along[0] in targets else 0 :]:
            after = self.along[1] if target == self.along[0] else 0
            while (
                last := self.turns.carry(partial(self._along_back, record_type(target), after))
            ) is not None:
                after = last
                self.along = (target, after)
                yield self.run
        self.turns.carry(self._end)
        yield self.run

    @property
    def _size(self) -> int:
        return min(self.turns.size, MOST)

    def _is_over(self) -> bool:
        """Whether somebody else has ended it. From here to the commit nobody else works on it."""
        db.session.refresh(self.run, with_for_update=True)
        return self.run.undone_at is not None

    def _end(self) -> None:
        if not self._is_over():
            self.run.undone_at = clock.now()

    # --- the rows of the file -----------------------------------------------------------------------------------

    def _rows_back(self) -> bool:
        """The next rows; whether there were any."""
        rows = [] if self._is_over() else self._rows()
        keys = {row.record_id for row in rows if row.record_id is not None}
        with acting_as(self.by):
            records = self._locked(self.type, keys)  # first: what is read before may be used before the lock
            usage, self.named = usage_of(self.run.source, self.type, keys), named(self.type, keys)
            for row in rows:
                self._take_back(row, records.get(row.record_id or 0), usage)
        return bool(rows)

    def _rows(self) -> Sequence[ImportedRow]:
        query = select(ImportedRow).where(
            ImportedRow.run_id == self.run.id,
            ImportedRow.outcome.in_(TOOK_BACK),
            ImportedRow.is_undone.is_(None),
        )
        return db.session.scalars(query.order_by(ImportedRow.number.desc()).limit(self._size)).all()

    def _locked(self, type_: RecordType, keys: set[int]) -> dict[int, Any]:
        """The records that the person may change, by their ids; nobody else changes them until the commit."""
        model = type_.model
        query = select(model).where(model.id.in_(keys), changeable(model, self.by)).order_by(model.id)
        rows = db.session.scalars(query.with_for_update(of=model).execution_options(populate_existing=True))
        return {each.id: each for each in rows}

    def _take_back(self, row: ImportedRow, found: Any, usage: Usage) -> None:
        """One row; where a rule refuses, nothing of it stays but the reason."""
        try:
            with db.session.begin_nested():
                self._undo(row, found, usage)
        except RuleBroken as broken:
            row.is_undone, row.left_because = False, broken.sentence
            self.run.left += 1
        else:
            row.is_undone = True
            self.run.undone += 1

    def _undo(self, row: ImportedRow, found: Any, usage: Usage) -> None:
        if found is None or found.deleted_at is not None:
            raise RuleBroken(_("It was deleted, or you don’t have permission to change it."))
        if found.id in usage.used:
            raise RuleBroken(_("It has been changed or used since."))
        if row.outcome == Outcome.CREATED:
            self._remove(found, usage.own[found.id])
        else:
            self._set_back(found, usage.own[found.id])

    def _remove(self, found: Any, own: Sequence[Event]) -> None:
        """Into the bin; its name in other programs is free for the next file."""
        key = found.id
        if key in self.named and named(record_type(found.record_type_key), {key}):
            raise RuleBroken(_("Other records refer to it."))
        if hasattr(found, "external_id"):
            found.external_id = None
        record(found, IMPORT_UNDONE, by=self.by, file=self.run.file_name, **undoing(own))
        delete(found, by=self.by)
        db.session.flush()

    def _set_back(self, found: Any, own: Sequence[Event]) -> None:
        """As it was before. What an importer did by verbs (a stage, a price) has a history of its own and stays."""
        if self._is_set_back(found.id):
            return  # a later row of the file changed it as well: with that one it was set back as a whole
        if not own:
            raise RuleBroken(_("It has been changed or used since."))  # nothing says what it was
        changes = changed_in(own).get((self.type.key, found.id), {})
        if not changes:
            return  # an earlier row of the file made it: there it is taken back
        if set(changes) - self.editable:
            raise RuleBroken(_("It has been changed or used since."))
        put_back(found, changes, since=own[-1].id, by=self.by)
        record(found, IMPORT_UNDONE, by=self.by, file=self.run.file_name, **undoing(own))
        db.session.flush()

    def _is_set_back(self, key: int) -> bool:
        query = select(ImportedRow.id).where(
            ImportedRow.run_id == self.run.id, ImportedRow.record_id == key, ImportedRow.is_undone.is_(True)
        )
        return db.session.scalar(query.limit(1)) is not None

    # --- what was made since a row named it ---------------------------------------------------------------------

    def _came_along(self) -> list[str]:
        fields = self.type.fields_by_name
        return sorted({fields[each].target for each in self.run.plan.creates if fields[each].kind == "link"})

    def _along_back(self, type_: RecordType, after: int) -> int | None:
        """The next of them, as far as nothing names or used them any more; the last one's event, None behind it."""
        query = select(Event).where(
            Event.source == self.run.source,
            Event.subject_type == type_.key,
            Event.kind == IMPORTED,
            Event.id > after,
        )
        made = (
            []
            if self._is_over()
            else db.session.scalars(query.order_by(Event.id).limit(self._size), execution_options=ALL).all()
        )
        keys = {each.subject_id for each in made} - self._of_rows(type_, {each.subject_id for each in made})
        with acting_as(self.by):
            records = self._locked(type_, keys)
            usage, self.named = usage_of(self.run.source, type_, keys), named(type_, keys)
            for key in sorted(keys & self._alive(type_, keys)):
                self._remove_along(type_, key, records.get(key), usage)
        return made[-1].id if made else None

    def _alive(self, type_: RecordType, keys: set[int]) -> set[int]:
        """Those that are outside the bin, and of which an earlier try has not said that they stay."""
        told = select(LeftAlong.record_id).where(
            LeftAlong.run_id == self.run.id, LeftAlong.record_type == type_.key
        )
        there = select(type_.model.id).where(type_.model.id.in_(keys), type_.model.id.not_in(told))
        return set(db.session.scalars(there.where(type_.model.deleted_at.is_(None)), execution_options=ALL))

    def _remove_along(self, type_: RecordType, key: int, found: Any, usage: Usage) -> None:
        """One that came along; where it stays, its page is named with why."""
        try:
            with db.session.begin_nested():
                self._remove_unused(found, key, usage)
        except RuleBroken as broken:
            told = LeftAlong(run_id=self.run.id, record_type=type_.key, record_id=key)
            told.left_because = broken.sentence
            db.session.add(told)

    def _remove_unused(self, found: Any, key: int, usage: Usage) -> None:
        if found is None:
            raise RuleBroken(_("You don’t have permission to change this record."))
        if key in usage.used:
            raise RuleBroken(_("It has been changed or used since."))
        self._remove(found, usage.own[key])

    def _of_rows(self, type_: RecordType, keys: set[int]) -> set[int]:
        """Those that a row of the file stands for: they were dealt with there."""
        if type_ is not self.type or not keys:
            return set()
        query = select(ImportedRow.record_id).where(
            ImportedRow.run_id == self.run.id, ImportedRow.record_id.in_(keys)
        )
        return {key for key in db.session.scalars(query) if key is not None}
