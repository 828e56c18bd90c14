"""Merging records of one type, and taking that back as long as nothing was built on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, or_, select

from salesapp.core import clock
from salesapp.core.access import Viewer
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event, EventLink, changes, event_kind, record
from salesapp.core.events.kept import brought_back, kept
from salesapp.core.i18n import _, _l
from salesapp.core.registry import RecordType
from salesapp.core.relations.merged import MergedRecord
from salesapp.records.editing import finish
from salesapp.records.merging.defaults import bring_defaults_back, keep_one_default
from salesapp.records.merging.models import Merge, Trace
from salesapp.records.merging.moving import put_back, take_along
from salesapp.records.merging.telling import MERGED_ALONG, UNMERGED_ALONG, Telling

MERGED = event_kind("merged", _l("%(by)s merged this with %(others)s"), icon="git-merge", touch=False)
UNMERGED = event_kind("unmerged", _l("%(by)s undid the merge with %(others)s"), icon="undo-2", touch=False)

MOST = 6
"""So many records can be compared on a phone."""
NAMED = 5
ALL_OF_IT = {"unscoped": "what hangs on a record goes along with it, whoever sees it"}


def check(records: Sequence[Record]) -> None:
    """RuleBroken where records are too few or too many, or one of them stays as it is."""
    if len(records) < 2:
        raise RuleBroken(_("Choose at least two records."))
    if len(records) > MOST:
        raise RuleBroken(_("You can merge at most %(most)s records at once.", most=MOST))
    for each in records:
        try:
            each.refuse_change()
        except RuleBroken as broken:
            raise RuleBroken(f"{each.title}: {broken.sentence}") from broken


def merge(
    type_: RecordType, winner: Record, losers: Sequence[Record], values: Mapping[str, Any], *, by: Viewer
) -> Merge:
    """`winner` takes `values` (attribute → value) and everything that points at `losers`, which go out of sight.

    The caller has locked all of them, and checked that `by` may change each. RuleBroken where a rule of the feature
    refuses the values.
    """
    check([winner, *losers])
    trace = Trace(losers=[each.id for each in losers])
    _set(type_, winner, losers, values, trace, by=by)
    db.session.flush()
    telling = Telling(MERGED_ALONG, winner, {each.id: each for each in losers}, by)
    take_along(type_, winner.id, trace, telling)
    keep_one_default(trace, by=by)
    for each in losers:
        _hide(type_, each, winner, trace)
        if changes(each):
            telling.absorbed(each)
    others = ", ".join(str(each.kept_title) for each in losers)
    happened = record(winner, MERGED, by=by, about=losers, others=others)
    db.session.flush()
    made = Merge(record_type=type_.key, winner_id=winner.id, event_id=happened.id, written=asdict(trace))
    db.session.add(made)
    db.session.flush()
    for each in losers:
        db.session.add(
            MergedRecord(record_type=type_.key, record_id=each.id, into_id=winner.id, merge_id=made.id)
        )
    db.session.flush()
    db.session.expire_all()
    return made


def _set(
    type_: RecordType,
    winner: Record,
    losers: Sequence[Record],
    values: Mapping[str, Any],
    trace: Trace,
    *,
    by: Viewer,
) -> None:
    columns = type_.model.__table__.columns
    before = {
        column.key: kept(getattr(winner, column.key)) for column in columns if hasattr(winner, column.key)
    }
    for name, value in values.items():
        if getattr(winner, name) != value:
            setattr(winner, name, value)
    for each in losers:
        winner.external_id = winner.external_id or each.external_id
        if extra := {key: value for key, value in each.custom.items() if key not in winner.custom}:
            winner.custom = {**winner.custom, **extra}
    finish(type_, winner, by=by)
    bookkeeping = {"version", "changed_at", "changed_by_id"}
    after = {name: kept(getattr(winner, name)) for name in before.keys() - bookkeeping}
    trace.fields = {name: [before[name], value] for name, value in after.items() if before[name] != value}


def _hide(type_: RecordType, loser: Record, winner: Record, trace: Trace) -> None:
    """Out of sight, and whose the winner is: whoever sees the winner sees what happened to the loser."""
    if type_.rights:
        trace.rights[str(loser.id)] = {name: getattr(loser, name) for name in type_.rights}
        _set_exactly(loser, {name: getattr(winner, name) for name in type_.rights})
    loser.deleted_at = clock.now()


def built_on(made: Merge) -> list[int]:
    """Ids of what happened since to the records of a merge, seen or not, the newest first.

    Later merges that were taken back themselves do not count.
    """
    keys = [made.winner_id, *made.trace.losers]
    undone = select(Merge.event_id).where(Merge.record_type == made.record_type, Merge.undone_at.is_not(None))
    undoing = select(Merge.undo_event_id).where(
        Merge.record_type == made.record_type, Merge.undo_event_id.is_not(None)
    )
    linked = select(EventLink.event_id).where(
        EventLink.record_type == made.record_type, EventLink.record_id.in_(keys)
    )
    own = (Event.subject_type == made.record_type) & Event.subject_id.in_(keys)
    later = select(Event.id).where(
        Event.id > made.event_id,
        or_(own, Event.id.in_(linked)),
        Event.id.not_in(undone),
        Event.id.not_in(undoing),
        Event.kind.not_in(
            [MERGED_ALONG, UNMERGED_ALONG]
        ),  # its links followed another merge; it did nothing itself
    )
    newest = later.order_by(Event.id.desc()).limit(NAMED)
    return list(db.session.scalars(newest, execution_options=ALL_OF_IT))


def undo_merge(type_: RecordType, made: Merge | None, winner: Record, *, by: Viewer) -> list[Record]:
    """The records stand for themselves again, with all that was theirs; gives those that come back.

    RuleBroken when it was taken back before, or something was built on it. The caller has locked the winner.
    """
    if made is None or made.undone_at is not None:
        raise RuleBroken(_("This merge has already been undone."))
    if winner.deleted_at is not None or built_on(made):
        raise RuleBroken(_("Other records now depend on it, so the merge can’t be undone."))
    trace = made.trace
    losers = absorbed_by(type_, trace)
    db.session.execute(delete(MergedRecord).where(MergedRecord.merge_id == made.id))
    telling = Telling(UNMERGED_ALONG, winner, {each.id: each for each in losers}, by)
    put_back(winner.id, trace, telling)
    bring_defaults_back(trace, by=by)
    _unset(type_, winner, trace)
    for each in losers:
        each.deleted_at = None
        _set_exactly(each, trace.rights.get(str(each.id), {}))
        if changes(each):
            telling.absorbed(each)
    others = ", ".join(str(each.kept_title) for each in losers)
    happened = record(winner, UNMERGED, by=by, about=losers, others=others)
    db.session.flush()
    made.close(happened.id, by=by)
    db.session.flush()
    db.session.expire_all()
    return losers


def absorbed_by(type_: RecordType, trace: Trace) -> list[Record]:
    """The records that went up in another one, locked on Postgres."""
    query = select(type_.model).where(type_.model.id.in_(trace.losers)).order_by(type_.model.id)
    query = query.with_for_update(of=type_.model).execution_options(with_deleted=True, **ALL_OF_IT)
    return list(db.session.scalars(query))


def _unset(type_: RecordType, winner: Record, trace: Trace) -> None:
    columns = type_.model.__table__.columns
    still = {
        name: before for name, (before, after) in trace.fields.items() if kept(getattr(winner, name)) == after
    }
    _set_exactly(winner, {name: brought_back(columns[name], before) for name, before in still.items()})


def _set_exactly(record: Record, values: Mapping[str, Any]) -> None:
    """Sets these columns and no other, whatever the model makes of them: elsewhere a new owner begins a new time."""
    names = [column.key for column in record.__table__.columns if hasattr(record, column.key)]
    whole = {name: getattr(record, name) for name in names} | dict(values)
    for name, value in values.items():
        setattr(record, name, value)
    for name, value in whole.items():
        if getattr(record, name) != value:
            setattr(record, name, value)
