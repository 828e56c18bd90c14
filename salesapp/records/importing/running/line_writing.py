"""Rows that belong to a record: put there by its own verbs, by whoever may change it."""

from __future__ import annotations

from typing import cast

from sqlalchemy import select

from salesapp.core.access import Viewer, changeable
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.lines import LineImporter, LineType
from salesapp.core.registry import RecordType
from salesapp.records.importing.running.rows import Entry
from salesapp.records.importing.running.runs import Outcome
from salesapp.records.importing.running.writing import Writer


class LineWriter(Writer):
    """Brings lines in; what a row refuses is told of that row."""

    def write(self, entries: list[Entry], by: Viewer) -> None:
        """One row after the other, for each may follow from the one before."""
        type_ = cast("LineType", self.type)
        owner = cast("RecordType", type_.owner)
        named = {entry.values[owner.key] for entry in entries if owner.key in entry.values}
        query = select(owner.model.id).where(owner.model.id.in_(named), changeable(owner.model, by))
        theirs = set(db.session.scalars(query))
        for entry in entries:
            self.refuse_gaps(entry)
            if entry.values.get(owner.key) not in theirs and not entry.problems:
                entry.refuse(
                    self.columns.get(owner.key, ""), "", _("You don’t have permission to change this record.")
                )
            entry.outcome = Outcome.REFUSED if entry.problems else self.put(entry, by)
        db.session.flush()

    def refuse_gaps(self, entry: Entry) -> None:
        """What a line cannot do without."""
        for declared in self.required:
            if entry.values.get(declared.name) is None:
                reason = _("%(field)s is required.", field=declared.label)
                entry.refuse(self.columns.get(declared.name, ""), "", reason)

    def put(self, entry: Entry, by: Viewer) -> Outcome:
        """The row where it belongs."""
        importer = cast("LineImporter", cast("LineType", self.type).line_importer)
        values = entry.values
        try:
            entry.record, outcome = importer.put(values, by=by)
        except RuleBroken as broken:
            name = broken.field or ""
            entry.refuse(self.columns.get(name, ""), str(values.get(name, "")), broken.sentence)
            return Outcome.REFUSED
        return Outcome(outcome)
