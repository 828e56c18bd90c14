"""Undo by history: what somebody has just changed is set back to what the events say it was before.

A transfer takes records out of the sight of whoever made it, so its Undo cannot ask what one sees: that the events are
one's own and fresh is what allows it. The address of an Undo names the events by two ids, whatever their number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from salesapp.core import clock
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event, event_kind, plain, record
from salesapp.core.events.replay import settled
from salesapp.core.i18n import _, _l, ngettext
from salesapp.core.parsing.texts import key_in
from salesapp.core.registry import record_type

UNDONE = event_kind("change_undone", _l("%(by)s undid a change"), icon="undo-2", touch=False)
OFFERED_FOR = timedelta(hours=1)
OWN = {"unscoped": "whoever has just changed a record may take that back, seen or not"}


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
    """The records that are as they were, and those that somebody changed since."""

    done: list[Record] = field(default_factory=list)
    kept: list[Record] = field(default_factory=list)

    def said_of(self, type_key: str) -> str:
        """What became of the records of a type, as a toast says it."""
        done = sum(each.record_type_key == type_key for each in self.done)
        kept = sum(each.record_type_key == type_key for each in self.kept)
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
        return " ".join(told)


def last_event() -> int:
    """The id of the newest event: asked before an act and after it, the two span what the act wrote."""
    db.session.flush()
    return db.session.scalar(select(func.max(Event.id)), execution_options=OWN) or 0


def set_back(span: Span, fields: Mapping[str, frozenset[str]], *, by: Any, needed: bool = True) -> SetBack:
    """Sets back what `by` changed in these links, texts and days (names by record type), unless it changed since.

    RuleBroken where `by` did nothing of the kind within the last hour, and something is `needed`.
    """
    wanted = _changed(span, fields, by)
    if needed and not wanted:
        raise RuleBroken(_("This can no longer be undone."))
    found = SetBack()
    for (key, record_id), changes in wanted.items():
        row = _locked(key, record_id)
        if row is None:
            continue
        whole = put_back(row, changes)
        (found.done if whole else found.kept).append(row)
        if whole:
            record(row, UNDONE, by=by)
    db.session.flush()
    return found


def _changed(
    span: Span, fields: Mapping[str, frozenset[str]], by: Any
) -> dict[tuple[str, int], dict[str, Any]]:
    """By record: field → what it was before and after the act."""
    query = select(Event).where(Event.id > span.after, Event.id <= span.upto, Event.by_id == by.id)
    query = query.where(Event.subject_type.in_(sorted(fields)), Event.at >= clock.now() - OFFERED_FOR)
    return changed_in(db.session.scalars(query.order_by(Event.id), execution_options=OWN), fields)


def changed_in(
    events: Iterable[Event], fields: Mapping[str, frozenset[str]] | None = None
) -> dict[tuple[str, int], dict[str, Any]]:
    """By record: field (all, or these) → what it was before these events, the oldest first, and after them."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for each in events:
        for change in each.changes:
            if fields is None or change["field"] in fields[each.subject_type]:
                known = found.setdefault((each.subject_type, each.subject_id), {})
                before, after = settled(change["before"]), settled(change["after"])
                known[change["field"]] = (
                    known[change["field"]][0] if change["field"] in known else before,
                    after,
                )
    return dict(sorted(found.items()))


def _locked(key: str, record_id: int) -> Any:
    model = record_type(key).model
    query = select(model).where(model.id == record_id, model.deleted_at.is_(None)).with_for_update(of=model)
    return db.session.scalar(query, execution_options={**OWN, "populate_existing": True})


def put_back(row: Any, changes: Mapping[str, Any]) -> bool:
    """Whether the record was as the act left it, and is now as it was before."""
    return _is_as_left(row, changes) and _set(row, changes)


def _is_as_left(row: Any, changes: Mapping[str, Any]) -> bool:
    by_name = record_type(row.record_type_key).fields_by_name
    now = {name: settled(plain(getattr(row, by_name[name].attribute))) for name in changes}
    return all(now[name] == after for name, (_before, after) in changes.items())


def _set(row: Any, changes: Mapping[str, Any]) -> bool:
    """Whether the record could be set back; a closed or converted one refuses."""
    try:
        row.refuse_change()
    except RuleBroken:
        return False
    by_name = record_type(row.record_type_key).fields_by_name
    for name, (before, _after) in changes.items():
        declared = by_name[name]
        is_day = declared.kind == "date" and before is not None
        if declared.kind == "choice" and declared.choices is not None and before is not None:
            before = declared.choices(before)  # noqa: PLW2901  as the record has it
        setattr(row, declared.attribute, date.fromisoformat(before) if is_day else before)
    return True


def made_in(span: Span, model: type[Record], *, by: Any) -> list[Any]:
    """The records of `model` that `by` made in one act of the last hour and nobody changed since."""
    made = select(Event.subject_id).where(Event.id > span.after, Event.id <= span.upto, Event.by_id == by.id)
    made = made.where(Event.subject_type == model.record_type_key, Event.made_with.is_not(None))
    keys = db.session.scalars(made.where(Event.at >= clock.now() - OFFERED_FOR), execution_options=OWN).all()
    return list(db.session.scalars(select(model).where(model.id.in_(keys), model.version == 1)))
