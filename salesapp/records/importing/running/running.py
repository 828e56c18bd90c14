"""An import at work: batch by batch, each committed with its counts, so that it can go on after any stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import func, select, update

from salesapp.core.access import SYSTEM, Permission, Viewer, acting_as, allows
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.flushing.many_rows import insert_typed
from salesapp.core.i18n import _, sentences_noted
from salesapp.core.lines import LineType, line_types
from salesapp.core.registry import RecordType, record_types
from salesapp.people.models import User
from salesapp.records.importing.planning.plan import references
from salesapp.records.importing.running.additions import Additions
from salesapp.records.importing.running.line_writing import LineWriter
from salesapp.records.importing.running.links import Links
from salesapp.records.importing.running.making import Making
from salesapp.records.importing.running.rows import Entry, RowReader
from salesapp.records.importing.running.runs import LAST_TRY, ImportedRow, ImportRun, Outcome, RunState
from salesapp.records.importing.running.turns import Turns
from salesapp.records.importing.running.writing import Writer
from salesapp.records.tables.table import Exact, Row, Table


class Intake:
    """One run of one table. Made in an application context; `batches` does the work."""

    def __init__(self, run: ImportRun, table: Table, *, alone: bool = False) -> None:
        """The run says by whom and by what plan; `alone`: nobody else works with the database meanwhile."""
        self.turns = Turns(alone=alone)
        plan = run.plan
        self.run = run
        self.table = table
        self.reader = RowReader(plan, table.columns)
        columns = {name: column for column, name in plan.mapping.items()}
        linked = references(plan.type)
        used = {linked[name].name if name in linked else name for name in (*columns, *plan.defaults)}
        fields = [self.reader.fields[name] for name in used]
        self.links = Links(plan, fields, columns, Making(plan, run.file_name))
        self.additions = Additions(fields, columns)
        writer = LineWriter if isinstance(plan.type, LineType) else Writer
        self.writer = writer(plan, run.file_name, run.id)

    def batches(self) -> Iterator[ImportRun]:
        """Work; each step is to be committed before the next, so that no transaction is open while the file is read.

        Goes on where an interrupted run stopped.
        Raises `Unreadable` when the file breaks off, `RuleBroken` when the person may not import (any more).
        """
        self.run.begin(self.run.total or self.table.count())
        db.session.flush()
        last = self.run.position
        yield self.run
        for rows in batched(self.table.rows(after=last), lambda: self.turns.size):
            if not self.turns.carry(partial(self.bring, rows)):
                return
            yield self.run
        yield from self.rounds()
        if not self.stopped():
            self.run.end(RunState.DONE)
            yield self.run

    def rounds(self) -> Iterator[ImportRun]:
        """The deferred rows again and again, until all are settled; an interrupted round is finished first."""
        while True:
            while (going_on := self.turns.carry(self.bring_deferred)) is not None:
                if not going_on:
                    return
                yield self.run
            if self.stopped() or not self.next_round():
                return

    def stopped(self) -> bool:
        """Whether somebody cancelled the run meanwhile. Nobody else can work on it until the next commit."""
        db.session.flush()  # a dry run never commits; its counts must outlive the reading
        db.session.refresh(self.run, with_for_update=True)
        return self.run.ended

    @sentences_noted()
    def bring(self, rows: list[Row]) -> bool:
        """A batch of rows of the file; False where the run was cancelled."""
        if self.stopped():
            return False
        self.take([self.reader.read(row) for row in rows])
        return True

    @sentences_noted()
    def bring_deferred(self) -> bool | None:
        """A batch of the present round; False where the run was cancelled, None where none is left."""
        kept = self.deferred_rows()
        if not kept:
            return None
        if self.stopped():
            return False
        self.try_again(kept)
        return True

    @sentences_noted()
    def trial(self, rows: Iterable[Row]) -> list[Entry]:
        """What would become of these rows; the caller rolls everything back."""
        entries = [self.reader.read(row) for row in rows]
        self.process(entries, last=False)
        return entries

    def take(self, entries: list[Entry]) -> None:
        """A batch of rows of the file, without those that another worker has dealt with meanwhile."""
        entries = [entry for entry in entries if entry.row.number > self.run.position]
        if not entries:
            return
        self.process(entries, last=False)
        told = [self.account(entry, next_round=1) for entry in entries]
        insert_typed(
            db.session.connection(), ImportedRow, tuple(told[0]), [tuple(each.values()) for each in told]
        )
        self.count(entries)
        self.run.position = entries[-1].row.number

    def process(self, entries: list[Entry], *, last: bool) -> None:
        """Bring a batch in, with the rights of whoever imports."""
        by = importing_person(self.run)
        with acting_as(by):
            self.links.resolve(entries, last=last, by=by)
            self.additions.resolve(entries, by=by)
            ready = [entry for entry in entries if not entry.problems and entry.awaits is None]
            if ready:
                self.writer.settle(ready, by)
        for entry in entries:
            if entry.problems:
                entry.outcome = Outcome.REFUSED
            elif entry.awaits is not None:
                entry.outcome = Outcome.DEFERRED

    def account(self, entry: Entry, next_round: int) -> dict[str, Any]:
        """The row that says what became of the entry."""
        open_ = entry.outcome in {Outcome.REFUSED, Outcome.DEFERRED}
        likely = [entry.duplicate] if entry.duplicate and entry.outcome is Outcome.CREATED else []
        told = entry.problems if open_ else likely
        return {
            "run_id": self.run.id,
            "number": entry.row.number,
            "outcome": entry.outcome,
            "round": next_round if entry.outcome is Outcome.DEFERRED else 0,
            "record_id": None if open_ or entry.record is None else entry.record.id,
            "fingerprint": None if open_ else entry.fingerprint,
            "problems": [problem.as_json() for problem in told] if told else None,
            "cells": kept_cells(entry.row) if open_ else None,
        }

    def count(self, entries: list[Entry]) -> None:
        """Add the outcomes to the run's counts."""
        for entry in entries:
            if entry.outcome is not None:
                self.run.tally(entry.outcome)
            if entry.duplicate is not None and entry.outcome is Outcome.CREATED:
                self.run.duplicates += 1

    def next_round(self) -> bool:
        """Begin to try the deferred rows once more; False when none is left.

        A round that settles none is followed by a last one, in which what is still missing is a problem.
        """
        query = select(func.count()).select_from(ImportedRow).where(self.awaiting(self.run.round + 1))
        left = db.session.scalar(query) or 0
        self.run.deferred = LAST_TRY if left == self.run.deferred else left
        self.run.round += 1
        return left > 0

    def awaiting(self, round_: int) -> Any:
        """The rows to be tried in this round."""
        return (
            (ImportedRow.run_id == self.run.id)
            & (ImportedRow.outcome == Outcome.DEFERRED)
            & (ImportedRow.round == round_)
        )

    def deferred_rows(self) -> list[ImportedRow]:
        """The next batch of the present round."""
        query = (
            select(ImportedRow)
            .where(self.awaiting(self.run.round))
            .order_by(ImportedRow.number)
            .limit(self.turns.size)
        )
        return list(db.session.scalars(query))

    def try_again(self, kept: list[ImportedRow]) -> None:
        """A batch of rows that named what was not there yet."""
        entries = [self.reader.read(revived(each)) for each in kept]
        self.process(entries, last=self.run.deferred == LAST_TRY)
        for each, entry in zip(kept, entries, strict=True):
            values = self.account(entry, next_round=self.run.round + 1)
            db.session.execute(update(ImportedRow).where(ImportedRow.id == each.id).values(**values))
        self.count(entries)


def importing_person(run: ImportRun) -> Viewer:
    """Whoever imports, if they still may. Raises RuleBroken."""
    if run.by_id is None:
        return SYSTEM
    user = db.session.get(User, run.by_id, execution_options={"unscoped": "whose rights the import has"})
    if user is None or not user.is_active:
        raise RuleBroken(_("The user who started this import no longer has access."))
    refuse_without_rights(user, run.plan.type)
    return user


def refuse_without_rights(by: Viewer, type_: RecordType) -> None:
    """Raise RuleBroken unless this person may import records of the type, and files can bring such records."""
    if not type_.importable:
        known = ", ".join(sorted(each.key for each in (*record_types(), *line_types()) if each.importable))
        raise RuleBroken(
            _("%(type)s can’t be imported. You can import: %(known)s.", type=type_.label_plural, known=known)
        )
    if not allows(by, Permission.DATA_IMPORT) or not allows(by, type_.edit):
        raise RuleBroken(_("Your role can’t import %(type)s.", type=type_.label_plural))


def batched(rows: Iterable[Row], size: Callable[[], int]) -> Iterator[list[Row]]:
    """The rows in lists of at most `size()`, which may change meanwhile."""
    iterator = iter(rows)
    return iter(lambda: list(islice(iterator, size())), [])


def kept_cells(row: Row) -> list[Any]:
    """The row's cells as they are kept: those a program wrote are marked, for they are read differently."""
    return [[str(cell)] if isinstance(cell, Exact) else str(cell) for cell in (*row.cells, *row.surplus)]


def cell_of(kept: Any) -> str:
    """The cell that `kept_cells` kept."""
    return Exact(kept[0]) if isinstance(kept, list) else str(kept)


def revived(kept: ImportedRow) -> Row:
    """The row of a file as it was read."""
    return Row(kept.number, kept.number, tuple(cell_of(cell) for cell in kept.cells or ()))
