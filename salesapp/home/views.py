"""Today and the page of all places."""

from __future__ import annotations

from flask import Blueprint, Response

from salesapp.core.access import Permission
from salesapp.core.i18n import _
from salesapp.web.guards import requires
from salesapp.web.render import render

home = Blueprint("home", __name__)


@home.get("/")
@requires(Permission.SIGNED_IN)
def today() -> Response:
    return render("home/today.html")


@home.get("/more")
@requires(Permission.SIGNED_IN)
def more() -> Response:
    return render("layout/more.html", title=_("More"))
