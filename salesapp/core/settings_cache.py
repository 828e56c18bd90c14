"""What a company sets up (picklists, exchange rates, statuses, taxes), read once by each process until it changes.

Every request learns with its session what `companies.setup_state` is: a random value. Whatever changes a row that
something here was read from puts another value there, in the same transaction. So no process uses what is no longer
true, a transaction sees what it changes itself, and what a rollback or a backup brings back is known for what it was.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from sqlalchemy import Result, event, inspect, select
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.orm import MANYTOONE, ORMExecuteState, Session

from salesapp.core.company import Company, company, new_setup_state
from salesapp.core.db import Base, db

Given = ParamSpec("Given")
Found = TypeVar("Found")
Row = TypeVar("Row", bound=Base)
CHANGED = "set-up changed"
MOST = 500
"""So many answers are kept; a company with its screens in use asks a few dozen."""

_watched: set[type[Any]] = set()
_tables: dict[type[Any], Callable[[], dict[int, Any]]] = {}
_kept: dict[Hashable, tuple[str, Any]] = {}


def cached(*models: type[Any]) -> Callable[[Callable[Given, Found]], Callable[Given, Found]]:
    """What the function reads of these models' tables, and of nothing else, is kept.

    It gives plain values, the same to everybody, which nobody changes.
    """
    _watched.update(models)

    def decorate(read: Callable[Given, Found]) -> Callable[Given, Found]:
        @wraps(read)
        def found(*given: Given.args, **named: Given.kwargs) -> Found:
            state, key = company().setup_state, (read, given, *sorted(named.items()))
            kept = _kept.get(key)
            if kept is None or kept[0] != state:
                if len(_kept) >= MOST:
                    _kept.clear()
                with db.session.no_autoflush:
                    kept = _kept[key] = (state, read(*given, **named))
            return cast("Found", kept[1])

        return found

    return decorate


def cached_table(model: type[Row]) -> Callable[[], list[Row]]:
    """A function that gives all rows of a small table, those in the bin too, as objects of the session that asks.

    A record that links to one of them finds it there too, without a statement.
    """

    @cached(model)
    def read() -> dict[int, Row]:
        # Apart and let go of, so that they belong to no session; on a connection that sees what is not committed yet.
        with Session(db.session.connection(), join_transaction_mode="rollback_only") as session:
            asking = {"unscoped": "the whole company sees what it set up", "with_deleted": True}
            found = session.scalars(select(model).order_by(model.id), execution_options=asking)
            rows = {row.id: row for row in found}
            session.expunge_all()
        return rows

    _tables[model] = read
    return lambda: [_brought_in(row) for row in read().values()]


def _brought_in(row: Row) -> Row:
    """The session's own object for the row: the one that it has, which may have been changed, else a copy."""
    there = db.session.identity_map.get(cast("Any", inspect(row)).key)
    return cast("Row", there) if there is not None else db.session.merge(row, load=False)


@event.listens_for(Session, "do_orm_execute")
def _linked(state: ORMExecuteState) -> Result[Any] | None:
    """Gives a record the row of a kept table that it links to."""
    path: Any = state.loader_strategy_path if state.is_relationship_load else None
    read = None if path is None else _tables.get(path.prop.mapper.class_)
    if read is None or path.prop.direction is not MANYTOONE or state.session is not db.session():
        return None
    match list(cast("dict[str, Any]", state.parameters or {}).values()):
        case [int(key)]:
            row = read().get(key)
        case _:  # of several records at once
            row = None
    return None if row is None else IteratorResult(SimpleResultMetaData(["row"]), iter([(_brought_in(row),)]))


def set_up_anew(session: Any = None) -> None:
    """Something was set up: nobody uses what was read before. For writers that go past the models, as a migration."""
    _company_of(session or db.session()).setup_state = new_setup_state()


def _company_of(session: Session) -> Company:
    found = session.info.get("company")
    if found is None or found not in session:
        asking = {"unscoped": "the settings belong to nobody"}
        found = session.scalars(select(Company).limit(1), execution_options=asking).one_or_none() or Company()
    return cast("Company", found)


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, _context: object) -> None:
    touched = (*session.new, *session.deleted, *session.dirty)
    if any(type(each) in _watched for each in touched):
        session.info[CHANGED] = True


@event.listens_for(Session, "after_flush_postexec")
def _written(session: Session, _context: object) -> None:
    # Not sooner: what is read while the flush begins is what was there before it.
    if session.info.pop(CHANGED, False):
        set_up_anew(session)


@event.listens_for(Session, "do_orm_execute")
def _changing(state: ORMExecuteState) -> None:
    if state.is_select or state.bind_mapper is None:
        return
    if state.bind_mapper.class_ in _watched:
        set_up_anew(state.session)
