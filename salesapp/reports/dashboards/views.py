"""The pages of dashboards: one of them, its tiles one by one, and arranging it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.records.views.forms import OfferForm
from salesapp.records.views.offered import Audience
from salesapp.reports.dashboards import shelf
from salesapp.reports.dashboards.models import Dashboard
from salesapp.reports.dashboards.shelf import Shown
from salesapp.reports.report import WHOSE, Report
from salesapp.reports.running import run
from salesapp.reports.saved import shelf as kept_reports
from salesapp.reports.views import shown
from salesapp.web.guards import requires
from salesapp.web.render import committed, redirect_to, render

dashboards = Blueprint("dashboards", __name__, url_prefix="/dashboards")
SEE = requires(Permission.SIGNED_IN)
OWNER = "owner"


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
    kept = {each: kept_reports.kept_as(each) for each in board.tiles}
    changeable = board.saved is not None and shelf.mine_to_change(board.saved.id, current_user) is not None
    return render(
        "dashboards/show.html",
        board=board,
        tiles=kept,
        boards=shelf.shelf_of(current_user),
        whose=WHOSE,
        chosen=_whose(),
        changeable=changeable,
    )


def _whose() -> str:
    said = request.args.get("whose", "")
    return said if said in WHOSE else ""


@dashboards.get("/tiles/<report>")
@SEE
def tile(report: str) -> Response:
    """One tile: the number and the chart of a report, of the people that the page is about."""
    kept = kept_reports.kept_as(report)
    if kept is None:
        abort(404)
    try:
        found = shown(run(narrowed(kept.report, _whose())), kept.question)
    except RuleBroken as broken:  # a field is gone: the other tiles stay
        return render("dashboards/_tile.html", key=kept.key, problem=str(broken), title=kept.question)
    return render("dashboards/_tile.html", key=kept.key, problem="", title=kept.question, **found)


def narrowed(report: Report, whose: str) -> Report:
    """The report of these people's records alone, where its records have owners."""
    if not whose or OWNER not in report.type.fields_by_name:
        return report
    asked = ";".join(each for each in (report.filter, f"{OWNER}:one-of:{whose}") if each)
    return replace(report, filter=asked)


@dashboards.get("/new")
@SEE
def new() -> Response:
    """A name, and who can see it."""
    return _sheet(OfferForm())


def _sheet(form: OfferForm, status: int = 200) -> Response:
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
    form, begun = OfferForm(), shelf.found(request.args.get("from", ""))
    if form.validate_on_submit():
        tiles = () if begun is None else begun.tiles
        try:
            made = shelf.make(form.name.data, Audience(form.audience.data), tiles, by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            said = _("The dashboard “%(name)s” is ready.", name=made.name)
            return committed(redirect_to(url_for("dashboards.arrange", key=made.id), toast=said))
    return _sheet(form, status=422)


@dashboards.get("/<int:key>/arrange")
@SEE
def arrange(key: int) -> Response:
    """Its tiles in their order, and the reports that can be added."""
    board = _mine_or_404(key)
    kept = {str(each): kept_reports.kept_as(str(each)) for each in board.tiles}
    others = [each for each in kept_reports.shelf_of(current_user) if each.key not in board.tiles]
    return render(
        "dashboards/arrange.html",
        board=board,
        tiles=kept,
        others=others,
    )


ACTS: dict[str, Any] = {"add": Dashboard.add, "up": Dashboard.move_up, "remove": Dashboard.take_away}


@dashboards.post("/<int:key>/tiles")
@SEE
def place(key: int) -> Response:
    """A tile is added, moved up or taken away."""
    board, report = _mine_or_404(key), request.form.get("report", "")
    act = ACTS.get(request.form.get("act", ""))
    if act is None or (act is Dashboard.add and kept_reports.kept_as(report) is None):
        abort(404)
    act(board, report)
    return committed(redirect_to(url_for("dashboards.arrange", key=key)))


@dashboards.post("/<int:key>/remove")
@SEE
def remove(key: int) -> Response:
    """Deletes it for everybody who had it; its reports stay."""
    board = _mine_or_404(key)
    said = _("The dashboard “%(name)s” is deleted.", name=board.name)
    shelf.remove(board)
    return committed(redirect_to(url_for("dashboards.index"), toast=said))


def _mine_or_404(key: int) -> Dashboard:
    board = shelf.mine_to_change(key, current_user)
    if board is None:
        abort(404)
    return board
