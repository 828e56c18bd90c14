"""What changed in a unit of work and no event has told yet.

The database session forgets what an attribute was as soon as it is flushed, and nearly anything flushes: a query, a
savepoint, the title of a linked record. So every flush hands over here what it is about to write, and an event takes
what has gathered about its record. What nobody took is told when the unit of work ends (`salesapp.core.events`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, object_session

from salesapp.core.db import Record
from salesapp.core.fields import Field, fields_with_history
from salesapp.core.flushing.written import history_of

JOURNAL = "journal"


@dataclass(frozen=True)
class Change:
    """One field of a record: what the events say it is, and what it became."""

    field: Field
    before: Any
    after: Any


@dataclass
class Journal:
    """One unit of work, by record."""

    known: dict[Record, dict[str, Any]] = field(default_factory=dict)
    """Attributes that stand otherwise than the events say, with what the events say."""
    versions: dict[Record, int] = field(default_factory=dict)
    """The version of a record before the first change that was written and is not told."""
    born: dict[Record, None] = field(default_factory=dict)
    """Records that were made and that no event has told of."""
    waiting: dict[Record, Any] = field(default_factory=dict)
    """The newest event of a record, while it is not written itself."""

    def copy(self) -> Journal:
        known = {row: dict(values) for row, values in self.known.items()}
        return Journal(known, dict(self.versions), dict(self.born), dict(self.waiting))


def journal_of(session: Session) -> Journal:
    """What gathered in the session's unit of work."""
    found: Journal = session.info.setdefault(JOURNAL, Journal())
    return found


def untold(row: Record) -> list[Change]:
    """What changed and no event has told, in the order in which the fields were declared."""
    session = object_session(row)
    if session is None or not inspect(row).persistent:
        return []
    known, written = journal_of(session).known.get(row, {}), _unwritten(row)
    found = []
    for declared in fields_with_history(type(row)) if known or written else ():
        name = declared.attribute
        if name in written or name in known:
            before, after = written[name] if name in written else (None, getattr(row, name))
            before = known.get(name, before)
            if _said(before) != _said(after):
                found.append(Change(declared, before, after))
    return found


def take(row: Record) -> list[Change]:
    """The same; whoever takes it writes it into an event."""
    found = untold(row)
    if found:
        gathered, written = _journal(row), _unwritten(row)
        known = gathered.known.pop(row, {}) | {each.field.attribute: each.after for each in found}
        # What is written already and told now is done with; the rest the flush compares once more.
        gathered.known[row] = {name: value for name, value in known.items() if name in written}
    return found


def take_version(row: Record) -> int:
    """The version that what is taken now was changed from."""
    return _journal(row).versions.pop(row, row.version) or 1


def take_birth(row: Record) -> bool:
    """Whether the record was made in this unit of work and no event has told so; one event does."""
    born = _journal(row).born
    if row not in born:
        return False
    del born[row]
    return True


def _journal(row: Record) -> Journal:
    session = object_session(row)
    if session is None:
        raise LookupError(f"{row!r} is in no session")
    return journal_of(session)


def _said(value: Any) -> Any:
    """As history tells it: an empty text is nothing."""
    return None if value == "" else value


def _unwritten(row: Record) -> dict[str, tuple[Any, Any]]:
    """Attribute → what is in the database and what the next flush puts there, for those that differ."""
    state = inspect(row)
    if not state.committed_state:
        return {}
    found = {}
    for declared in fields_with_history(type(row)):
        name = declared.attribute
        if name in state.committed_state:
            history = history_of(row, name)
            if history.added:
                found[name] = (next(iter(history.deleted or ()), None), history.added[0])
        elif declared.kind == "link" and declared.linked in state.committed_state:
            found |= _linked_anew(row, declared)
    return found


def _linked_anew(row: Record, declared: Field) -> dict[str, tuple[Any, Any]]:
    """A link of which the record itself was set: its key follows as it is written."""
    if declared.linked not in inspect(row).mapper.relationships:
        return {}
    linked, before = getattr(row, declared.linked), getattr(row, declared.attribute)
    after = None if linked is None else linked.id
    waits = linked is not None and after is None  # it has no key yet; the flush tells it
    return {} if waits or after == before else {declared.attribute: (before, after)}


# --- where it gathers -------------------------------------------------------------------------------------------


@event.listens_for(Record, "after_insert", propagate=True)
def _made(_mapper: object, _connection: object, row: Record) -> None:
    if fields_with_history(type(row)):
        _journal(row).born[row] = None


@event.listens_for(Record, "before_update", propagate=True)
def _changed(_mapper: object, _connection: object, row: Record) -> None:
    """About to be written: from now on only the journal knows what was there."""
    written = _unwritten(row)
    if not written:
        return
    gathered = _journal(row)
    known = gathered.known.setdefault(row, {})
    for name, (before, after) in written.items():
        if _said(known.setdefault(name, before)) == _said(after):
            del known[name]
        else:
            gathered.versions.setdefault(row, row.version)
    if not known:
        del gathered.known[row]


# --- units of work and savepoints -------------------------------------------------------------------------------

_SAVEPOINTS = "journal_savepoints"


@event.listens_for(Session, "after_transaction_create")
def _begin(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session.info.setdefault(_SAVEPOINTS, {})[transaction] = journal_of(session).copy()


@event.listens_for(Session, "after_rollback")
def _roll_back(session: Session) -> None:
    """To the savepoint or to nothing, as the rows themselves."""
    savepoint = session.get_nested_transaction()
    session.info[JOURNAL] = session.info.get(_SAVEPOINTS, {}).get(savepoint) or Journal()


@event.listens_for(Session, "after_transaction_end")
def _end(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session.info.get(_SAVEPOINTS, {}).pop(transaction, None)
    elif transaction.parent is None:
        session.info.pop(JOURNAL, None)
        session.info.pop(_SAVEPOINTS, None)


# --- what goes past it ------------------------------------------------------------------------------------------


class Untold(Exception):
    """A statement that would have changed fields behind the history was stopped."""


@event.listens_for(Session, "do_orm_execute")
def _refuse_untold(state: ORMExecuteState) -> None:
    """Many rows changed by one statement are told by whoever sends it: `execution_options(told="where")` says so."""
    if not state.is_update or state.execution_options.get("told"):
        return
    names = sorted(_fields_set(state.statement))
    if names:
        raise Untold(
            f"the statement sets {', '.join(names)}: write events, and name them in execution_options(told=…)"
        )


def _fields_set(statement: Any) -> Iterator[str]:
    columns = statement.table.c
    for each in statement._values or ():
        column = columns[each] if isinstance(each, str) else each
        declared = column.info.get("field")
        if declared is not None and not declared.derived:
            yield f"{statement.table.name}.{column.key}"
