"""Entries to records: made, changed or left alone, by the feature's own importer where it has one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import func, inspect, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from salesapp.core.access import Viewer
from salesapp.core.company import company
from salesapp.core.db import Base, Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import changes, event_kind, no_touch, record, record_many
from salesapp.core.fields import Field
from salesapp.core.i18n import _, _l
from salesapp.core.money import exponent
from salesapp.core.traces import told
from salesapp.records.editing import finish
from salesapp.records.importing.planning.plan import CREATED, ImportPlan, import_fields, row_attributes
from salesapp.records.importing.running.duplicates import Duplicates
from salesapp.records.importing.running.matching import Matcher
from salesapp.records.importing.running.rows import Entry, Problem
from salesapp.records.importing.running.runs import Outcome
from salesapp.records.notation.values import Sum, minor_units

IMPORTED = event_kind("imported", _l("%(by)s imported this from %(file)s"), icon="file-up", touch=False)
IMPORT_CHANGED = event_kind(
    "import_changed", _l("%(by)s changed this by importing %(file)s"), icon="file-up", touch=False
)


ROW_FAULTS = (
    RuleBroken, IntegrityError, DataError, StaleDataError, ValueError, TypeError, AttributeError, LookupError,
    ArithmeticError,
)  # fmt: skip
"""What one row may cause and others need not suffer for. A database that is away or busy is not among it."""

log = logging.getLogger(__name__)


def number_new_rows() -> None:
    """Give new rows their ids, so that SQLite takes them in one statement instead of one each.

    Nobody else writes to a SQLite database meanwhile, and these are the ids it would choose itself. Postgres numbers
    whole batches on its own.
    """
    if db.session.get_bind().dialect.name != "sqlite":
        return
    fresh: dict[type[Base], list[Any]] = {}
    for row in sorted(db.session.new, key=lambda each: inspect(each).insert_order):
        if row.id is None:
            fresh.setdefault(type(row), []).append(row)
    for model, rows in fresh.items():
        highest = select(func.max(model.id)).execution_options(
            unscoped="the last number taken", with_deleted=True
        )
        with db.session.no_autoflush:
            last = db.session.scalar(highest) or 0
        for number, row in enumerate(rows, last + 1):
            row.id = number


def say_blanks(made: Record) -> None:
    """What a new record was not given is nothing: known, it need not be looked for by all who read it from now on."""
    given = inspect(made).dict
    for name in blanks(type(made)):
        given.setdefault(name, None)


@cache
def blanks(model: type[Record]) -> tuple[str, ...]:
    """The attributes that are nothing unless they are given."""
    return tuple(
        each.key
        for each in inspect(model).column_attrs
        if (column := each.columns[0]).nullable
        and column.default is None
        and column.server_default is None
        and not column.type.should_evaluate_none
    )


class Writer:
    """Brings the entries of a batch into the database; nothing is committed here."""

    def __init__(self, plan: ImportPlan, file_name: str, run_id: int | None = None) -> None:
        """`file_name` is what the records' histories say they came from."""
        self.type = plan.type
        self.file_name = file_name
        self.fields = import_fields(plan.type)
        self.columns = {name: column for column, name in plan.mapping.items()}
        self.matcher = Matcher(plan, run_id)
        self.duplicates = Duplicates(plan)
        # An importer that only builds objects needs no savepoint per row, which would cost a flush each.
        self.builds_only = bool(getattr(plan.type.importer, "builds_only", False))
        self.required = [each for each in self.fields.values() if self.is_needed(each)]
        self.fresh: dict[tuple[Any, ...], Record] = {}
        self.made: list[Record] = []

    def is_needed(self, declared: Field) -> bool:
        """Whether a new record cannot do without the field: nothing else would fill it."""
        filled = getattr(self.type.importer, "fills", ())
        if not declared.required or declared.name in filled:
            return False
        column = self.type.model.__table__.c.get(declared.attribute)
        return column is None or (column.default is None and column.server_default is None)

    def settle(self, entries: list[Entry], by: Viewer) -> None:
        """Bring all of them in; those that the database does not accept are found and refused one by one."""
        try:
            with db.session.begin_nested():
                self.write(entries, by)
        except ROW_FAULTS as fault:
            for entry in entries:
                entry.start_over()
            if len(entries) == 1:
                self.refuse(entries[0], fault)
                return
            middle = len(entries) // 2
            self.settle(entries[:middle], by)
            self.settle(entries[middle:], by)

    def refuse(self, entry: Entry, fault: Exception) -> None:
        """Say why this row cannot be written."""
        entry.outcome = Outcome.REFUSED
        if isinstance(fault, RuleBroken):
            column = self.columns.get(fault.field or "", "")
            entry.refuse(column, str(entry.values.get(fault.field or "", "")), fault.sentence)
        elif isinstance(fault, IntegrityError) and (taken := self.taken(entry)) is not None:
            entry.problems.append(taken)
        elif isinstance(fault, (IntegrityError, DataError, StaleDataError)):
            entry.refuse(
                "", "", _("The row conflicts with an existing record, or the record has changed since.")
            )
        else:
            trace = told(fault, typed=map(str, entry.values.values()))
            log.error("Row %s of %s cannot be written\n%s", entry.row.number, self.file_name, trace)
            entry.refuse("", "", _("This row caused an error in the program. See the error log for details."))

    def taken(self, entry: Entry) -> Problem | None:
        """The value of the row that another record has already, where no two may have the same."""
        for name, value in entry.values.items():
            declared = self.fields[name]
            column = self.type.model.__table__.c.get(declared.attribute)
            if column is None or not column.unique:
                continue
            query = select(column).where(func.lower(column) == str(value).lower()).limit(1)
            # Whoever has it may be invisible to the importer; that the value is taken is all that is said.
            if (
                db.session.scalar(query.execution_options(unscoped="whether a unique value is taken"))
                is not None
            ):
                reason = _("Another record already has this %(field)s.", field=declared.label)
                return Problem(self.columns.get(name, ""), str(value), reason)
        return None

    def write(self, entries: list[Entry], by: Viewer) -> None:
        """One query to match them all, one flush to write them, one more for their events."""
        self.fresh, self.made = {}, []
        self.matcher.find(entries, by)
        fresh = [each for each in entries if each.record is None and not each.problems]
        self.duplicates.find(fresh, lambda each: self.plain(each.values, self.currency_of(each)))
        for entry in entries:
            entry.outcome = Outcome.REFUSED if entry.problems else self.place(entry, by)
        number_new_rows()
        db.session.flush()
        record_many(self.made, IMPORTED, by=by, file=self.file_name)
        if self.made:
            for each in self.type.after_import:
                each(self.made, by=by)
        db.session.flush()

    def place(self, entry: Entry, by: Viewer) -> Outcome:
        """Make or change the record that the entry is about."""
        place = (*entry.key, entry.name)
        found = entry.record or self.fresh.get(place)
        try:
            if found is not None:
                entry.record = found
                return self.update(found, entry, by)
            entry.record = self.create(entry, by)
        except RuleBroken as broken:
            column = self.columns.get(broken.field or "", "")
            entry.refuse(column, str(entry.values.get(broken.field or "", "")), broken.sentence)
        except ValueError as error:
            entry.refuse("", "", str(error))
        return Outcome.REFUSED if entry.problems else Outcome.CREATED

    def create(self, entry: Entry, by: Viewer) -> Record | None:
        """A new record; None when something needed is missing."""
        values = self.plain(entry.values, self.currency_of(entry))
        if self.type.importer is None:
            values = row_attributes(self.type, values)
        missing = [each for each in self.required if self.lacks(values, each)]
        for declared in missing:
            entry.refuse(
                self.columns.get(declared.name, ""), "", _("%(field)s is required.", field=declared.label)
            )
        if missing:
            return None
        made = self.make(values, by)
        self.made.append(made)
        if entry.key:
            self.fresh[*entry.key, entry.name] = made
        return made

    def lacks(self, values: dict[str, Any], declared: Field) -> bool:
        """Whether nothing gives a new record the field."""
        name = declared.name if self.type.importer is not None else declared.attribute
        return values.get(name) is None

    def make(self, values: dict[str, Any], by: Viewer) -> Record:
        """The record itself, by the feature's importer from values by field, or with these attributes."""
        if self.type.importer is not None:
            with db.session.no_autoflush if self.builds_only else db.session.begin_nested():
                imported = self.type.importer.create(values, by=by)
                db.session.add(imported)
            return imported
        made: Record = self.type.model(**values)
        if hasattr(made, "owner_id") and "owner_id" not in values:
            made.owner_id = by.id
        finish(self.type, made, by=by)
        say_blanks(made)
        db.session.add(made)
        return made

    def update(self, found: Record, entry: Entry, by: Viewer) -> Outcome:
        """Set what the row's own cells say; blank cells and defaults change nothing, nor does when it was made."""
        values = self.plain(entry.given, lambda attribute: getattr(found, attribute, None))
        values.pop(CREATED.name, None)
        if self.type.importer is not None:
            with db.session.begin_nested(), no_touch():
                changed = self.type.importer.update(found, values, by=by)
            return Outcome.UPDATED if changed else Outcome.UNCHANGED
        wanted = row_attributes(self.type, values, found)
        differing = {name: value for name, value in wanted.items() if getattr(found, name) != value}
        return self.change(found, differing, by) if differing else Outcome.UNCHANGED

    def change(self, found: Record, differing: dict[str, Any], by: Viewer) -> Outcome:
        """Set these attributes and write down what changed."""
        before = {attribute: getattr(found, attribute) for attribute in differing}
        try:
            for attribute, value in differing.items():
                setattr(found, attribute, value)
            finish(self.type, found, by=by)
        except RuleBroken:
            for attribute, value in before.items():
                setattr(found, attribute, value)
            raise
        if found in self.made:
            return Outcome.UPDATED
        # What a record is about is no field, and no less changed for that; what a row only asks for is no column.
        kept = inspect(type(found)).columns
        changed = changes(found) or any(
            name in kept and getattr(found, name) != value for name, value in before.items()
        )
        if changed:
            record(found, IMPORT_CHANGED, by=by, file=self.file_name)
        return Outcome.UPDATED if changed else Outcome.UNCHANGED

    def currency_of(self, entry: Entry) -> Callable[[str], str | None]:
        """The currency of a new record: the row's, else a default's, else the company's."""
        return entry.values.get

    def money_of(self, entry: Entry, name: str) -> tuple[int, str]:
        """An amount of the row as its record keeps it: minor units, and the currency. ValueError for what can't be."""
        value, attribute = entry.values[name], self.fields[name].currency
        own = entry.given.get(attribute) or getattr(entry.record, attribute or "currency", None)
        currency = own or self.currency_of(entry)(attribute) or company().currency
        return minor_units(value, currency, exponent(currency)), currency

    def plain(self, values: dict[str, Any], currency_of: Callable[[str], str | None]) -> dict[str, Any]:
        """The values as the models keep them: amounts in minor units of the record's currency."""
        found = {name: value for name, value in values.items() if name != "id"}
        for name, value in found.items():
            if isinstance(value, Sum):
                attribute = self.fields[name].currency
                currency = found.get(attribute) or currency_of(attribute) or company().currency
                found[name] = minor_units(value, currency, exponent(currency))
        return found
