"""What somebody still has to do something about and that hangs on a record, counted by kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from salesapp.core.access import AboutRecord, Viewer, allows
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, in_a_list
from salesapp.core.registry import RecordType, Unfinished, record_types
from salesapp.core.relations.merged import with_absorbed

OWNER = "owner"
ALL_ROWS = {"unscoped": "what hangs on a record does so whoever looks"}


@dataclass(frozen=True)
class Hanging:
    """Unfinished records of one kind that name the record."""

    type: RecordType
    part: Unfinished
    link: str
    """The field by which they name it."""
    count: int
    seen: int
    """As many of them the viewer sees."""

    @property
    def words(self) -> str:
        """What the viewer sees of them: “3 open leads”."""
        return self.part.words(self.seen)

    @property
    def keeps(self) -> bool:
        """Whether the record has to stay for their sake."""
        return self.link in self.part.keeps


def hanging_on(record: Record, viewer: Viewer) -> list[Hanging]:
    """All that names the record and is unfinished, in the order of the record types."""
    found = []
    for type_, part, link, criterion in _ways(record):
        query = select(func.count(type_.model.id)).where(criterion, part.criterion())
        alive = query.where(type_.model.deleted_at.is_(None))
        count = db.session.scalar(alive, execution_options=ALL_ROWS) or 0
        if count:
            seen = (db.session.scalar(query) or 0) if allows(viewer, type_.view) else 0
            found.append(Hanging(type_, part, link, count, seen))
    return found


def refuse_to_lose(record: Record) -> None:
    """RuleBroken where documents that are not settled need the record."""
    needed = []
    for type_, part, link, criterion in _ways(record):
        if link in part.keeps:
            query = select(func.count(type_.model.id)).where(
                criterion, part.criterion(), type_.model.deleted_at.is_(None)
            )
            if count := db.session.scalar(query, execution_options=ALL_ROWS):
                needed.append(part.words(count))
    if needed:
        what = in_a_list(needed)
        raise RuleBroken(_("%(title)s can’t be deleted yet: %(what)s.", title=record.title, what=what))


def _ways(record: Record) -> Iterator[tuple[RecordType, Unfinished, str, ColumnElement[bool]]]:
    """Each way in which something unfinished can hang on the record: type, kind, field and criterion."""
    key = record.record_type_key
    known_as = with_absorbed(
        key, record.id
    )  # what was issued names whom it was written for, also after a merge
    for type_ in record_types():
        model: Any = type_.model
        for part in type_.unfinished:
            for each in type_.fields:
                stays = each.name == OWNER and not part.moves
                if each.kind == "link" and each.target == key and not stays:
                    yield type_, part, each.name, getattr(model, each.attribute).in_(known_as)
            if issubclass(model, AboutRecord):
                yield type_, part, "", and_(model.subject_type == key, model.subject_id.in_(known_as))
