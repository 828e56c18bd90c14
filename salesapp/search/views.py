"""The search page; what comes while typing is the same answer, narrowed by htmx."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.search.queries import find
from salesapp.web.guards import requires
from salesapp.web.render import render

search = Blueprint("search", __name__)


@search.get("/search")
@requires(Permission.SIGNED_IN)
def index() -> Response:
    typed = request.args.get("q", "").strip()[:200]
    return render("search/index.html", typed=typed, groups=find(typed, current_user) if typed else [])
