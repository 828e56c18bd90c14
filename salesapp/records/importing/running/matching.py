"""Which rows are about records that exist: by the plan's match fields, else by a row's whole contents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import String, func, or_, select

from salesapp.core.access import Viewer, changeable
from salesapp.core.db import Record, db
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.core.registry import RecordType
from salesapp.core.relations.merged import stands_now
from salesapp.records.importing.planning.plan import EXTERNAL_ID, ImportPlan, import_fields
from salesapp.records.importing.running.rows import Entry
from salesapp.records.importing.running.runs import ImportedRow, ImportRun
from salesapp.records.notation.choices import folded

SHARED = frozenset({"email", "phone"})
"""Kinds of values that several people may have in common."""
ALIKE = 60


class Matcher:
    """Finds the records that rows are about, one query per batch."""

    def __init__(self, plan: ImportPlan, run_id: int | None = None) -> None:
        """The plan says by which fields; the run, which records its own rows were about."""
        self.type: RecordType = plan.type
        self.run_id = run_id
        fields = import_fields(self.type)
        self.fields: Sequence[Field] = [fields[name] for name in plan.match]
        self.shared = len(self.fields) == 1 and may_be_shared(self.type, self.fields[0])
        self.sure = [each for each in fields.values() if is_sure(self.type, each)]
        self.external_column = next(
            (each for each, name in plan.mapping.items() if name == EXTERNAL_ID.name), ""
        )
        self.column = next((column for column, name in plan.mapping.items() if name in plan.match), "")

    def find(self, entries: Iterable[Entry], by: Viewer) -> None:
        """Give each entry its key, and the existing record it is about; a match that cannot be used is a problem."""
        entries = list(entries)
        for entry in entries:
            entry.key = self.key(entry)
        self.find_by_fields([entry for entry in entries if entry.fingerprint is None])
        if [declared.name for declared in self.fields] == [EXTERNAL_ID.name]:
            for declared in self.sure:
                self.find_by_name([each for each in entries if each.record is None], declared)
        self.find_by_contents([entry for entry in entries if entry.fingerprint is not None])
        self.refuse_taken_ids([each for each in entries if each.given.get(EXTERNAL_ID.name)])
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
        if self.shared:
            self.tell_apart(entries, found)
        for entry in entries:
            if not entry.is_new:
                self.take(entry, found.get(entry.key, []))

    def find_by_name(self, entries: list[Entry], declared: Field) -> None:
        """Records that no file has named yet, and whose value in a field that is nobody else's is the row's.

        What every installation has from its beginning is the same in all of them.
        """
        names = [declared.name, *filter(None, [self.type.known_within])]
        wanted = {
            tuple(comparable(entry.values.get(name)) for name in names): entry
            for entry in entries
            if entry.values.get(declared.name) is not None
        }
        if not wanted:
            return
        model = self.type.model
        column = getattr(model, declared.attribute)
        here = or_(
            column.in_([each.values[declared.name] for each in wanted.values()]),
            func.lower(column).in_([value for value, *_within in wanted]),
        )
        for record in db.session.scalars(select(model).where(here, model.external_id.is_(None))):
            entry = wanted.get(tuple(comparable(getattr(record, name)) for name in names))
            if entry is not None:
                entry.record = record

    def tell_apart(self, entries: list[Entry], found: dict[tuple[Any, ...], list[Record]]) -> None:
        """People who share an address stay several: each row is about the record of its own name.

        Where the rows of the file agree about the name, the one record that has the address follows them if it is
        called somewhat alike, as somebody may have married since; a record that another row was about does not.
        """
        names: dict[tuple[Any, ...], set[str]] = {}
        for entry in entries:
            entry.name = same_name(entry_name(entry))
            names.setdefault(entry.key, set()).add(entry.name)
        doubtful = [each for each in entries if each.name and found.get(each.key)]
        taken = self.taken_by_rows(
            record.id for each in doubtful for record in found[each.key] if name_of(record) != each.name
        )
        for entry in doubtful:
            records = found[entry.key]
            alike = [each for each in records if name_of(each) == entry.name]
            if alike:
                entry.candidates = alike
            elif len(names[entry.key]) > 1 or len(records) > 1 or records[0].id in taken:
                entry.is_new = True
            else:
                entry.is_new = strangers(entry_name(entry), str(records[0].title))

    def taken_by_rows(self, keys: Iterable[int]) -> set[int]:
        """Those of these records that earlier rows of the run were about."""
        wanted = set(keys)
        if not wanted or self.run_id is None:
            return set()
        query = select(ImportedRow.record_id).where(
            ImportedRow.run_id == self.run_id, ImportedRow.record_id.in_(wanted)
        )
        return {int(key) for key in db.session.scalars(query) if key is not None}

    def candidates(self, values: list[Any]) -> Iterable[Record]:
        """The visible records whose first match field has one of the values; in the bin as well, unless by undoing."""
        column = getattr(self.type.model, self.fields[0].attribute)
        criterion = column.in_(values)
        if isinstance(column.type, String) and self.fields[0].kind != "choice":
            criterion = or_(criterion, func.lower(column).in_([str(value).lower() for value in values]))
        model = self.type.model
        undone = (
            select(ImportedRow.record_id)
            .join(ImportRun, ImportRun.id == ImportedRow.run_id)
            .where(
                ImportRun.record_type == self.type.key,
                ImportedRow.is_undone.is_(True),
                ImportedRow.record_id == model.id,
            )
        )
        there = or_(model.deleted_at.is_(None), ~undone.exists())
        query = select(model).where(criterion, there).execution_options(with_deleted=True)
        return db.session.scalars(query).all()

    def key_of(self, record: Record) -> tuple[Any, ...]:
        """The record's own values in the match fields."""
        return tuple(comparable(getattr(record, declared.attribute)) for declared in self.fields)

    def take(self, entry: Entry, records: list[Record]) -> None:
        """The record that the row is about, if there is exactly one outside the bin."""
        records = entry.candidates or records
        alive = [record for record in records if record.deleted_at is None]
        alive = alive or [each for each in map(self.absorbed_by, records) if each is not None][:1]
        if len(alive) == 1:
            entry.record = alive[0]
        elif alive:
            entry.refuse(
                self.column, self.shown(entry), _("Several records match this row. Match by another field.")
            )
        elif records:
            entry.refuse(
                self.column, self.shown(entry), _("The record is in the recycle bin. Restore it first.")
            )
        elif self.fields[0].name == "id":
            entry.refuse(self.column, self.shown(entry), _("This record doesn’t exist."))

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

    def refuse_taken_ids(self, entries: list[Entry]) -> None:
        """No two records have the same external id, by which files name them."""
        if not entries or any(declared.name == EXTERNAL_ID.name for declared in self.fields):
            return
        model = self.type.model
        wanted = {str(entry.given[EXTERNAL_ID.name]) for entry in entries}
        query = select(model.external_id, model.id).where(model.external_id.in_(wanted))
        holders: dict[str, Any] = {str(text): key for text, key in db.session.execute(query)}
        for entry in entries:
            text = str(entry.given[EXTERNAL_ID.name])
            own = entry.record.id if entry.record is not None else (*entry.key, entry.name)
            if holders.setdefault(text, own) != own:
                entry.refuse(self.external_column, text, _("Another record already has this External ID."))

    def refuse_foreign(self, entries: list[Entry], by: Viewer) -> None:
        """A record may be seen by more people than may change it."""
        model = self.type.model
        keys = {entry.record.id for entry in entries if entry.record is not None}
        if not keys:
            return
        theirs = set(db.session.scalars(select(model.id).where(model.id.in_(keys), changeable(model, by))))
        for entry in entries:
            if entry.record is not None and entry.record.id not in theirs:
                entry.refuse(
                    self.column,
                    str(entry.record.title),
                    _("You don’t have permission to change this record."),
                )


def may_be_shared(type_: RecordType, declared: Field) -> bool:
    """Whether several records may have the same value of this field."""
    column = type_.model.__table__.c.get(declared.attribute)
    return declared.kind in SHARED and column is not None and not column.unique


def is_sure(type_: RecordType, declared: Field) -> bool:
    """Whether no two records have the same value of this field."""
    column = type_.model.__table__.c.get(declared.attribute)
    if column is None or declared.name in {"id", EXTERNAL_ID.name}:
        return False
    return bool(column.unique) or (declared.name in type_.known_by and declared.kind not in SHARED)


def strangers(one: str, other: str) -> bool:
    """Whether two names have nothing in common: no word, and hardly a letter in its place."""
    mine, theirs = folded(one), folded(other)
    return not set(mine.split()) & set(theirs.split()) and fuzz.ratio(mine, theirs) < ALIKE


def name_of(record: Record) -> str:
    """The record's name, as names are compared."""
    return same_name(str(record.title))


def entry_name(entry: Entry) -> str:
    """The name that the row gives; empty when it gives none."""
    values = entry.values
    whole = values.get("name") or values.get("full_name")
    parts = [whole] if whole else [values.get("given_name"), values.get("family_name")]
    return " ".join(str(each) for each in parts if each)


def same_name(name: str) -> str:
    """The letters of a name, whatever the order of its words."""
    return "".join(sorted(folded(name).replace(" ", "")))


def comparable(value: Any) -> Any:
    """Texts are the same whatever their case and spacing."""
    return folded(value) if isinstance(value, str) else value
