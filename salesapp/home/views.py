"""Today, what waits for approval, and the page of all places."""

from __future__ import annotations

from flask import Blueprint, Response
from flask_login import current_user

from salesapp.core import clock
from salesapp.core.access import Permission
from salesapp.core.i18n import _
from salesapp.home.approvals import approvals_of, count_approvals
from salesapp.home.desk import desk_figures
from salesapp.home.goals.counting import rings_of
from salesapp.home.queries import nobody_known, today_of
from salesapp.home.team import team_figures
from salesapp.web.filters import zone
from salesapp.web.guards import requires
from salesapp.web.render import render

MOST_APPROVALS = 100
"""Of each kind on one page: as many as somebody decides at one sitting."""

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


@home.get("/approvals")
@requires(Permission.SIGNED_IN)
def approvals() -> Response:
    """Everything on which the reader decides."""
    return render("home/approvals.html", approvals=approvals_of(current_user, MOST_APPROVALS))


@home.get("/more")
@requires(Permission.SIGNED_IN)
def more() -> Response:
    return render("layout/more.html", title=_("More"), approvals=count_approvals(current_user))
