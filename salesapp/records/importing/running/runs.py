"""What an import leaves behind: the run with its counts, what became of each row, and the file until it is done."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, LargeBinary, select, true
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import clock
from salesapp.core.access import Role, Scoped, Viewer
from salesapp.core.db import Base, Json, ShortText, db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, _l
from salesapp.core.types import SentenceText
from salesapp.records.importing.planning.plan import ImportPlan


class RunState(StrEnum):
    """Where an import stands."""

    DRAFT = "draft"
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]


STATE_LABELS = {
    RunState.DRAFT: _l("Being prepared"),
    RunState.WAITING: _l("Waiting to start"),
    RunState.RUNNING: _l("Running"),
    RunState.DONE: _l("Done"),
    RunState.FAILED: _l("Failed"),
    RunState.CANCELLED: _l("Cancelled"),
}
LAST_TRY = -1
ENDED = frozenset({RunState.DONE, RunState.FAILED, RunState.CANCELLED})


class Outcome(StrEnum):
    """What became of a row. A deferred one names a record that a later row may still bring."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    DEFERRED = "deferred"


class ImportRun(Scoped, Base):
    """One file on its way in. Counts and `position` are committed with the rows they count."""

    __tablename__ = "import_runs"

    record_type: Mapped[str] = mapped_column(ShortText(40))
    file_name: Mapped[str] = mapped_column(ShortText(255))
    columns: Mapped[list[Any]] = mapped_column(Json, default=list)
    digest: Mapped[str] = mapped_column(ShortText(64), index=True)
    plan_data: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[str] = mapped_column(ShortText(20), default=RunState.DRAFT)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    total: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    """The number of the last row of the file that was dealt with; the next run goes on after it."""
    round: Mapped[int] = mapped_column(default=0)
    """0 while the file is read; then how often the deferred rows have been tried."""
    deferred: Mapped[int] = mapped_column(default=0)
    """How many rows the present round began with; LAST_TRY once a round has settled none."""
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    duplicates: Mapped[int] = mapped_column(default=0)
    """How many of the new records are likely there already."""
    error: Mapped[str | None] = mapped_column(SentenceText())
    preview: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """What the trial of the first rows gave, for the person to look at before it begins."""

    undo_asked_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    undone: Mapped[int] = mapped_column(default=0)
    """How many records were taken back or are as they were before, once somebody undid it."""
    left: Mapped[int] = mapped_column(default=0)
    """How many stay as they are, since something was done with them."""

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        if viewer.role is Role.ADMINISTRATOR:
            return true()
        return cls.by_id == viewer.id

    @property
    def source(self) -> str:
        """What the events that it writes carry."""
        return f"import:{self.id}"

    @property
    def is_working(self) -> bool:
        """Whether the worker has something to do with it."""
        return not self.ended or (self.undo_asked_at is not None and self.undone_at is None)

    @property
    def plan(self) -> ImportPlan:
        return ImportPlan.from_json(self.record_type, self.plan_data)

    @plan.setter
    def plan(self, plan: ImportPlan) -> None:
        self.plan_data = plan.as_json()

    @property
    def dealt_with(self) -> int:
        """How many rows are settled one way or another."""
        return self.created + self.updated + self.unchanged + self.refused

    @property
    def state_label(self) -> str:
        return _("Undone") if self.undone_at is not None else RunState(self.state).label

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    def start(self) -> None:
        """From here on the worker may take it."""
        if self.state != RunState.DRAFT:
            raise RuleBroken(_("This import has already started."))
        self.state = RunState.WAITING

    def begin(self, total: int) -> None:
        """Work begins, or goes on where it was interrupted."""
        self.state = RunState.RUNNING
        self.total = total
        self.started_at = self.started_at or clock.now()

    def cancel(self) -> None:
        """Stops after the batch under way; what came in stays."""
        if self.ended:
            raise RuleBroken(_("This import has already ended."))
        self.end(RunState.CANCELLED)

    def end(self, state: RunState, error: str | None = None) -> None:
        """It is over; the file is not kept longer than it is needed."""
        self.state, self.error, self.finished_at = state, error, clock.now()
        forget_file(self)

    def tally(self, outcome: Outcome, times: int = 1) -> None:
        """Count rows that are settled; a deferred row is not."""
        if outcome is not Outcome.DEFERRED:
            setattr(self, outcome.value, getattr(self, outcome.value) + times)


class ImportedRow(Base):
    """What became of one row of a run. Refused and deferred rows keep their cells, to be mended or tried again."""

    __tablename__ = "import_rows"

    run_id: Mapped[int] = mapped_column(ForeignKey("import_runs.id"))
    number: Mapped[int] = mapped_column()
    outcome: Mapped[str] = mapped_column(ShortText(20))
    round: Mapped[int] = mapped_column(default=0)
    record_id: Mapped[int | None] = mapped_column()
    fingerprint: Mapped[str | None] = mapped_column(ShortText(32), index=True)
    problems: Mapped[list[Any] | None] = mapped_column(Json)
    """Why the row stays out; of a new record, whom it likely is a second time."""
    cells: Mapped[list[Any] | None] = mapped_column(Json)
    is_undone: Mapped[bool | None] = mapped_column()
    """Whether undoing the import took back what the row did; None where nobody tried."""
    left_because: Mapped[str | None] = mapped_column(SentenceText())

    __table_args__ = (Index("ix_import_rows_run", "run_id", "outcome", "round", "number"),)


class LeftAlong(Base):
    """A record that came along with the rows (the account of a contact) and stays after the undo, with why."""

    __tablename__ = "import_left_along"

    run_id: Mapped[int] = mapped_column(ForeignKey("import_runs.id"))
    record_type: Mapped[str] = mapped_column(ShortText(40))
    record_id: Mapped[int] = mapped_column()
    left_because: Mapped[str] = mapped_column(SentenceText())

    __table_args__ = (
        Index("ix_import_left_along_run", "run_id", "id"),
        Index("ix_import_left_along_record", "record_type", "record_id"),
    )


class ImportFile(Base):
    """The uploaded file of a run that has not ended."""

    __tablename__ = "import_files"

    run_id: Mapped[int] = mapped_column(ForeignKey("import_runs.id"), unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


def keep_file(run: ImportRun, content: bytes) -> None:
    """Put the file beside its run, for the worker."""
    db.session.flush()
    db.session.add(ImportFile(run_id=run.id, content=content))


def kept_file(run: ImportRun) -> bytes:
    """The run's file; RuleBroken when it is gone, as it is once the run has ended."""
    content = db.session.scalar(select(ImportFile.content).where(ImportFile.run_id == run.id))
    if content is None:
        raise RuleBroken(_("The file of this import is no longer available. Upload it again."))
    return content


def forget_file(run: ImportRun) -> None:
    """Remove the file."""
    file = db.session.scalar(select(ImportFile).where(ImportFile.run_id == run.id))
    if file is not None:
        db.session.delete(file)


def unfinished(record_type: str, digest: str, plan: ImportPlan, by: Viewer) -> ImportRun | None:
    """A run of the same file with the same plan by the same person that was interrupted."""
    query = select(ImportRun).where(
        ImportRun.record_type == record_type,
        ImportRun.digest == digest,
        ImportRun.state == RunState.RUNNING,
        ImportRun.by_id == by.id if by.id is not None else ImportRun.by_id.is_(None),
    )
    return next((run for run in db.session.scalars(query) if run.plan == plan), None)
