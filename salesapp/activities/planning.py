"""The sheets of what is to be done: a task, a meeting with its hours, about a record or nobody in particular."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, abort, url_for
from flask_login import current_user

from salesapp.activities.actions import add_task, called
from salesapp.activities.forms import PlanForm
from salesapp.activities.models import Activity, ActivityKind
from salesapp.activities.views import activities, on_records, page_of, subject_of_address
from salesapp.core import clock
from salesapp.core.access import Permission
from salesapp.core.db import Record
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.web.filters import zone
from salesapp.web.guards import requires
from salesapp.web.render import came_from, committed, redirect_to, render

AN_HOUR = timedelta(hours=1)


@on_records.get("/plan/<kind>")
@requires(Permission.ACTIVITY_EDIT)
def ask_plan(subject_type: str, subject_id: int, kind: str) -> Response:
    return _asked(subject_of_address(subject_type, subject_id), _kind(kind))


@on_records.post("/plan/<kind>")
@requires(Permission.ACTIVITY_EDIT)
def plan(subject_type: str, subject_id: int, kind: str) -> Response:
    return _planned(subject_of_address(subject_type, subject_id), _kind(kind))


@activities.get("/plan/<kind>", endpoint="ask_plan")
@requires(Permission.ACTIVITY_EDIT)
def ask_plan_alone(kind: str) -> Response:
    return _asked(None, _kind(kind))


@activities.post("/plan/<kind>", endpoint="plan")
@requires(Permission.ACTIVITY_EDIT)
def plan_alone(kind: str) -> Response:
    return _planned(None, _kind(kind))


def _kind(text: str) -> ActivityKind:
    if text not in set(ActivityKind):
        abort(404)
    return ActivityKind(text)


def _asked(about: Record | None, kind: ActivityKind) -> Response:
    title = called(about, kind) if about is not None and kind is ActivityKind.MEETING else None
    return _sheet(about, kind, PlanForm(kind, formdata=None, subject=title))


def _planned(about: Record | None, kind: ActivityKind) -> Response:
    form = PlanForm(kind)
    if not form.validate_on_submit():
        return _sheet(about, kind, form, 422)
    try:
        made = _add(about, kind, form)
    except RuleBroken as broken:
        form.refuse(broken)
        return _sheet(about, kind, form, 422)
    back = page_of(about) if about is not None else url_for("activities.show", key=made.id)
    said = _("Planned: %(what)s", what=made.subject)
    return committed(redirect_to(came_from(back), toast=said, undo=url_for("activities.unplan", key=made.id)))


def _add(about: Record | None, kind: ActivityKind, form: PlanForm) -> Activity:
    day = form.day(clock.today(zone()))
    starts_at = _moment(day, form.begins.data) if form.has_hours else None
    ends_at = None
    if starts_at is not None:
        ends_at = _moment(day, form.ends.data) if form.ends.data else starts_at + AN_HOUR
    hours = {"starts_at": starts_at, "ends_at": ends_at}
    return add_task(about, form.subject.data or "", day, current_user, by=current_user, kind=kind, **hours)


def _moment(day: date, hour: Any) -> datetime:
    """That hour of the reader's own clock."""
    return datetime.combine(day, hour, ZoneInfo(zone()))


def _sheet(about: Record | None, kind: ActivityKind, form: PlanForm, status: int = 200) -> Response:
    titles = {ActivityKind.MEETING: _("New meeting"), ActivityKind.TASK: _("New task")}
    context: dict[str, Any] = {"subject": about, "kind": kind, "form": form}
    title = titles.get(kind, kind.label)
    return render("activities/_plan.html", **context, title=title, status=status)
