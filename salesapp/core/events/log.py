"""What happened, once: the same rows are the audit log, the timeline and the pipeline's history.

A verb calls `record()`; one registry holds each kind's sentence and icon. Rows are never changed or deleted
(a trigger refuses). The event that made a record keeps the values it was made with, and each event what changed of its
record until then, so that playing them again gives what the record is now (`salesapp.core.history`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, cast

from sqlalchemy import DDL, ColumnElement, ForeignKey, Index, and_, event, inspect, or_, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from salesapp.core import clock
from salesapp.core.access import SYSTEM, AboutRecord, Viewer, about_visible, current_viewer
from salesapp.core.db import Base, Json, Record, ShortText, db
from salesapp.core.events.journal import Change, journal_of, take, take_birth, take_version, untold
from salesapp.core.events.source import SOURCE
from salesapp.core.fields import Field, fields_with_history
from salesapp.core.flushing.many_rows import insert_plain, insert_typed
from salesapp.core.i18n import _l
from salesapp.core.money import Money, PricePerUnit
from salesapp.core.types import JsonOrNothing

APART = "no_touch"
"""The particular of an event that says: whatever its kind, nobody dealt with the record itself."""


_SOME: dict[str, Any] = {
    "sqlite_where": text("source IS NOT NULL"),
    "postgresql_where": text("source IS NOT NULL"),
}
"""Most events have no source: they are not in its index."""


class Event(AboutRecord, Base):
    """One thing that happened to one record (its subject), by somebody, at an instant."""

    __tablename__ = "events"

    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    by_name: Mapped[str] = mapped_column(ShortText(200))
    kind: Mapped[str] = mapped_column(ShortText(60), index=True)
    subject_type: Mapped[str] = mapped_column(ShortText(40))
    subject_id: Mapped[int] = mapped_column()
    subject_title: Mapped[str] = mapped_column(ShortText(300))
    subject_version: Mapped[int] = mapped_column()
    particulars: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    changes: Mapped[list[Any]] = mapped_column(Json, default=list)
    made_with: Mapped[dict[str, Any] | None] = mapped_column(JsonOrNothing)
    """Of the event that made its record: the values by field, as far as there are any."""
    source: Mapped[str | None] = mapped_column(ShortText(40))
    """The piece of work that wrote it down, as `import:7`; None of what somebody did by hand, one record at a time."""

    about = cast("Sequence[tuple[str, int]]", ())
    """Type and id of the records on whose timelines it shows as well, while it is new; `EventLink` keeps them."""
    tells = cast("Sequence[int | None]", ())
    """Ids of the users that it is news for, while it is written down."""

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        seen = or_(*about_visible(viewer, cls, nested=True))
        personal = [each.key for each in _kinds.values() if each.personal]
        own = and_(cls.subject_type == "user", cls.subject_id == viewer.id)
        return and_(seen, or_(cls.kind.not_in(personal), own))

    @property
    def is_touch(self) -> bool:
        """Whether a person did something with the record itself; whose it is now is about people, not about it."""
        if self.by_id is None or self.particulars.get(APART) or not kind_of(self.kind).touch:
            return False
        return not self.changes or any(each.get("field") != "owner" for each in self.changes)

    __table_args__ = (
        Index("ix_events_subject", "subject_type", "subject_id", "at"),
        Index("ix_events_source", "source", "subject_type", "id", **_SOME),
    )


class EventLink(Base):
    """A record on whose timeline an event shows as well: the account of an opportunity that was won."""

    __tablename__ = "event_links"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    record_type: Mapped[str] = mapped_column(ShortText(40))
    record_id: Mapped[int] = mapped_column()

    __table_args__ = (Index("ix_event_links_record", "record_type", "record_id"),)


@dataclass(frozen=True)
class EventKind:
    """How a kind of event reads and looks."""

    key: str
    sentence: str
    icon: str
    touch: bool = True
    """Whether it counts as a real touch of the record, which resets its staleness."""
    personal: bool = False
    """Whether only the user whom it happened to reads of it."""


@dataclass(frozen=True)
class Chosen:
    """One of a field's choices as a particular of an event, to be read in the reader's language."""

    value: Any
    """An enum's member, or an entry of a list that the company extends."""


_kinds: dict[str, EventKind] = {}


def event_kind(key: str, sentence: str, *, icon: str, touch: bool = True, personal: bool = False) -> str:
    """Declares a kind; `sentence` may name `%(by)s`, `%(subject)s` and the particulars. Gives the key back."""
    _kinds[key] = EventKind(key, sentence, icon, touch, personal)
    return key


def kind_of(key: str) -> EventKind:
    """The kind called `key`; KeyError for one nobody declared."""
    return _kinds[key]


def event_kinds() -> dict[str, EventKind]:
    """All declared kinds by key."""
    return dict(_kinds)


CREATED = event_kind("created", _l("%(by)s created this"), icon="sparkles")
CHANGED = event_kind("changed", _l("%(by)s made changes"), icon="pencil")
CHANGED_ALONG = event_kind(
    "changed_along", _l("%(by)s changed this together with another record"), icon="pencil", touch=False
)


def record(
    subject: Record,
    kind: str,
    *,
    by: Any,
    about: Iterable[Record | tuple[str, int] | None] = (),
    changes: Sequence[dict[str, Any]] = (),
    tells: Sequence[int | None] = (),
    **particulars: Any,
) -> Event:
    """Writes down that `kind` happened to `subject`.

    `about` are further records, or their types and ids, whose timelines show it.
    `tells` are ids of users that it is news for, but for whoever did it. What changed of the subject's fields is known;
    `changes` are those of what has no field (a rule's conditions).
    """
    kind_of(kind)
    if inspect(subject).transient or inspect(subject).pending:
        db.session.flush()
    with db.session.no_autoflush:
        happened = Event(**_happening(subject, kind, by, particulars, changes))
    happened.tells = tells
    happened.about = [
        each if isinstance(each, tuple) else (each.record_type_key, each.id)
        for each in about
        if each is not None
    ]
    db.session.add(happened)
    journal_of(db.session()).waiting[subject] = happened
    return happened


def record_many(
    subjects: Sequence[Record],
    kind: str,
    *,
    by: Any,
    changes: Sequence[dict[str, Any]] = (),
    **particulars: Any,
) -> None:
    """The same happened to many records at once, as in an import: one statement. All of them have been flushed.

    `changes` are of fields that a statement of its own sets in all of them.
    """
    kind_of(kind)
    with db.session.no_autoflush:
        rows = [_happening(subject, kind, by, particulars, changes) for subject in subjects]
    if rows:
        made = [tuple(row.values()) for row in rows]
        insert_typed(db.session.connection(), Event, tuple(rows[0]), made)


def _happening(
    subject: Record, kind: str, by: Any, particulars: dict[str, Any], more: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """The event's own columns."""
    born = take_birth(subject)
    apart = {APART: True} if db.session.info.get(APART) else {}
    kept = particulars | subject.beside_history() | apart
    return {
        "at": clock.now(),
        "by_id": by.id,
        "by_name": by.name,
        "kind": kind,
        "subject_type": subject.record_type_key,
        "subject_id": subject.id,
        "subject_title": str(subject.kept_title)[:300],
        "subject_version": take_version(subject),
        "particulars": {key: plain(value) for key, value in kept.items()},
        "made_with": values_of(subject) if born else None,
        "source": db.session.info.get(SOURCE),
        "changes": [*([] if born else told(subject, take(subject))), *more],
    }


def values_of(subject: Record) -> dict[str, Any]:
    """What stands in the fields that have a history: plain values by name, without those that are blank."""
    loaded, found = inspect(subject).dict, {}
    for name, attribute in _kept_in(type(subject)):
        value = loaded[attribute] if attribute in loaded else getattr(subject, attribute)
        if value is not None and value != "":
            found[name] = plain(value)
    return found


@cache
def _kept_in(model: type[Record]) -> tuple[tuple[str, str], ...]:
    """Field and attribute of what has a history."""
    return tuple((each.name, each.attribute) for each in fields_with_history(model))


def told(subject: Record, found: Iterable[Change]) -> list[dict[str, Any]]:
    """Changes as events keep them: `{"field", "before", "after"}` with plain values."""
    return [
        {
            "field": each.field.name,
            "before": shown(subject, each.field, each.before),
            "after": shown(subject, each.field, each.after),
        }
        for each in found
    ]


def changes(subject: Record) -> list[Change]:
    """What was set on `subject` and no event has told yet, flushed or not; the next `record()` tells it."""
    return untold(subject)


def plain(value: Any) -> Any:  # noqa: C901  one line per kind of value
    """The value as JSON keeps it; `salesapp.web.filters` reads it back."""
    match value:
        case None | bool() | int():
            return value
        case Money():
            return {"money": [value.minor, value.currency]}
        case PricePerUnit():
            return {"unit_price": [str(value.amount), value.currency]}
        case datetime():
            return {"instant": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case Decimal():
            return {"decimal": str(value)}
        case StrEnum():
            return value.value
        case Chosen():
            return {"choice": [type(value.value).__name__, value.value.value]}
        case Record():
            return {"record": [value.record_type_key, value.id, plain(value.told_title)]}
        case list() | tuple():
            return [plain(each) for each in value]
        case dict():
            return {key: plain(each) for key, each in value.items()}
        case _:
            return str(value)


def shown(subject: Record, declared: Field, value: Any) -> Any:
    """A field's value as history keeps it: money with its currency, a link with the title it had."""
    if value is None or value == "":
        return None
    if declared.kind == "money":
        return plain(Money(value, getattr(subject, declared.currency)))
    if declared.kind == "link":
        return {"record": [declared.target, value, _title_of(declared.target, value)]}
    return plain(value)


def _title_of(target: str, key: int) -> Any:
    from salesapp.core.registry import record_type  # the registry needs the models, which need events

    linked = db.session.get(
        record_type(target).model, key, execution_options={"unscoped": "the title of a link in history"}
    )
    return "" if linked is None else plain(linked.told_title)


# --- nothing changes silently -----------------------------------------------------------------------------------


def complete_events() -> None:
    """Begins to listen. Called last of all listeners: what they set in their turn belongs to the same event."""
    if not event.contains(Session, "before_flush", _complete):
        event.listen(Session, "before_flush", _complete)


def _complete(session: Session, _context: object, _instances: object) -> None:
    """An event about to be written takes along what its verb, or a rule after it, changed since it was recorded."""
    waiting = journal_of(session).waiting
    for subject, happened in waiting.items():
        if happened in session.new and (found := take(subject)):
            if happened.made_with is None:
                happened.changes = joined(happened.changes, told(subject, found))
            else:
                happened.made_with = values_of(subject)
    waiting.clear()


def joined(earlier: Sequence[dict[str, Any]], later: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Changes that follow each other as one: each field once, and not at all where it is as it was."""
    found = {each["field"]: each for each in earlier}
    for each in later:
        before = found[each["field"]]["before"] if each["field"] in found else each["before"]
        found[each["field"]] = {**each, "before": before}
    return [each for each in found.values() if each["before"] != each["after"]]


@event.listens_for(Session, "after_flush")
def _show_elsewhere(session: Session, _context: object) -> None:
    """The links of all events of a flush in one statement, which asks for no ids: nobody needs them."""
    rows = [(each.id, *other) for each in session.new if isinstance(each, Event) for other in each.about]
    if rows:
        insert_plain(session.connection(), EventLink, ("event_id", "record_type", "record_id"), rows)


@event.listens_for(Session, "before_commit")
def _tell_the_rest(session: Session) -> None:
    """What was made or changed and has no event of its own gets a plain one: nothing changes silently."""
    if session.in_nested_transaction():
        return
    session.flush()
    gathered, by = journal_of(session), session.info.get("viewer") or SYSTEM
    changed = [row for row in gathered.known if untold(row)]
    for rows, kind in (([*gathered.born], CREATED), (changed, CHANGED_ALONG)):
        record_many([row for row in rows if inspect(row).persistent], kind, by=by)


__all__ = [
    "CHANGED",
    "CREATED",
    "Event",
    "EventKind",
    "EventLink",
    "about_visible",
    "changes",
    "complete_events",
    "current_viewer",
    "event_kind",
    "event_kinds",
    "kind_of",
    "plain",
    "record",
    "record_many",
    "shown",
]


APPEND_ONLY_SQLITE = """
CREATE TRIGGER IF NOT EXISTS events_no_{act} BEFORE {act} ON events
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END
"""
APPEND_ONLY_POSTGRES = """
CREATE OR REPLACE FUNCTION events_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'events are never changed'; END $$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER events_no_change BEFORE UPDATE OR DELETE ON events
FOR EACH ROW EXECUTE FUNCTION events_refuse()
"""

for _act in ("UPDATE", "DELETE"):
    event.listen(
        Event.__table__, "after_create", DDL(APPEND_ONLY_SQLITE.format(act=_act)).execute_if(dialect="sqlite")
    )
event.listen(Event.__table__, "after_create", DDL(APPEND_ONLY_POSTGRES).execute_if(dialect="postgresql"))
