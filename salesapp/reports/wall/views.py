"""The wall, and the links that lead to it: made, counted and ended beside their dashboard."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask_babel import force_locale
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from salesapp.core import clock, mail
from salesapp.core.access import Permission, acting_as
from salesapp.core.company import zone_of
from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.people.models import User
from salesapp.people.views import limiter
from salesapp.reports.dashboards import shelf
from salesapp.reports.dashboards.contents import content_of
from salesapp.reports.dashboards.lens import Lens
from salesapp.reports.dashboards.shelf import Shown
from salesapp.reports.dashboards.tiles import Tile, tile_of
from salesapp.reports.wall.models import WallLink, hashed, new_link
from salesapp.web.guards import public, requires
from salesapp.web.render import committed, redirect_to, render
from salesapp.web.returning import back_or

walls = Blueprint("walls", __name__, url_prefix="/wall")
SEE = requires(Permission.SIGNED_IN)
REFRESH = 120
"""Seconds until the wall asks again."""
LINK = {"unscoped": "whoever has the secret sees the dashboard as the maker of the link does"}


@walls.get("/<string(length=43):secret>")
@limiter.limit("60 per minute")
@public
def show(secret: str) -> Response:
    """The dashboard as the maker of the link sees it now; 404 where the link was ended, or their right was."""
    query = select(WallLink).where(WallLink.secret_hash == hashed(secret))
    link = db.session.scalar(query, execution_options=LINK)
    user = None if link is None else link.user
    if link is None or user is None or not user.is_active:
        abort(404)
    with acting_as(user), force_locale(user.locale.value):
        board = shelf.found(link.board)
        if board is None:
            abort(404)
        answer = _wall(board, Lens.from_args(link.lens), user)
    answer.headers["Refresh"] = str(REFRESH)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _wall(board: Shown, lens: Lens, user: User) -> Response:
    tiles = [tile for each in board.tiles if (tile := tile_of(each, lens)) is not None]
    zone = zone_of(user)
    return render(
        "wall/show.html",
        board=board,
        tiles=[(tile, _content(tile, lens, user)) for tile in tiles],
        at=f"{clock.now().astimezone(ZoneInfo(zone)):%H:%M}",
        minutes=REFRESH // 60,
    )


def _content(tile: Tile, lens: Lens, user: User) -> Markup:
    """As on the dashboard; a text is its own."""
    if tile.text:
        return Markup("")
    template, context = content_of(tile, lens, viewer=user)
    return Markup(render_template(template, **context))  # noqa: S704  a template of ours, which escapes


@walls.get("/links")
@requires(Permission.SETUP)
def index() -> Response:
    """Every link there is, also to dashboards that nobody shares with the administrator."""
    links = db.session.scalars(
        select(WallLink).options(joinedload(WallLink.user)).order_by(WallLink.id)
    ).all()
    return render("wall/index.html", links=links, names=shelf.names_of({each.board for each in links}))


@walls.get("/of/<key>")
@SEE
def ask(key: str) -> Response:
    """The links that there are to a dashboard."""
    return _sheet(_or_404(key))


def _sheet(board: Shown, address: str = "") -> Response:
    links = select(WallLink).where(WallLink.board == board.key).order_by(WallLink.id)
    return render(
        "wall/_links.html",
        board=board,
        links=db.session.scalars(links).all(),
        address=address,
        lens=Lens.from_args(request.args),
        title=_("Show on a wall"),
    )


@walls.post("/of/<key>")
@requires(Permission.DATA_EXPORT)
def make(key: str) -> Response:
    """One more link, by who may give numbers away; its address is shown this once, and a replay has the list alone."""
    board, lens = _or_404(key), Lens.from_args(request.args)
    secret = new_link(board.key, lens.args, by=current_user)
    db.session.flush()
    answer = _sheet(board, mail.site() + url_for("walls.show", secret=secret))
    committed(_sheet(board))
    return answer


@walls.post("/links/<int:key>/end")
@SEE
def end(key: int) -> Response:
    """The screens that show it show nothing from their next refresh on."""
    link = db.session.scalar(select(WallLink).where(WallLink.id == key))
    if link is None:
        abort(404)
    board = link.board
    db.session.delete(link)
    page = back_or(url_for("dashboards.show", key=board))
    return committed(redirect_to(page, toast=_("The link no longer works.")))


def _or_404(key: str) -> Shown:
    board = shelf.found(key)
    if board is None:
        abort(404)
    return board
