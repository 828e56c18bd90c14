"""The recycle bin's page."""

from __future__ import annotations

from flask import Blueprint, Response
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.i18n import _
from salesapp.records.recycle_bin.acts import binned
from salesapp.web.guards import requires
from salesapp.web.render import render

bin_pages = Blueprint("bin", __name__, url_prefix="/bin")


@bin_pages.get("")
@requires(Permission.BIN_VIEW)
def index() -> Response:
    return render("records/recycle_bin/index.html", entries=binned(current_user), title=_("Recycle bin"))
