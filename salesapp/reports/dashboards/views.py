"""The pages of dashboards: one of them, its tiles one by one, and arranging it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask_login import current_user
from markupsafe import Markup

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.opportunities.processes.models import processes
from salesapp.records.filters.periods import label
from salesapp.records.filters.words import initial_capital
from salesapp.records.views.offered import Audience
from salesapp.reports.dashboards import shelf
from salesapp.reports.dashboards.contents import content_of
from salesapp.reports.dashboards.forms import DashboardForm, sharing_form
from salesapp.reports.dashboards.kept import drawn_of
from salesapp.reports.dashboards.lens import PERIODS, Lens
from salesapp.reports.dashboards.models import Dashboard
from salesapp.reports.dashboards.shelf import Shown
from salesapp.reports.dashboards.tiles import (
    LONGEST,
    TEXT,
    checked,
    offered,
    tile_of,
)
from salesapp.reports.report import WHOSE
from salesapp.web.guards import can, requires
from salesapp.web.render import committed, is_partial, redirect_to, render

dashboards = Blueprint("dashboards", __name__, url_prefix="/dashboards")
SEE = requires(Permission.SIGNED_IN)
ROWS = 6
"""So many of a list stand in a tile."""


@dashboards.get("")
@SEE
def index() -> Response:
    """The first one: one's own, else that of one's role."""
    return _page(shelf.shelf_of(current_user)[0])


@dashboards.get("/<key>")
@SEE
def show(key: str) -> Response:
    """One of them."""
    found = shelf.found(key)
    if found is None:
        abort(404)
    return _page(found)


def _page(board: Shown) -> Response:
    lens = Lens.from_args(request.args)
    changeable = board.saved is not None and shelf.mine_to_change(board.saved.id, current_user) is not None
    return render(
        "dashboards/show.html",
        board=board,
        tiles=[(each, tile_of(each, lens)) for each in board.tiles],
        boards=shelf.shelf_of(current_user),
        whose=WHOSE,
        periods={each: initial_capital(label(each)) for each in PERIODS},
        processes=processes() if can(Permission.OPPORTUNITY_VIEW) else [],
        lens=lens,
        changeable=changeable,
    )


@dashboards.get("/tiles/<path:said>")
@SEE
def tile(said: str) -> Response:
    """One tile: the number and the chart of a report, or the first rows of a list, as the page is looked at."""
    lens = Lens.from_args(request.args)
    found = tile_of(said, lens)
    if found is None or not found.url:
        abort(404)
    viewer = current_user._get_current_object()

    def draw() -> Markup:
        template, context = content_of(found, lens, viewer=viewer)
        return Markup(render_template(template, **context))  # noqa: S704  a template of ours, which escapes

    drawn = drawn_of(found, lens, draw, viewer=viewer, fresh="fresh" in request.args)
    return render("dashboards/_drawn.html", tile=found, drawn=drawn, lens=lens, title=found.title)


@dashboards.get("/new")
@SEE
def new() -> Response:
    """A name, and who can see it."""
    return _sheet(DashboardForm())


def _sheet(form: DashboardForm, status: int = 200) -> Response:
    return render(
        "dashboards/_new.html",
        form=form,
        begun=request.args.get("from", ""),
        title=_("New dashboard"),
        status=status,
    )


@dashboards.post("/new")
@SEE
def create() -> Response:
    """A dashboard of one's own, which begins as the one that was looked at."""
    form, begun = DashboardForm(), shelf.found(request.args.get("from", ""))
    if form.validate_on_submit():
        tiles = () if begun is None else begun.tiles
        try:
            made = shelf.make(
                form.name.data,
                Audience(form.audience.data),
                tiles,
                by=current_user,
                role=form.role,
                people=form.chosen,
            )
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            said = _("The dashboard “%(name)s” is ready.", name=made.name)
            return committed(redirect_to(url_for("dashboards.arrange", key=made.id), toast=said))
    return _sheet(form, status=422)


@dashboards.get("/<int:key>/edit")
@SEE
def edit(key: int) -> Response:
    """Its name, and who can see it."""
    board = _mine_or_404(key)
    return _edit_sheet(board, sharing_form(board))


@dashboards.post("/<int:key>/edit")
@SEE
def save(key: int) -> Response:
    board = _mine_or_404(key, lock=True)
    form = sharing_form(board)
    if form.validate_on_submit():
        role = form.role if "for_role" in form else board.for_role
        try:
            board.offer_as(form.name.data, Audience(form.audience.data), role, by=current_user)
            board.share_with(form.chosen)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            said = _("The dashboard “%(name)s” is saved.", name=board.name)
            return committed(redirect_to(url_for("dashboards.show", key=key), toast=said))
    return _edit_sheet(board, form, status=form.http_status)


def _edit_sheet(board: Dashboard, form: DashboardForm, status: int = 200) -> Response:
    title = _("Rename and share")
    return render("dashboards/_edit.html", form=form, board=board, title=title, status=status)


@dashboards.get("/<int:key>/arrange")
@SEE
def arrange(key: int) -> Response:
    """Its tiles in their order, and the reports that can be added."""
    return _arranging(_mine_or_404(key), "dashboards/arrange.html")


def _arranging(board: Dashboard, template: str, **told: Any) -> Response:
    tiles = [str(each) for each in board.tiles]
    return render(
        template,
        board=board,
        tiles=[(each, tile_of(each, Lens())) for each in tiles],
        offered=list(offered(current_user, tiles)),
        opened=request.form.get("heading", ""),
        longest=LONGEST,
        **told,
    )


ACTS: dict[str, Any] = {
    "add": Dashboard.add,
    "up": Dashboard.move_up,
    "down": Dashboard.move_down,
    "remove": Dashboard.take_away,
    "to": lambda board, said: board.move_to(said, _at()),
    "restore": lambda board, said: board.put_back(said, _at()),
}
BRINGS = ("add", "restore")


def _at() -> int:
    """The place that is asked for, counted from 0."""
    return key_in(request.values.get("at", "")) or 0


@dashboards.post("/<int:key>/tiles")
@SEE
def place(key: int) -> Response:
    """A tile is added, moved or taken away; whoever pressed stays where they are on the page."""
    board, said = _mine_or_404(key, lock=True), request.values.get("report", "")
    said = f"{TEXT}:{request.form['text']}" if "text" in request.form else said
    name, before = request.values.get("act", ""), [str(each) for each in board.tiles]
    act = ACTS.get(name)
    if act is None or (name in BRINGS and tile_of(said, Lens()) is None):
        abort(404)
    act(board, checked(said) if name in BRINGS else said)
    if name == "remove" and said in before:
        return committed(_removed(board, said, before.index(said)))
    if is_partial() and name != "restore":
        return committed(_arranging(board, "dashboards/_arrange.html"))
    return committed(redirect_to(url_for("dashboards.arrange", key=key)))


def _removed(board: Dashboard, said: str, place: int) -> Response:
    """Says so, with Undo: a text would have to be written again."""
    back = url_for("dashboards.place", key=board.id, act="restore", report=said, at=place)
    page = url_for("dashboards.arrange", key=board.id)
    return _arranging(board, "dashboards/remove.update.html", back=page, toast=_("Tile removed."), undo=back)


@dashboards.post("/<int:key>/remove")
@SEE
def remove(key: int) -> Response:
    """Deletes it for everybody who had it; its reports stay."""
    board = _mine_or_404(key, lock=True)
    said = _("The dashboard “%(name)s” is deleted.", name=board.name)
    shelf.remove(board)
    return committed(redirect_to(url_for("dashboards.index"), toast=said))


def _mine_or_404(key: int, *, lock: bool = False) -> Dashboard:
    board = shelf.mine_to_change(key, current_user, lock=lock)
    if board is None:
        abort(404)
    return board
