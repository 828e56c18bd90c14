"""What a company sets up (picklists, exchange rates, statuses, taxes), read once by each process until it changes.

Every request learns with its session what `companies.setup_state` is: a random value. Whatever changes a row that
something here was read from puts another value there, in the same transaction. So no process uses what is no longer
true, a transaction sees what it changes itself, and what a rollback or a backup brings back is known for what it was.

A transaction that has set something up keeps what it reads to itself until it ends: only as it commits does it wait for
others who set something up, and what they commit before it is not in what it has read.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from sqlalchemy import Result, event, inspect, select
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.orm import (
    MANYTOONE,
    ORMExecuteState,
    RelationshipProperty,
    Session,
    SessionTransaction,
    selectinload,
)

from salesapp.core.company import Company, company, new_setup_state
from salesapp.core.db import Base, db

Given = ParamSpec("Given")
Found = TypeVar("Found")
Row = TypeVar("Row", bound=Base)
CHANGED = "set-up changed"
MOST = 5_000
"""So many answers are kept: a few dozen of a company with its screens in use, and two for everybody who works there."""

_watched: set[type[Any]] = {Company}
_tables: dict[type[Any], Callable[[], dict[int, Any]]] = {}
_parts: dict[type[Any], tuple[str, ...]] = {}
_kept: dict[Hashable, tuple[str, Any]] = {}
BROUGHT = "rows brought in"
"""The copies that a session has got: it holds on to none of its own accord."""
OWN = "read while setting up"
"""What a transaction has read since it set something up, until it ends."""


def cached(*models: type[Any]) -> Callable[[Callable[Given, Found]], Callable[Given, Found]]:
    """What the function reads of these models' tables, and of nothing else, is kept.

    It gives plain values, the same to everybody, which nobody changes.
    """
    _watched.update(models)

    def decorate(read: Callable[Given, Found]) -> Callable[Given, Found]:
        @wraps(read)
        def found(*given: Given.args, **named: Given.kwargs) -> Found:
            key = (read, given, *sorted(named.items()))
            return at_state(company().setup_state, key, lambda: read(*given, **named))

        return found

    return decorate


def at_state(state: str, key: Hashable, read: Callable[[], Found]) -> Found:
    """What is read by `key` under this state of set-up."""
    answers: dict[Hashable, tuple[str, Any]] = db.session().info.get(OWN, _kept)
    kept = answers.get(key)
    if kept is None or kept[0] != state:
        if len(answers) >= MOST:
            answers.clear()
        with db.session.no_autoflush:
            kept = answers[key] = (state, read())
    return cast("Found", kept[1])


def cached_table(model: type[Row], **parts: type[Any]) -> Callable[[], list[Row]]:
    """A function that gives all rows of a small table, those in the bin too, as objects of the session that asks.

    A record that links to one of them finds it there too, without a statement. `parts` are a row's collections of rows
    of another model that are nothing without it: they come along.
    """
    _watched.update(parts.values())
    _parts[model] = tuple(parts)

    @cached(model)
    def read() -> dict[int, Row]:
        return {row.id: row for row in _apart(model)}

    _tables[model] = read
    return lambda: [_brought_in(row) for row in read().values()]


def _apart(model: type[Row], *which: Any) -> list[Row]:
    """Rows that belong to no session, with their parts; as a connection sees them on which not all is committed yet."""
    with Session(db.session.connection(), join_transaction_mode="rollback_only") as session:
        asking = {"unscoped": "the whole company sees what it set up", "with_deleted": True}
        parts = [selectinload(getattr(model, name)) for name in _parts.get(model, ())]
        query = select(model).where(*which).order_by(model.id).options(*parts)
        rows = list(session.scalars(query, execution_options=asking))
        session.expunge_all()
    return rows


def is_kept(model: type[Any]) -> bool:
    """Whether all rows of the model are kept."""
    return model in _tables


def kept_row(model: type[Any], key: int) -> Any:
    """One of them by its id; None where there is none."""
    row = _tables[model]().get(key)
    return None if row is None else _brought_in(row)


def cached_row(model: type[Row]) -> Callable[[int, str], Row]:
    """A function that gives one row by its id, under a state of set-up that is known already: a user, the company."""
    _watched.add(model)

    def found(key: int, state: str) -> Row:
        return _brought_in(at_state(state, (model, key), lambda: _apart(model, model.id == key)[0]))

    return found


def _brought_in(row: Row) -> Row:
    """The session's own object for the row: the one that it has, which may have been changed, else a copy."""
    key = cast("Any", inspect(row)).key
    session = db.session()
    there = session.identity_map.get(key)
    if there is None:
        there = session.info.setdefault(BROUGHT, {})[key] = session.merge(row, load=False)
    return cast("Row", there)


@event.listens_for(Session, "do_orm_execute")
def _linked(state: ORMExecuteState) -> Result[Any] | None:
    """Gives a record the row of a kept table that it links to, and a row of one its collection of another one's."""
    path: Any = state.loader_strategy_path if state.is_relationship_load else None
    read = None if path is None else _tables.get(path.prop.mapper.class_)
    if read is None or state.session is not db.session():
        return None
    match list(cast("dict[str, Any]", state.parameters or {}).values()):
        case [int(key)]:
            rows = _found(path.prop, key, read)
        case _:  # of several records at once
            rows = None
    if rows is None:
        return None
    return IteratorResult(SimpleResultMetaData(["row"]), iter([(_brought_in(row),) for row in rows]))


def _found(link: RelationshipProperty[Any], key: int, read: Callable[[], dict[int, Any]]) -> list[Any] | None:
    """The kept rows behind a link; None where they are to be asked for."""
    if link.direction is MANYTOONE:
        row = read().get(key)
        return None if row is None else [row]
    model = link.mapper.class_
    if link.parent.class_ not in _tables or any(type(each) is model for each in _unwritten(db.session())):
        return None
    ((_own, theirs),) = cast("Any", link.local_remote_pairs)
    name, *order = (
        link.mapper.get_property_by_column(each).key for each in (theirs, *cast("Any", link.order_by or ()))
    )
    rows = [row for row in read().values() if getattr(row, name) == key]
    return sorted(rows, key=lambda row: [getattr(row, each) for each in order])


def _unwritten(session: Session) -> Iterator[Any]:
    yield from session.new
    yield from session.dirty
    yield from session.deleted


def set_up_anew(session: Any = None) -> None:
    """Something was set up: nobody uses what was read before. For writers that go past the models, as a migration."""
    session = session or db.session()
    session.info[OWN] = {}
    _company_of(session).setup_state = new_setup_state()


def _company_of(session: Session) -> Company:
    found = session.info.get("company")
    if found is None or found not in session:
        asking = {"unscoped": "the settings belong to nobody"}
        found = session.scalars(select(Company).limit(1), execution_options=asking).one_or_none() or Company()
    return cast("Company", found)


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, _context: object) -> None:
    touched = (*session.new, *session.deleted, *session.dirty)
    if any(type(each) in _watched and not _only_marked(each) for each in touched):
        session.info[CHANGED] = True


def _only_marked(row: Any) -> bool:
    """Whether it is the company, of which nothing but its state is another one: that follows from another change."""
    if type(row) is not Company:
        return False
    there = inspect(row)
    return all(name == "setup_state" for name, each in there.attrs.items() if each.history.has_changes())


@event.listens_for(Session, "after_flush_postexec")
def _written(session: Session, _context: object) -> None:
    # Not sooner: what is read while the flush begins is what was there before it.
    if session.info.pop(CHANGED, False):
        set_up_anew(session)


@event.listens_for(Session, "after_transaction_end")
def _ended(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(OWN, None)


@event.listens_for(Session, "do_orm_execute")
def _changing(state: ORMExecuteState) -> None:
    if state.is_select or state.bind_mapper is None:
        return
    if state.bind_mapper.class_ in _watched:
        set_up_anew(state.session)
