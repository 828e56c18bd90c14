"""Which rows a viewer sees and changes, and the guard in the session that puts it into every statement."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, and_, event, false, or_, select, true
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Session,
    declared_attr,
    mapped_column,
    relationship,
    with_loader_criteria,
)
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import True_

from salesapp.core.access.asker import Asker, asking, constant
from salesapp.core.access.roles import SYSTEM, Viewer
from salesapp.core.db import Record, db
from salesapp.core.fields import link
from salesapp.core.i18n import _l


class Scoped:
    """A table whose rows not everybody sees. `visible_to` is put into every statement of a session with a viewer."""

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        raise NotImplementedError(cls)

    @classmethod
    def changeable_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Narrower than `visible_to` where reading is wider than writing."""
        return cls.visible_to(viewer)


class Shared:
    """A record type that the whole company sees and whoever has the permission changes (accounts, products …)."""


class Owned(Scoped):
    """A record type that people own: seen by the owner, those above the owner, and whom `shared_with` adds."""

    record_type_key: ClassVar[str]

    owner_id: Mapped[int | None] = link("user", "users", _l("Owner"), listed=True)

    @declared_attr
    def owner(cls) -> Mapped[Any]:
        return relationship("User", foreign_keys=[cast("Any", cls.owner_id)])

    @classmethod
    def shared_with(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Rows that are the viewer's without being owned in their reach: a deal team, a queue."""
        return false()

    def is_owned_within(self, reach: frozenset[int]) -> bool:
        """Whether its owner is one of these users: then it is theirs to see and to change, whatever else holds."""
        return self.owner_id in reach

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        if viewer.sees_all(cls.record_type_key):
            return true()
        return cls._in_reach(viewer)

    @classmethod
    def changeable_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        if viewer.edits_all(cls.record_type_key):
            return true()
        return cls._in_reach(viewer)

    @classmethod
    def _in_reach(cls, viewer: Viewer) -> ColumnElement[bool]:
        shared = cls.shared_with(viewer)
        theirs = cls.owner_id.in_(viewer.reach)
        return theirs if shared is false() else or_(theirs, shared)


class AboutRecord(Scoped):
    """A row that belongs to a record of any type (a note, an activity, an event) and is seen with it."""

    subject_type: Mapped[str | None] = mapped_column()
    subject_id: Mapped[int | None] = mapped_column()

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return or_(*about_visible(viewer, cls))


def about_visible(
    viewer: Viewer, rows: type[AboutRecord], *, nested: bool = False
) -> list[ColumnElement[bool]]:
    """One criterion per record type: rows about records of that type which the viewer sees, deleted ones too.

    `nested` includes the types that are themselves about a record (events about an activity about a lead).
    """
    models = [model for model in record_models() if nested or not issubclass(model, AboutRecord)]
    return [_about(model, viewer, rows) for model in models]


def _about(model: type[Record], viewer: Viewer, rows: Any) -> ColumnElement[bool]:
    criterion = visible(model, viewer)
    # Columns of the tables, not of the models: a model's statement would be told to leave deleted records out.
    columns, table = rows.__table__.c, model.__table__
    of_type: ColumnElement[bool] = columns.subject_type == constant(model.record_type_key)
    if isinstance(criterion, True_):
        return of_type
    # Asked of the one record: all keys that somebody sees are many.
    seen = select(table.c.id).where(table.c.id == columns.subject_id, criterion).correlate_except(table)
    return and_(of_type, seen.exists())


def visible(model: Any, viewer: Viewer) -> ColumnElement[bool]:
    """The rows of `model` this viewer sees, deleted ones included."""
    if viewer is SYSTEM:
        return true()
    return cast("ColumnElement[bool]", model.visible_to(viewer)) if hasattr(model, "visible_to") else true()


def record_models() -> list[type[Record]]:
    """Every mapped record type, in a fixed order."""
    return sorted(
        (m.class_ for m in Record.registry.mappers if issubclass(m.class_, Record)),
        key=lambda model: model.__tablename__,
    )


def scoped_models() -> list[type[Scoped]]:
    """Every mapped class that carries its own criterion."""
    return sorted(
        (m.class_ for m in Record.registry.mappers if issubclass(m.class_, Scoped)),
        key=lambda model: model.__name__,
    )


# --- the guard in the session -----------------------------------------------------------------------------------


@contextmanager
def acting_as(viewer: Viewer) -> Iterator[None]:
    """Statements in the block are the viewer's. The identity map is emptied so that nothing seen before leaks in."""
    before = db.session.info.get("viewer")
    set_viewer(viewer)
    try:
        yield
    finally:
        db.session.info["viewer"] = before


def set_viewer(viewer: Viewer) -> None:
    """From now on this session's statements are the viewer's."""
    db.session.info["viewer"] = viewer


def current_viewer() -> Viewer | None:
    """Whose statements the session runs now."""
    return cast("Viewer | None", db.session.info.get("viewer"))


class Unscoped(Exception):
    """A statement that could show rows to somebody who may not see them was stopped."""


@event.listens_for(Session, "do_orm_execute")
def _scope(state: ORMExecuteState) -> None:
    if state.is_column_load or state.execution_options.get("unscoped"):
        return
    if not state.is_orm_statement:
        raise Unscoped(
            "a Core statement names execution_options(unscoped='why') or is written with the models"
        )
    if state.is_insert:
        return
    if (state.is_update or state.is_delete) and isinstance(state.parameters, list):
        raise Unscoped("a bulk change by primary key bypasses the rights; change by criteria")
    viewer: Any = state.session.info.get("viewer")
    asking.set(viewer)
    kept = _scoped_statements.setdefault(state.statement, {})
    deleted_too = state.is_relationship_load or bool(state.execution_options.get("with_deleted"))
    key = (None if viewer is None else viewer.rights, deleted_too)
    if key not in kept:
        criteria = _criteria(state, viewer, deleted_too=deleted_too)
        kept[key] = state.statement.options(*criteria) if criteria else None
    if kept[key] is not None:
        state.statement = kept[key]


_scoped_statements: WeakKeyDictionary[Any, dict[Hashable, Any]] = WeakKeyDictionary()
"""Statement → what became of it by rights, None where nothing did.

One that is built once has its criteria, and its compiled form, once.
"""


def _criteria(state: ORMExecuteState, viewer: Any, *, deleted_too: bool) -> list[Any]:
    """The criterion of each scoped model that the statement reads; building only those keeps small statements fast."""
    models = _scoped_in(state)
    if viewer is None and models:
        raise Unscoped("nobody is signed in, and the statement reads records that not everybody sees")
    found = (
        []
        if viewer is None
        else [each for model in models if (each := _criterion(model, viewer)) is not None]
    )
    return found if deleted_too else [*found, _NOT_DELETED]


_criteria_by_rights: dict[tuple[type[Scoped], Hashable], Any] = {}


def _criterion(model: type[Scoped], viewer: Viewer) -> Any:
    """What the guard adds to a statement that reads `model`, built once for all viewers of the same rights."""
    key = (model, viewer.rights)
    if key not in _criteria_by_rights:
        criterion = true() if viewer is SYSTEM else model.visible_to(Asker(viewer))
        _criteria_by_rights[key] = (
            None
            if isinstance(criterion, True_)
            else with_loader_criteria(model, criterion, include_aliases=True, propagate_to_loaders=False)
        )
    return _criteria_by_rights[key]


_scoped_tables: dict[str, type[Scoped]] = {}


_scoped_by_shape: dict[Any, list[type[Scoped]]] = {}
SHAPES = 1_000
"""So many statements are known by what they are made of, apart from their values; a company asks some hundred."""


def _scoped_in(state: ORMExecuteState) -> list[type[Scoped]]:
    """The scoped models whose tables the statement names; statements of one shape are looked through once."""
    shape = cast("Any", state.statement)._generate_cache_key()
    if shape is None:
        return _looked_through(state)
    found = _scoped_by_shape.get(shape.key)
    if found is None:
        if len(_scoped_by_shape) >= SHAPES:
            _scoped_by_shape.clear()
        found = _scoped_by_shape[shape.key] = _looked_through(state)
    return found


def _looked_through(state: ORMExecuteState) -> list[type[Scoped]]:
    """The scoped models whose tables the statement names, in sub-queries and joined loads too."""
    if not _scoped_tables:
        _scoped_tables.update({cast("Any", model).__tablename__: model for model in scoped_models()})
    elements = visitors.iterate(cast("Any", state.statement))
    names = {cast("Any", each).name for each in elements if each.__visit_name__ == "table"}
    names |= {table for option in state.statement._with_options for table in _loaded_by(option)}
    return [_scoped_tables[name] for name in sorted(names & _scoped_tables.keys())]


def _loaded_by(option: Any) -> Iterator[str]:
    """Tables that a loader option (`joinedload(Quote.account)`) brings in."""
    for element in getattr(option, "context", ()):
        for part in getattr(element, "path", ()):
            table = getattr(getattr(part, "mapper", None), "local_table", None)
            if table is not None:
                yield table.name


_NOT_DELETED = with_loader_criteria(
    Record, lambda cls: cls.deleted_at.is_(None), include_aliases=True, propagate_to_loaders=False
)


def changeable(model: Any, viewer: Viewer) -> ColumnElement[bool]:
    """The rows of `model` that the viewer may change."""
    found = model.changeable_by(viewer) if hasattr(model, "changeable_by") else true()
    return cast("ColumnElement[bool]", found)
