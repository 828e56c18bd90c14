"""Which rows are about records that exist: by the plan's match fields, else by a row's whole contents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import String, func, or_, select

from salesapp.core.access import Viewer, changeable
from salesapp.core.db import Record, db
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.core.merged import stands_now
from salesapp.core.registry import RecordType
from salesapp.records.importing.choices import folded
from salesapp.records.importing.plan import ImportPlan, import_fields
from salesapp.records.importing.rows import Entry
from salesapp.records.importing.runs import ImportedRow, ImportRun


class Matcher:
    """Finds the records that rows are about, one query per batch."""

    def __init__(self, plan: ImportPlan) -> None:
        """The plan says by which fields."""
        self.type: RecordType = plan.type
        fields = import_fields(self.type)
        self.fields: Sequence[Field] = [fields[name] for name in plan.match]
        self.column = next((column for column, name in plan.mapping.items() if name in plan.match), "")

    def find(self, entries: Iterable[Entry], by: Viewer) -> None:
        """Give each entry its key, and the existing record it is about; a match that cannot be used is a problem."""
        entries = list(entries)
        for entry in entries:
            entry.key = self.key(entry)
        self.find_by_fields([entry for entry in entries if entry.fingerprint is None])
        self.find_by_contents([entry for entry in entries if entry.fingerprint is not None])
        self.refuse_foreign([entry for entry in entries if entry.record is not None], by)

    def key(self, entry: Entry) -> tuple[Any, ...]:
        """What identifies the row: its match fields, or its whole contents where one of them is blank."""
        if entry.fingerprint is not None:
            return (entry.fingerprint,)
        return tuple(comparable(entry.values[declared.name]) for declared in self.fields)

    def find_by_fields(self, entries: list[Entry]) -> None:
        """Records with the same values in all match fields."""
        if not entries:
            return
        found: dict[tuple[Any, ...], list[Record]] = {}
        for record in self.candidates([entry.values[self.fields[0].name] for entry in entries]):
            found.setdefault(self.key_of(record), []).append(record)
        for entry in entries:
            self.take(entry, found.get(entry.key, []))

    def candidates(self, values: list[Any]) -> Iterable[Record]:
        """The visible records, in the bin or not, whose first match field has one of the values."""
        column = getattr(self.type.model, self.fields[0].attribute)
        criterion = column.in_(values)
        if isinstance(column.type, String) and self.fields[0].kind != "choice":
            criterion = or_(criterion, func.lower(column).in_([str(value).lower() for value in values]))
        query = select(self.type.model).where(criterion).execution_options(with_deleted=True)
        return db.session.scalars(query).all()

    def key_of(self, record: Record) -> tuple[Any, ...]:
        """The record's own values in the match fields."""
        return tuple(comparable(getattr(record, declared.attribute)) for declared in self.fields)

    def take(self, entry: Entry, records: list[Record]) -> None:
        """The record that the row is about, if there is exactly one outside the bin."""
        alive = [record for record in records if record.deleted_at is None]
        alive = alive or [each for each in map(self.absorbed_by, records) if each is not None][:1]
        if len(alive) == 1:
            entry.record = alive[0]
        elif alive:
            entry.refuse(
                self.column, self.shown(entry), _("Several records match this row; match by another field.")
            )
        elif records:
            entry.refuse(
                self.column, self.shown(entry), _("The record is in the recycle bin; restore it first.")
            )
        elif self.fields[0].name == "id":
            entry.refuse(self.column, self.shown(entry), _("There is no such record."))

    def absorbed_by(self, record: Record) -> Record | None:
        """What a record that was merged with another one is now, if the viewer sees it."""
        key = stands_now(self.type.key, record.id)
        found: Record | None = None
        if key is not None:
            found = db.session.scalar(select(self.type.model).where(self.type.model.id == key))
        return found

    def shown(self, entry: Entry) -> str:
        """The row's own text in the match column."""
        return str(entry.values.get(self.fields[0].name, ""))

    def find_by_contents(self, entries: list[Entry]) -> None:
        """Records that an earlier row with the very same contents made."""
        if not entries:
            return
        prints = {entry.fingerprint for entry in entries}
        query = (
            select(ImportedRow.fingerprint, self.type.model)
            .join(ImportRun, ImportRun.id == ImportedRow.run_id)
            .join(self.type.model, self.type.model.id == ImportedRow.record_id)
            .where(ImportedRow.fingerprint.in_(prints), ImportRun.record_type == self.type.key)
            .order_by(ImportedRow.id.desc())
        )
        found = {str(fingerprint): record for fingerprint, record in db.session.execute(query)}
        for entry in entries:
            entry.record = found.get(entry.fingerprint or "")

    def refuse_foreign(self, entries: list[Entry], by: Viewer) -> None:
        """A record may be seen by more people than may change it."""
        model = self.type.model
        keys = {entry.record.id for entry in entries if entry.record is not None}
        if not keys:
            return
        theirs = set(db.session.scalars(select(model.id).where(model.id.in_(keys), changeable(model, by))))
        for entry in entries:
            if entry.record is not None and entry.record.id not in theirs:
                entry.refuse(self.column, str(entry.record.title), _("You may not change this record."))


def comparable(value: Any) -> Any:
    """Texts are the same whatever their case and spacing."""
    return folded(value) if isinstance(value, str) else value
