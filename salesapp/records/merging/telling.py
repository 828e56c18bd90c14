"""Writes a merge into the histories of the records that hung on the merged ones: what they hang on now is a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, select

from salesapp.core.access import Viewer
from salesapp.core.db import Record, db
from salesapp.core.events import event_kind, record, record_many, told
from salesapp.core.events.journal import Change
from salesapp.core.fields import Field
from salesapp.core.i18n import _l
from salesapp.core.registry import RecordType, record_types

MERGED_ALONG = event_kind(
    "merged_along", _l("%(by)s merged %(other)s into %(into)s"), icon="git-merge", touch=False
)
UNMERGED_ALONG = event_kind(
    "unmerged_along", _l("%(by)s undid the merge of %(other)s and %(into)s"), icon="undo-2", touch=False
)
EVERY_ROW = {"unscoped": "what hangs on a record goes along with it, whoever sees it", "with_deleted": True}


@dataclass(frozen=True)
class Telling:
    """One merge, or the taking back of one, as the other records' histories tell it."""

    kind: str
    winner: Record
    losers: Mapping[int, Record]
    by: Viewer

    def absorbed(self, loser: Record) -> None:
        """What changed of the absorbed record itself: it belongs to whoever the other one belongs to."""
        record(loser, self.kind, by=self.by, **self._names(loser.id))

    def moved(
        self, column: Column[Any], among: Sequence[ColumnElement[bool]], before: int, after: int
    ) -> bool:
        """The rows among these are about to point at `after`; whether that is a field that has a history."""
        found = _field_of(column)
        if found is None:
            return False
        type_, declared = found
        query = select(type_.model).where(*among).order_by(type_.model.id).with_for_update(of=type_.model)
        rows = list(db.session.scalars(query, execution_options=EVERY_ROW))
        loser_id = before if before in self.losers else after
        if rows:
            changes = told(rows[0], [Change(declared, before, after)])
            record_many(rows, self.kind, by=self.by, changes=changes, **self._names(loser_id))
        return True

    def _names(self, loser_id: int) -> dict[str, Any]:
        return {"other": self.losers[loser_id].kept_title, "into": self.winner.kept_title}


def _field_of(column: Column[Any]) -> tuple[RecordType, Field] | None:
    for type_ in record_types():
        if type_.model.__table__ is column.table:
            for declared in type_.told_fields:
                if type_.model.__table__.c[declared.attribute] is column:
                    return type_, declared
    return None
