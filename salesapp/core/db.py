"""The database session, the base of all tables and the base of all records."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from types import ModuleType
from typing import Any, ClassVar

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as SessionByBind
from sqlalchemy import ForeignKey, Index, MetaData, event, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declared_attr, mapped_column
from sqlalchemy.sql.compiler import InsertmanyvaluesSentinelOpts

from salesapp.core import clock
from salesapp.core.ordering.collation import folded
from salesapp.core.ordering.sort_keys import add_sort_keys, keep_in_step, sorted_by
from salesapp.core.types import (
    Amount,
    Json,
    LongText,
    Percent,
    Quantity,
    Rate,
    ShortText,
    UnitPrice,
    UtcTime,
)

__all__ = [
    "Amount",
    "Base",
    "Json",
    "LongText",
    "Percent",
    "Quantity",
    "Rate",
    "Record",
    "ShortText",
    "UnitPrice",
    "UtcTime",
    "apart",
    "db",
    "engine_options",
    "list_index",
    "reading",
    "reading_first",
    "sorted_by",
]

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcTime, dict[str, Any]: Json, list[Any]: Json}

    id: Mapped[int] = mapped_column(primary_key=True)


class Record(Base):
    """What users create, find, change and put into the bin: owner aside, every record type has these columns."""

    __abstract__ = True

    record_type_key: ClassVar[str]
    sorted_texts: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        if not cls.__dict__.get("__abstract__"):
            add_sort_keys(cls)
        super().__init_subclass__(**options)

    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    deleted_at: Mapped[datetime | None] = mapped_column()
    external_id: Mapped[str | None] = mapped_column(ShortText(120))
    custom: Mapped[dict[str, Any]] = mapped_column(default=dict)

    __mapper_args__ = {"version_id_col": version}

    @declared_attr
    def created_by_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("users.id"))

    @declared_attr
    def changed_by_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("users.id"))

    @property
    def title(self) -> str:
        """What the record is called on screens and in links."""
        return str(getattr(self, "name", None) or self.id)

    def refuse_change(self) -> None:
        """RuleBroken where it stays as it is and nothing new may hang on it."""

    def refuse_undo(self, since: int) -> None:
        """RuleBroken where what the event `since` changed is settled by now: nobody takes it back from behind."""
        self.refuse_change()

    def set_back(self, name: str, before: Any) -> None:
        """Gives the attribute the value it had, with what else its setting would have said."""
        setattr(self, name, before)

    def beside_history(self) -> dict[str, Any]:
        """What each of its events keeps of it, so that Undo finds it again, though it is no field of its own."""
        return {}

    def set_by_verb(self, name: str, value: Any, *, by: Any) -> bool:
        """Sets an attribute by the verb that means more than it, where there is one; whether it did."""
        return False

    def went_into_bin(self, *, by: Any) -> None:
        """What else comes of it when somebody deletes it."""

    def came_out_of_bin(self, *, by: Any) -> None:
        """The reverse. RuleBroken where something stands in the way by now."""

    @property
    def kept_title(self) -> str:
        """What history calls it, for readers of every language."""
        return self.title

    @property
    def told_title(self) -> Any:
        """The same in the changes of records that link to it; a choice is read in each reader's language."""
        return self.kept_title


keep_in_step(Record)


def list_index(name: str, column: str) -> Index:
    """An index in the order of a list, of the rows that lists show: no other order is sought by it in vain."""
    shown = text("deleted_at IS NULL")
    return Index(name, column, "id", sqlite_where=shown, postgresql_where=shown)


class OneDatabase(SessionByBind):
    """A session that knows its database: a flush asks for it once for every row, a statement three times."""

    def get_bind(
        self,
        mapper: Any = None,
        clause: Any = None,
        bind: Engine | Connection | None = None,
        **_told: Any,
    ) -> Engine | Connection:
        return bind if bind is not None else self._db.engines[None]


db = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True, session_options={"class_": OneDatabase})
"""Models derive from `Base`, which type checkers understand; `db` brings the session and the engines."""

_reading: ContextVar[bool] = ContextVar("reading", default=False)
_reading_first: ContextVar[bool] = ContextVar("reading first", default=False)
_waiting: ContextVar[bool] = ContextVar("waiting", default=True)
PATIENCE = 30_000
"""Milliseconds that a writer of SQLite waits for another one."""


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun in this block only read: SQLite takes no write lock, and a flush is refused."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def reading_first() -> Iterator[None]:
    """Transactions begun in this block take SQLite's write lock only when they first write.

    That write fails at once (“database is locked”) where somebody else wrote since they began to read: the work is then
    to be begun anew.
    """
    token = _reading_first.set(True)
    try:
        yield
    finally:
        _reading_first.reset(token)


@contextmanager
def apart(*, waiting: bool = True) -> Iterator[Session]:
    """A short transaction beside work that reads, committed at the end of the block.

    For what is found out while reading and holds for everybody from then on. Whoever writes has a transaction already.
    What is not worth `waiting` for another writer of SQLite (an import) ends at once in an OperationalError instead.
    """
    if not _reading.get():
        raise RuntimeError("work that writes has its own transaction")
    token, other = _reading.set(False), _waiting.set(waiting)
    try:
        with Session(db.engine) as session, session.begin():
            yield session
    finally:
        _waiting.reset(other)
        _reading.reset(token)


def begin_reading() -> object:
    """The same as `reading()` for callers that end it elsewhere; give the answer to `end_reading`."""
    return _reading.set(True)


def end_reading(token: Any) -> None:
    """Ends what `begin_reading` began."""
    _reading.reset(token)


def sqlite_module() -> ModuleType:
    """pysqlite3 where it is installed: Debian's own SQLite has a bug that can damage a WAL database."""
    for name in ("pysqlite3", "sqlite3"):
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    raise RuntimeError("this Python has no SQLite")


def engine_options(url: str) -> dict[str, Any]:
    """How SQLAlchemy opens `url`. What statements carry is customers' data: no error message repeats it."""
    if url.startswith("sqlite"):
        options = {"module": sqlite_module(), "connect_args": {"check_same_thread": False, "timeout": 30}}
    else:
        options = {"connect_args": {"prepare_threshold": None}, "pool_size": 20}
    return {"hide_parameters": True} | options


def prepare_engine(engine: Any) -> None:
    """SQLite: explicit transactions, WAL, foreign keys; writers open with BEGIN IMMEDIATE. Postgres: no JIT.

    With Python's own transactions two writers silently take the same number, and a read transaction that
    upgrades to writing fails at once however long the time-out is. Compiling a statement for Postgres' estimate of a
    company of a million rows took 350 ms, running it 1 ms.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        # Rows whose ids are asked for go in by one statement: SQLite numbers the rows of one in their order.
        engine.dialect.insertmanyvalues_implicit_sentinel = InsertmanyvaluesSentinelOpts.AUTOINCREMENT
    else:
        event.listen(engine, "connect", _prepare_postgres)


def _prepare_postgres(connection: Any, _record: object) -> None:
    connection.autocommit = True  # what is set in a transaction goes with it, should it be rolled back
    connection.execute("SET jit = off")
    connection.autocommit = False


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.create_function("folded", 1, _folded_or_null, deterministic=True)
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "synchronous=FULL",
        f"busy_timeout={PATIENCE}",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _folded_or_null(text: str | None) -> str | None:
    return None if text is None else folded(str(text))


def _begin_sqlite(connection: Connection) -> None:
    if _reading.get() or _waiting.get():
        late = _reading.get() or _reading_first.get()
        connection.exec_driver_sql("BEGIN" if late else "BEGIN IMMEDIATE")
        return
    connection.exec_driver_sql("PRAGMA busy_timeout=0")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE}")


@event.listens_for(Session, "before_flush")
def _stamp(session: Session, _context: object, _instances: object) -> None:
    """Who and when on every record; and the promise that reading changes nothing."""
    if _reading.get() and (session.new or session.deleted or any(map(session.is_modified, session.dirty))):
        raise RuntimeError("a request that reads tried to change the database")
    viewer = session.info.get("viewer")
    author = getattr(viewer, "id", None)
    for row in session.new:
        if isinstance(row, Record) and row.created_by_id is None:
            row.created_by_id = row.changed_by_id = author
    for row in session.dirty:
        if isinstance(row, Record) and session.is_modified(row):
            row.changed_at, row.changed_by_id = clock.now(), author or row.changed_by_id
