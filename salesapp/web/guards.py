"""Every view says who may call it: `@requires(permission)` or `@public`. A law test fails for one that does not."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

from flask import abort
from flask_login import current_user
from sqlalchemy import Select, bindparam, select
from sqlalchemy.sql.base import ExecutableOption
from sqlalchemy.sql.elements import True_
from werkzeug.exceptions import NotFound

from salesapp.core.access import Owned, Permission, Viewer, allows, changeable, current_viewer
from salesapp.core.access.asker import Asker
from salesapp.core.db import Record, db

View = TypeVar("View", bound=Callable[..., Any])
RecordT = TypeVar("RecordT", bound=Record)


def requires(permission: Permission) -> Callable[[View], View]:
    """Only signed-in users whose role has `permission`: 401 for nobody, 403 for the wrong role."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            viewer = current_user._get_current_object()
            if not viewer.is_authenticated:
                abort(401)
            if not allows(viewer, permission):
                abort(403)
            return view(*args, **kwargs)

        guarded.guard = permission  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return guard


def public(view: View) -> View:
    """Anybody may call it; the view checks a secret of its own where there is something to protect."""
    view.guard = "public"  # type: ignore[attr-defined]
    return view


class InBin(NotFound):
    """What was asked for is in the recycle bin, and whoever asked could see it: they are told, and offered it back."""

    def __init__(self, record: Record) -> None:
        super().__init__()
        self.record = record


def visible_or_404(
    model: type[RecordT],
    key: int,
    *,
    to_change: bool = False,
    with_deleted: bool = False,
    loads: tuple[ExecutableOption, ...] = (),
) -> RecordT:
    """The record if the user may see it (and change it), else 404: what is not theirs does not exist for them.

    `to_change` also locks the row on Postgres until the transaction ends (SQLite's writers are alone already).
    One that somebody deleted is a 404 as well, which says so (`InBin`).
    """
    found = visible_or_none(model, key, to_change=to_change, with_deleted=with_deleted, loads=loads)
    if found is None:
        binned = None if with_deleted else visible_or_none(model, key, with_deleted=True)
        if binned is not None and binned.deleted_at is not None:
            raise InBin(binned)
        abort(404)
    return found


def visible_or_none(
    model: type[RecordT],
    key: int,
    *,
    to_change: bool = False,
    with_deleted: bool = False,
    loads: tuple[ExecutableOption, ...] = (),
) -> RecordT | None:
    """The same for a caller that knows what to do without it; `loads` are options for what it links to."""
    query = _to_change(model, loads, _asker()) if to_change else _by_key(model, loads)
    options = {"populate_existing": to_change, "with_deleted": with_deleted}
    found: RecordT | None = db.session.scalar(query, {"key": key}, execution_options=options)
    return found


@lru_cache(maxsize=256)
def _by_key(model: type[Record], loads: tuple[ExecutableOption, ...]) -> Select[Any]:
    return select(model).where(model.id == bindparam("key")).options(*loads)


@lru_cache(maxsize=1000)
def _to_change(model: type[Record], loads: tuple[ExecutableOption, ...], asker: Asker) -> Select[Any]:
    return _by_key(model, loads).where(changeable(model, asker)).with_for_update(of=model)


@lru_cache(maxsize=1000)
def _changeable_key(model: type[Record], asker: Asker) -> Select[Any]:
    return select(model.id).where(model.id == bindparam("key"), changeable(model, asker))


def _asker() -> Asker:
    """Whoever asks, as statements know them that are built once for everybody of the same rights."""
    return Asker(current_user._get_current_object() or cast("Viewer", current_viewer()))


def can(permission: Permission | str, record: Record | None = None) -> bool:
    """For templates: whether the signed-in user may do this (to this record, whoever owns it)."""
    viewer = current_user._get_current_object()
    if not viewer.is_authenticated or not allows(viewer, Permission(permission)):
        return False
    return record is None or may_change(record)


def may_change(record: Record) -> bool:
    """Whether the record is within the user's reach for changing, by the same criterion as the statements."""
    model, viewer = type(record), current_user._get_current_object()
    criterion = changeable(model, viewer)
    if isinstance(criterion, True_) or (isinstance(record, Owned) and record.is_owned_within(viewer.reach)):
        return True
    query = _changeable_key(model, _asker())
    return db.session.scalar(query, {"key": record.id}, execution_options={"with_deleted": True}) is not None
