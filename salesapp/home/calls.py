"""Logging a call from anywhere: whom or what it was about is found first, then the sheet of its record opens."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for
from flask_login import current_user

from salesapp.core.access import Permission, allows
from salesapp.core.db import Record
from salesapp.core.i18n import _
from salesapp.core.registry import record_type
from salesapp.home.views import home
from salesapp.records.looking import looked_at_last
from salesapp.search.queries import find
from salesapp.web.guards import requires
from salesapp.web.render import render

CALLED_ABOUT = ("lead", "contact", "account", "opportunity")
SHOWN = 8


@home.get("/call")
@requires(Permission.ACTIVITY_EDIT)
def call() -> Response:
    typed = request.args.get("q", "").strip()
    records = _found(typed) if typed else looked_at_last(current_user, _types(), most=SHOWN)
    return render("home/_call.html", typed=typed, records=records, log_url=_log_url, title=_("Log a call"))


def _types() -> list[str]:
    return [each for each in CALLED_ABOUT if allows(current_user, record_type(each).view)]


def _found(typed: str) -> list[Any]:
    groups = [each for each in find(typed, current_user, each=SHOWN) if each.type.key in CALLED_ABOUT]
    return [record for group in groups for record in group.records]


def _log_url(record: Record) -> str:
    return url_for("activities_on.ask_call", subject_type=record.record_type_key, subject_id=record.id)
