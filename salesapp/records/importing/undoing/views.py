"""The press that undoes an import; its progress and what it left stand in the report."""

from __future__ import annotations

from flask import Response, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.records.importing.undoing.acts import ask_undo
from salesapp.records.importing.views import imports, run_or_404
from salesapp.web.guards import requires
from salesapp.web.render import committed, redirect_to


@imports.post("/<int:key>/undo")
@requires(Permission.DATA_IMPORT)
def undo(key: int) -> Response:
    ask_undo(run_or_404(key), by=current_user)
    return committed(redirect_to(url_for("imports.show", key=key)))
