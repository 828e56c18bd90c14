"""Undo by history: what somebody has just changed is set back to what the events say it was before.

A transfer takes records out of the sight of whoever made it, so its Undo cannot ask what one sees: that the events are
one's own and the records still where they were given is what allows it. One act on one record is named by two ids of
events, in the address of its Undo; a piece of work on many by what its events carry (`Event.source`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from salesapp.core import clock
from salesapp.core.access import changeable
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event, event_kind, plain, record_undo
from salesapp.core.events.replay import settled
from salesapp.core.fields import Field
from salesapp.core.i18n import _, _l, ngettext
from salesapp.core.parsing.texts import key_in
from salesapp.core.registry import record_type
from salesapp.core.relations.merged import stands_now
from salesapp.records.editing import DELETED, finish

UNDONE = event_kind("change_undone", _l("%(by)s undid a change"), icon="undo-2", touch=False)
OFFERED_FOR = timedelta(hours=1)
OWN = {"unscoped": "whoever has just changed a record may take that back, seen or not"}
OWNER = "owner"
Story = dict[tuple[str, int], list[Event]]
"""By type and id of the record: what happened to it, the oldest first."""
Back = Callable[[Any, Event, Any], object]
_backs: dict[str, Back] = {}


def undoes(kind: str) -> Callable[[Back], Back]:
    """Declares what takes back an event of `kind` that is more than its changes: called with record, event and `by`."""

    def declare(back: Back) -> Back:
        _backs[kind] = back
        return back

    return declare


@dataclass(frozen=True)
class Span:
    """The events of one act: those of its person after one id and up to another."""

    after: int
    upto: int

    @classmethod
    def of(cls, args: Mapping[str, str]) -> Span:
        """As the address of an Undo has it."""
        return cls(key_in(args.get("after")) or 0, key_in(args.get("upto")) or 0)

    @classmethod
    def since(cls, event_id: int) -> Span:
        """What was written down after the event."""
        return cls(event_id, last_event())

    @property
    def args(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class SetBack:
    """The records that are as they were, and those that stay as they are, with why."""

    done: list[Record] = field(default_factory=list)
    kept: list[tuple[Record, str]] = field(default_factory=list)

    def count(self, *type_keys: str) -> int:
        """How many records of these types are as they were."""
        return sum(each.record_type_key in type_keys for each in self.done)

    def said_of(self, *type_keys: str) -> str:
        """What became of the records of these types, as a toast says it."""
        done = self.count(*type_keys)
        kept = sum(each.record_type_key in type_keys for each, _why in self.kept)
        told = (
            [
                ngettext(
                    "%(num)s record is back to its previous state.",
                    "%(num)s records are back to their previous state.",
                    done,
                )
            ]
            if done
            else []
        )
        if kept:
            told.append(
                ngettext(
                    "%(num)s record has changed since and stays as it is.",
                    "%(num)s records have changed since and stay as they are.",
                    kept,
                )
            )
        return " ".join(told) or _("There was nothing to undo.")


def last_event() -> int:
    """The id of the newest event: asked before an act and after it, the two span what the act wrote."""
    db.session.flush()
    return db.session.scalar(select(func.max(Event.id)), execution_options=OWN) or 0


def set_back(span: Span, fields: Mapping[str, frozenset[str]], *, by: Any, needed: bool = True) -> SetBack:
    """Sets back what `by` changed in these links, texts and days (names by record type), unless it changed since.

    RuleBroken where `by` did nothing of the kind within the last hour, and something is `needed`.
    """
    query = select(Event).where(Event.id > span.after, Event.id <= span.upto, Event.by_id == by.id)
    query = query.where(Event.subject_type.in_(sorted(fields)), Event.at >= clock.now() - OFFERED_FOR)
    wanted = {key: story for key, story in _stories(query).items() if changed_in(story, fields)}
    if needed and not wanted:
        raise RuleBroken(_("This can no longer be undone."))
    return _all_back(wanted, fields, by)


def take_back(source: str, fields: Mapping[str, Collection[str]], *, by: Any) -> SetBack:
    """Takes back what one piece of work did to each of its records, in these fields and by verbs that have an Undo."""
    return _all_back(_stories(select(Event).where(Event.source == source)), fields, by)


def _stories(query: Select[Event]) -> Story:
    found: Story = {}
    for each in db.session.scalars(query.order_by(Event.id), execution_options=OWN):
        found.setdefault((each.subject_type, each.subject_id), []).append(each)
    return found


def _all_back(stories: Story, fields: Mapping[str, Collection[str]], by: Any) -> SetBack:
    found = SetBack()
    for (key, record_id), story in sorted(stories.items(), key=lambda pair: pair[0]):
        acts = [each for each in story if each.kind in _backs]
        changes = changed_in(story, fields).get((key, record_id), {}) if not acts else {}
        row = _locked(key, record_id) if acts or changes else None
        if row is None:
            continue
        try:
            with db.session.begin_nested():
                _back(row, acts, changes, story, by)
        except RuleBroken as broken:
            found.kept.append((row, broken.sentence))
        else:
            found.done.append(row)
    db.session.flush()
    return found


def _back(row: Any, acts: list[Event], changes: Mapping[str, Any], story: list[Event], by: Any) -> None:
    """One record. Out of one's sight it is only where one has just given it away oneself, and it is still there."""
    model = type(row)
    mine = select(model.id).where(model.id == row.id, changeable(model, by))
    just_given = OWNER in changes and story[-1].at >= clock.now() - OFFERED_FOR
    if not just_given and not db.session.scalar(mine.execution_options(with_deleted=True)):
        raise RuleBroken(_("You don’t have permission to change this record."))
    if row.deleted_at is not None and not any(each.kind == DELETED for each in acts):
        raise RuleBroken(_("It was deleted."))
    for each in reversed(acts):
        _backs[each.kind](row, each, by)
    if changes:
        put_back(row, changes, since=story[-1].id, by=by)
        record_undo(row, UNDONE, story, by=by)


def changed_in(
    events: Iterable[Event], fields: Mapping[str, Collection[str]] | None = None
) -> dict[tuple[str, int], dict[str, Any]]:
    """By record: field (all, or these) → what it was before these events, the oldest first, and after them."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for each in events:
        for change in each.changes:
            if fields is None or change["field"] in fields.get(each.subject_type, ()):
                known = found.setdefault((each.subject_type, each.subject_id), {})
                before, after = settled(change["before"]), settled(change["after"])
                known[change["field"]] = (
                    known[change["field"]][0] if change["field"] in known else before,
                    after,
                )
    return dict(sorted(found.items()))


def _locked(key: str, record_id: int) -> Any:
    """The record, in the bin or not; None where it is gone for good."""
    model = record_type(key).model
    query = select(model).where(model.id == record_id).with_for_update(of=model)
    return db.session.scalar(
        query, execution_options={**OWN, "populate_existing": True, "with_deleted": True}
    )


def put_back(row: Any, changes: Mapping[str, Any], *, since: int, by: Any) -> None:
    """Makes the record what it was before these changes, the last by the event `since`.

    RuleBroken unless it is as they left it, may be changed, and is then what its type allows: the caller takes back
    what was set.
    """
    if row.deleted_at is not None:
        raise RuleBroken(_("It was deleted."))
    if not _is_as_left(row, changes):
        raise RuleBroken(_("It has been changed since."))
    row.refuse_undo(since)
    type_ = record_type(row.record_type_key)
    for name, (before, _after) in changes.items():
        declared = type_.field(name)
        row.set_back(declared.attribute, _as_it_was(declared, before))
    if not hasattr(row, "assign") or set(changes) - type_.set_with(OWNER):
        finish(type_, row, by=by)  # a verb of its own gives records away whatever else holds of them


def _is_as_left(row: Any, changes: Mapping[str, Any]) -> bool:
    by_name = record_type(row.record_type_key).fields_by_name
    now = {name: settled(plain(getattr(row, by_name[name].attribute))) for name in changes}
    return all(now[name] == after for name, (_before, after) in changes.items())


def _as_it_was(declared: Field, before: Any) -> Any:
    """The value as the record has it. RuleBroken for a link to what is there no longer."""
    match declared.kind:
        case _ if before is None:
            return None
        case "date":
            return date.fromisoformat(before)
        case "choice" if declared.choices is not None:
            return declared.choices(before)
        case "link":
            return _still_there(declared, before)
    return before


def _still_there(declared: Field, key: int) -> int:
    """The id of what was linked to, or of what it was merged into."""
    now = stands_now(declared.target, key) or key
    linked: Any = db.session.get(record_type(declared.target).model, now, execution_options=OWN)
    if linked is None or linked.deleted_at is not None or not getattr(linked, "active", True):
        raise RuleBroken(_("%(field)s was something that is no longer available.", field=declared.label))
    return now


def made_in(span: Span, model: type[Record], *, by: Any) -> list[Any]:
    """The records of `model` that `by` made in one act of the last hour and nobody changed since."""
    made = select(Event.subject_id).where(Event.id > span.after, Event.id <= span.upto, Event.by_id == by.id)
    made = made.where(Event.subject_type == model.record_type_key, Event.made_with.is_not(None))
    keys = db.session.scalars(made.where(Event.at >= clock.now() - OFFERED_FOR), execution_options=OWN).all()
    return list(db.session.scalars(select(model).where(model.id.in_(keys), model.version == 1)))
