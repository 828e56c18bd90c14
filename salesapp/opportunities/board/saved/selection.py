"""Which board an address asks for: what it says itself, a saved board that it names, or the viewer's default one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, select

from salesapp.core.access import Viewer
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.opportunities.board.column_sums import BoardFilter
from salesapp.opportunities.board.saved.display import Look
from salesapp.opportunities.board.saved.models import DefaultBoard, SavedBoard

NAMES = ("process", "owner", "quarter", "stale", "person", "month", "sort", "fields", "lanes")
"""What of an address says which board it is."""


@dataclass(frozen=True)
class View:
    """What a board shows and how. `process` is an id as text, empty for the default process."""

    chosen: BoardFilter
    look: Look
    process: str = ""

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> View:
        """From what an address says itself."""
        process = args.get("process", "")
        known = process if process.isdecimal() and len(process) < 10 else ""
        return cls(BoardFilter.from_args(args), Look.from_args(args), known)

    @property
    def args(self) -> dict[str, Any]:
        """The address arguments that show it, whatever board the viewer begins with."""
        found: dict[str, Any] = {"owner": self.chosen.owner} | self.chosen.args | self.look.args
        return found | ({"process": self.process} if self.process else {})


@dataclass(frozen=True)
class Shelf:
    """The boards that a viewer may pick from, and the id of the one they begin with."""

    boards: Sequence[SavedBoard]
    default_id: int | None

    def find(self, key: object) -> SavedBoard | None:
        """The board of that id."""
        return next((each for each in self.boards if str(each.id) == str(key)), None)

    def showing(self, view: View) -> SavedBoard | None:
        """The board that shows just this."""
        return next((each for each in self.boards if View.from_args(each.args) == view), None)

    def view(self, args: Mapping[str, str]) -> View:
        """What an address asks for."""
        says = any(name in args for name in NAMES)
        wanted = args.get("board") or (None if says else self.default_id)
        saved = self.find(wanted) if wanted else None
        return View.from_args(args if saved is None else saved.args)


def shelf_of(viewer: Viewer) -> Shelf:
    """The viewer's own boards and the shared ones, by name, in one statement."""
    rows = db.session.execute(_boards(), {"user": viewer.id}).all()
    first = next((board.id for board, default in rows if default), None)
    return Shelf([board for board, _default in rows], first)


@cache
def _boards() -> Select[*tuple[Any, ...]]:
    mine = DefaultBoard.user_id == bindparam("user")
    query = select(SavedBoard, DefaultBoard.id).outerjoin(
        DefaultBoard, (DefaultBoard.board_id == SavedBoard.id) & mine
    )
    return query.order_by(SavedBoard.name, SavedBoard.id)


def view_asked(args: Mapping[str, str], viewer: Viewer) -> View:
    """The same for one address; asks the database only where the address does not say all itself."""
    says = "board" not in args and any(name in args for name in NAMES)
    return View.from_args(args) if says else shelf_of(viewer).view(args)


def save(name: str, view: View, *, shared: bool, default: bool, by: Viewer) -> SavedBoard:
    """Keeps the view under a name; a board of one's own that is called so already shows this from now on."""
    if not name:
        raise RuleBroken(_("This field is required."), field="name")
    query = select(SavedBoard).where(SavedBoard.user_id == by.id, SavedBoard.name == name)
    kept = db.session.scalar(query) or SavedBoard(user_id=by.id, name=name)
    kept.share(shared=shared, by=by)
    kept.args = view.args
    db.session.add(kept)
    db.session.flush()
    if default:
        begin_with(kept, by=by)
    return kept


def begin_with(board: SavedBoard | None, *, by: Viewer) -> None:
    """The board that `by` sees first from now on; None: the plain one."""
    db.session.execute(delete(DefaultBoard).where(DefaultBoard.user_id == by.id))
    if board is not None:
        db.session.add(DefaultBoard(user_id=by.id, board_id=board.id))
        db.session.flush()


def remove(board: SavedBoard) -> None:
    """Takes a board away, also from those who began with it."""
    db.session.execute(delete(DefaultBoard).where(DefaultBoard.board_id == board.id))
    db.session.delete(board)
