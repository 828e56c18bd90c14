"""Today and the page of all places."""

from __future__ import annotations

from flask import Blueprint, Response
from flask_login import current_user

from salesapp.core import clock
from salesapp.core.access import Permission
from salesapp.core.i18n import _
from salesapp.home.desk import desk_figures
from salesapp.home.goals.counting import rings_of
from salesapp.home.queries import nobody_known, today_of
from salesapp.home.team import team_figures
from salesapp.web.filters import zone
from salesapp.web.guards import requires
from salesapp.web.render import render

home = Blueprint("home", __name__)


@home.get("/")
@requires(Permission.SIGNED_IN)
def today() -> Response:
    here = zone()
    day = today_of(current_user, clock.today(here), here)
    begins = day.is_empty and nobody_known()
    figures = [] if begins else team_figures(current_user, day.day) or desk_figures(current_user)
    rings = rings_of(current_user, day.done, day.begins)
    return render("home/today.html", day=day, begins=begins, figures=figures, rings=rings)


@home.get("/more")
@requires(Permission.SIGNED_IN)
def more() -> Response:
    return render("layout/more.html", title=_("More"))
