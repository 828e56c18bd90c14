"""Logging a call, planning a meeting or a task from anywhere: with whom first, then the sheet of that record."""

from __future__ import annotations

from collections.abc import Callable
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

ABOUT = ("lead", "contact", "account", "opportunity")
SHOWN = 8


@home.get("/call")
@requires(Permission.ACTIVITY_EDIT)
def call() -> Response:
    return _whom(_("Log a call"), _("Who or what was the call about?"), _address("activities_on.ask_call"))


@home.get("/meeting")
@requires(Permission.ACTIVITY_EDIT)
def meeting() -> Response:
    sheet = _address("activities_on.ask_plan", kind="meeting")
    alone = url_for("activities.ask_plan", kind="meeting")
    return _whom(_("New meeting"), _("Who are you meeting?"), sheet, alone)


@home.get("/task")
@requires(Permission.ACTIVITY_EDIT)
def task() -> Response:
    sheet = _address("activities_on.ask_plan", kind="task")
    return _whom(_("New task"), _("About whom?"), sheet, url_for("activities.ask_plan", kind="task"))


def _whom(title: str, question: str, sheet_of: Callable[[Record], str], alone: str | None = None) -> Response:
    """Those one opened last, or what is found; `alone` is the sheet about nobody."""
    typed = request.args.get("q", "").strip()
    records = _found(typed) if typed else looked_at_last(current_user, _types(), most=SHOWN)
    context: dict[str, Any] = {"typed": typed, "records": records, "sheet_of": sheet_of, "alone": alone}
    return render("home/_whom.html", **context, title=title, question=question, search=request.path)


def _types() -> list[str]:
    return [each for each in ABOUT if allows(current_user, record_type(each).view)]


def _found(typed: str) -> list[Any]:
    groups = [each for each in find(typed, current_user, each=SHOWN) if each.type.key in ABOUT]
    return [record for group in groups for record in group.records]


def _address(endpoint: str, **values: Any) -> Callable[[Record], str]:
    def of(record: Record) -> str:
        return url_for(endpoint, subject_type=record.record_type_key, subject_id=record.id, **values)

    return of
