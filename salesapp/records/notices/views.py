"""Dismissing what one was told of; opening the record does the same."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for
from flask_login import current_user
from sqlalchemy import delete, select

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.records.notices.models import Notice
from salesapp.web.guards import requires
from salesapp.web.render import committed, is_partial, redirect_to

notices = Blueprint("notices", __name__, url_prefix="/notices")
OWN = requires(Permission.SIGNED_IN)


@notices.post("/<int:key>/dismiss")
@OWN
def dismiss(key: int) -> Response:
    found = db.session.scalar(select(Notice).where(Notice.id == key, Notice.user_id == current_user.id))
    if found is None:
        abort(404)
    same_act = delete(Notice).where(Notice.act_id == found.act_id, Notice.user_id == current_user.id)
    db.session.execute(same_act)
    return committed(_done())


@notices.post("/dismiss")
@OWN
def dismiss_all() -> Response:
    db.session.execute(delete(Notice).where(Notice.user_id == current_user.id))
    return committed(_done())


def _done() -> Response:
    return Response("") if is_partial() else redirect_to(url_for("home.today"))
