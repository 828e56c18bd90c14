"""Sheets of the board: which boards there are, and how this one looks."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, url_for
from flask_login import current_user
from sqlalchemy import select
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.i18n import _, _l
from salesapp.opportunities.board.saved import selection
from salesapp.opportunities.board.saved.display import FIELDS, LANES, SORTINGS
from salesapp.opportunities.board.saved.models import NAME_LENGTH, SHARING, SavedBoard
from salesapp.opportunities.board.views import board, view_shown
from salesapp.web.forms import Form
from salesapp.web.guards import requires
from salesapp.web.render import committed, redirect_to, render

SEE = requires(Permission.OPPORTUNITY_VIEW)


class BoardForm(Form):
    """A name for what the board shows now."""

    name = StringField(
        _l("Name"),
        filters=[lambda text: (text or "").strip()],
        validators=[DataRequired(_l("This field is required.")), Length(max=NAME_LENGTH)],
    )
    shared = BooleanField(_l("Available to everyone"))
    default = BooleanField(_l("Open by default"))


@board.get("/boards")
@SEE
def boards() -> Response:
    """The boards to pick from, and a name for what the board shows now."""
    return _sheet(BoardForm())


@board.post("/boards")
@SEE
def save_board() -> Response:
    """Keeps what the board shows now."""
    form, view = BoardForm(), view_shown()
    if not form.validate_on_submit():
        return _sheet(form, status=422)
    kept = selection.save(
        form.name.data, view, shared=form.shared.data, default=form.default.data, by=current_user
    )
    return committed(redirect_to(_address(kept), toast=_("%(title)s was saved.", title=kept.name)))


@board.post("/boards/<int:key>/begin")
@SEE
def begin_with(key: int) -> Response:
    """Begins with this board from now on; with the plain one if it was this already."""
    chosen = _board(key)
    was = selection.shelf_of(current_user).default_id == chosen.id
    selection.begin_with(None if was else chosen, by=current_user)
    return committed(redirect_to(_address(chosen)))


@board.post("/boards/<int:key>/remove")
@SEE
def remove_board(key: int) -> Response:
    """Takes one's own board away."""
    chosen = _board(key, to_change=True)
    selection.remove(chosen)
    said = _("%(title)s was removed.", title=chosen.name)
    return committed(redirect_to(url_for("board.index"), toast=said))


@board.get("/look")
@SEE
def look() -> Response:
    """The order of the cards and what stands on them, to be chosen."""
    view = view_shown()
    others = {name: value for name, value in view.args.items() if name not in {"sort", "fields", "lanes"}}
    lanes = [("", _("No lanes")), *LANES.items()]
    context: dict[str, Any] = {"look": view.look, "sortings": SORTINGS, "fields": FIELDS, "others": others}
    context["lanes"] = lanes
    return render("opportunities/board/saved/_look.html", title=_("Order and cards"), **context)


def _sheet(form: BoardForm, *, status: int = 200) -> Response:
    view, shelf = view_shown(), selection.shelf_of(current_user)
    mine = select(SavedBoard.id).where(SavedBoard.changeable_by(current_user))
    context: dict[str, Any] = {
        "form": form,
        "shelf": shelf,
        "showing": shelf.showing(view),
        "changeable": set(db.session.scalars(mine)),
        "may_share": current_user.role in SHARING,
        "place": view.args,
    }
    return render("opportunities/board/saved/_boards.html", title=_("Boards"), **context, status=status)


def _board(key: int, *, to_change: bool = False) -> SavedBoard:
    query = select(SavedBoard).where(SavedBoard.id == key)
    if to_change:
        query = query.where(SavedBoard.changeable_by(current_user))
    found = db.session.scalar(query)
    if found is None:
        abort(404)
    return found


def _address(of: SavedBoard) -> str:
    return url_for("board.index", board=of.id)
