"""The views of a list that somebody may pick from, and what an address with `view=` asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, select
from sqlalchemy.orm import joinedload

from salesapp.core.access import Viewer, current_viewer
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.core.registry import RecordType
from salesapp.records.lists.listing import Criteria
from salesapp.records.views.models import PinnedView, SavedView
from salesapp.records.views.offered import Audience

VIEW = "view"
removed: list[Callable[[str, str], None]] = []
"""Told the type and the number of a view that is deleted: its number may be given to another one."""
SHARED_ABOVE = 3
"""How many of the views that others share stand above a list unasked: the newest."""


@dataclass(frozen=True)
class View:
    """One to pick: its key in addresses, what it is called, what it shows, and whose it is (None: shipped)."""

    key: str
    label: str
    args: Mapping[str, str]
    pinned: bool
    saved: SavedView | None = None


def shelf_of(type_: RecordType, viewer: Viewer) -> list[View]:
    """Shipped ones first, then the viewer's own by name, then those that others share with them."""
    saved = list(db.session.scalars(_saved(), {"type": type_.key}))
    pins = db.session.execute(_pins(), {"user": viewer.id, "type": type_.key})
    said: dict[str, bool] = dict(pins.all())
    saved.sort(key=lambda each: each.user_id != viewer.id)
    shared = sorted((each.id for each in saved if each.user_id != viewer.id), reverse=True)
    above = {each.id for each in saved if each.user_id == viewer.id} | set(shared[:SHARED_ABOVE])
    shipped = [
        View(each.key, str(each.label), each.args, said.get(each.key, each.pinned)) for each in type_.views
    ]
    return shipped + [
        View(str(each.id), each.name, each.args, said.get(str(each.id), each.id in above), each)
        for each in saved
    ]


@cache
def _saved() -> Select[SavedView]:
    """Every list asks this, so it is built once; so are the pins."""
    query = select(SavedView).where(SavedView.type_key == bindparam("type"))
    return query.options(joinedload(SavedView.user)).order_by(SavedView.name, SavedView.id)


@cache
def _pins() -> Select[*tuple[Any, ...]]:
    query = select(PinnedView.view, PinnedView.pinned)
    return query.where(PinnedView.user_id == bindparam("user"), PinnedView.type_key == bindparam("type"))


def found(type_: RecordType, key: str) -> Mapping[str, str]:
    """What the view of that key shows. RuleBroken where there is none, or it is not for whoever asks."""
    shipped = next((each.args for each in type_.views if each.key == key), None)
    if shipped is not None:
        return shipped
    wanted = key_in(key)
    query = select(SavedView).where(SavedView.type_key == type_.key, SavedView.id == wanted)
    saved = None if wanted is None or current_viewer() is None else db.session.scalar(query)
    if saved is None:
        raise RuleBroken(_("This view isn’t shared with you, or it no longer exists."), field=VIEW)
    return dict(saved.args)


def spelt_out(type_: RecordType, args: Mapping[str, str]) -> dict[str, str]:
    """The arguments of an address with those of the view that it names; what it says itself comes first."""
    own = {key: value for key, value in args.items() if key != VIEW}
    return {**found(type_, args[VIEW]), **own} if args.get(VIEW) else own


def criteria_of(type_: RecordType, args: Mapping[str, str]) -> Criteria:
    """What an address asks for, by itself or by a view."""
    return Criteria.from_args(type_, spelt_out(type_, args))


def shows(view: View, criteria: Criteria) -> bool:
    """Whether the list is just what the view shows."""
    return Criteria.from_args(criteria.type, view.args).args == criteria.args


def save(name: str, criteria: Criteria, audience: Audience, *, by: Any) -> SavedView:
    """Keeps the list under a name; a view of one's own that is called so already shows this from now on."""
    if criteria.problem:
        raise RuleBroken(criteria.problem)
    mine = select(SavedView).where(SavedView.user_id == by.id, SavedView.type_key == criteria.type.key)
    kept = db.session.scalar(mine.where(SavedView.name == name))
    kept = kept or SavedView(user_id=by.id, type_key=criteria.type.key, name=name)
    kept.offer_to(audience, by=by)
    kept.args = criteria.args
    db.session.add(kept)
    db.session.flush()
    return kept


def remove(saved: SavedView) -> None:
    """Takes a view away for everybody who had it, from the pinned ones too."""
    key = str(saved.id)
    db.session.execute(
        delete(PinnedView).where(PinnedView.type_key == saved.type_key, PinnedView.view == key)
    )
    for tell in removed:
        tell(saved.type_key, key)
    db.session.delete(saved)


def pin(type_: RecordType, key: str, *, pinned: bool, by: Viewer) -> None:
    """Puts a view above the list for this person, or takes it down."""
    found(type_, key)
    query = select(PinnedView).where(
        PinnedView.user_id == by.id, PinnedView.type_key == type_.key, PinnedView.view == key
    )
    kept = db.session.scalar(query) or PinnedView(user_id=by.id, type_key=type_.key, view=key)
    kept.pinned = pinned
    db.session.add(kept)


def rows_of_view(type_: RecordType, called: str) -> Select[Any]:
    """The rows of a view by its key, its number or its name. RuleBroken where there is none, or it can't be asked."""
    named = next((each.key for each in type_.views if str(each.label) == called), None)
    query = select(SavedView.id).where(SavedView.type_key == type_.key, SavedView.name == called)
    key = named or db.session.scalar(query.order_by(SavedView.id).limit(1)) or called
    criteria = criteria_of(type_, {VIEW: str(key)})
    if criteria.problem:
        raise RuleBroken(criteria.problem)
    return criteria.statement()
