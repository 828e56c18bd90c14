"""Activities, notes and files on any record: the panel on its page, and the verbs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select

from salesapp.activities import files, queries
from salesapp.activities.actions import add_note, add_task, log_call
from salesapp.activities.forms import CallForm, FilesForm, NoteForm, RescheduleForm, TaskForm
from salesapp.activities.models import Activity, Note
from salesapp.activities.records import ACTIVITY
from salesapp.core import clock
from salesapp.core.access import Permission, allows
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.registry import record_type
from salesapp.people.models import User
from salesapp.records.recycle_bin import acts as recycle_bin
from salesapp.records.screens import record_screens
from salesapp.records.undo import Span, last_event, made_in, set_back
from salesapp.web.filters import zone
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import came_from, committed, redirect_to, render

activities = record_screens(
    ACTIVITY, context=lambda activity: {"subject_record": subject_of(activity)}, own_rows=True
)
on_records = Blueprint("activities_on", __name__, url_prefix="/activities/of/<subject_type>/<int:subject_id>")

NEXT_STEP = {"opportunity": frozenset({"next_step", "next_step_on"})}
"""What a call plans on a record that has a next step of its own."""


def subject_of(activity: Activity) -> Record | None:
    """The record an activity is about, if the user may see it."""
    if activity.subject_type is None:
        return None
    model = record_type(activity.subject_type).model
    found: Record | None = db.session.scalar(select(model).where(model.id == activity.subject_id))
    return found


def subject_of_address(subject_type: str, subject_id: int) -> Any:
    """The record of the address: 404 for a type or a record that is not there for this user."""
    try:
        type_ = record_type(subject_type)
    except RuleBroken:
        abort(404)
    if not allows(current_user, type_.view):
        abort(404)
    return visible_or_404(type_.model, subject_id)


def today_here() -> date:
    """The reader's day."""
    return clock.today(zone())


def panel_of(subject: Record, *, status: int = 200, **forms: Any) -> Response:
    """What is done, noted and attached; a form that was refused comes back in it."""
    rows = list(db.session.scalars(queries.of(subject).limit(30)))
    notes = select(Note).where(Note.subject_type == subject.record_type_key, Note.subject_id == subject.id)
    context: dict[str, Any] = {
        "subject": subject,
        "planned": [each for each in rows if each.is_planned],
        "done": [each for each in rows if not each.is_planned][:5],
        "notes": list(db.session.scalars(notes.order_by(Note.id.desc()).limit(20))),
        "authors": dict(db.session.execute(select(User.id, User.name)).all()),
        "today": today_here(),
        "task_form": TaskForm(formdata=None, due_on=today_here() + timedelta(days=1)),
        "note_form": NoteForm(formdata=None),
        "files_form": FilesForm(formdata=None),
        "files": files.of(subject),
        "title": _("Activities"),
    }
    return render("activities/_panel.html", status=status, **(context | forms))


def page_of(subject: Record) -> str:
    """The address of the record's own page."""
    return url_for(f"{record_type(subject.record_type_key).plural}.show", key=subject.id)


def _after(subject: Record, said: str) -> Response:
    """The panel again, or without htmx the record's page."""
    from salesapp.web.render import is_partial

    return panel_of(subject) if is_partial() else redirect_to(page_of(subject), toast=said)


@on_records.get("")
@requires(Permission.ACTIVITY_VIEW)
def panel(subject_type: str, subject_id: int) -> Response:
    return panel_of(subject_of_address(subject_type, subject_id))


@on_records.post("/task")
@requires(Permission.ACTIVITY_EDIT)
def task(subject_type: str, subject_id: int) -> Response:
    subject, form = subject_of_address(subject_type, subject_id), TaskForm()
    if not form.validate_on_submit():
        return panel_of(subject, task_form=form, status=422)
    add_task(subject, form.subject.data, form.due_on.data, current_user, by=current_user, kind=form.kind.data)
    return committed(_after(subject, _("Planned.")))


@on_records.post("/note")
@requires(Permission.ACTIVITY_EDIT)
def note(subject_type: str, subject_id: int) -> Response:
    subject, form = subject_of_address(subject_type, subject_id), NoteForm()
    if not form.validate_on_submit():
        return panel_of(subject, note_form=form, status=422)
    add_note(subject, form.body.data or "", by=current_user)
    return committed(_after(subject, _("The note is saved.")))


@on_records.get("/call")
@requires(Permission.ACTIVITY_EDIT)
def ask_call(subject_type: str, subject_id: int) -> Response:
    subject = subject_of_address(subject_type, subject_id)
    return render("activities/_call.html", subject=subject, form=CallForm(), title=_("Log a call"))


@on_records.post("/call")
@requires(Permission.ACTIVITY_EDIT)
def call(subject_type: str, subject_id: int) -> Response:
    subject, form = subject_of_address(subject_type, subject_id), CallForm()
    if not form.validate_on_submit():
        return render("activities/_call.html", subject=subject, form=form, title=_("Log a call"), status=422)
    days = form.next_in.data
    next_on = today_here() + timedelta(days=int(days)) if days else None
    since = last_event()
    made = log_call(
        subject, form.outcome.data, form.note.data, next_on, by=current_user, next_step=form.next_step.data
    )
    span = Span.since(since)  # the call has its id by then
    undo = url_for("activities.unlog", key=made.id, **span.args)
    return committed(redirect_to(page_of(subject), toast=_("The call is logged."), undo=undo))


def _changed(activity: Activity, said: str, undo: str | None = None) -> Response:
    subject = subject_of(activity)
    back = page_of(subject) if subject is not None else url_for("activities.show", key=activity.id)
    return render(
        "activities/changed.update.html",
        activity=activity,
        today=today_here(),
        back=back,
        toast=said,
        undo=undo,
    )


@activities.post("/<int:key>/complete")
@requires(Permission.ACTIVITY_EDIT)
def complete(key: int) -> Response:
    activity = visible_or_404(Activity, key, to_change=True)
    activity.complete(by=current_user)
    return committed(
        _changed(activity, _("Done: %(what)s", what=activity.subject), url_for("activities.reopen", key=key))
    )


@activities.post("/<int:key>/reopen")
@requires(Permission.ACTIVITY_EDIT)
def reopen(key: int) -> Response:
    activity = visible_or_404(Activity, key, to_change=True)
    activity.reopen(by=current_user)
    return committed(_changed(activity, _("Reopened: %(what)s", what=activity.subject)))


@activities.post("/<int:key>/unlog")
@requires(Permission.ACTIVITY_EDIT)
def unlog(key: int) -> Response:
    """Undo of logging a call: into the bin with what was planned after it; a next step is what it was before."""
    call_, span = visible_or_404(Activity, key, to_change=True), Span.of(request.args)
    for each in {call_, *made_in(span, Activity, by=current_user)}:
        recycle_bin.delete(each, by=current_user)
    set_back(span, NEXT_STEP, by=current_user, needed=False)
    said = _("%(title)s is in the recycle bin.", title=call_.subject)
    return committed(redirect_to(came_from(_today_page()), toast=said))


@activities.post("/<int:key>/unplan")
@requires(Permission.ACTIVITY_EDIT)
def unplan(key: int) -> Response:
    """Undo of planning: into the bin."""
    activity = visible_or_404(Activity, key, to_change=True)
    recycle_bin.delete(activity, by=current_user)
    said = _("%(title)s is in the recycle bin.", title=activity.subject)
    return committed(redirect_to(came_from(_today_page()), toast=said))


@activities.post("/<int:key>/cancel")
@requires(Permission.ACTIVITY_EDIT)
def cancel(key: int) -> Response:
    activity = visible_or_404(Activity, key, to_change=True)
    activity.cancel(by=current_user)
    return committed(
        _changed(
            activity, _("Cancelled: %(what)s", what=activity.subject), url_for("activities.reopen", key=key)
        )
    )


@activities.get("/<int:key>/reschedule")
@requires(Permission.ACTIVITY_EDIT)
def ask_reschedule(key: int) -> Response:
    activity = visible_or_404(Activity, key, to_change=True)
    today = today_here()
    chips = [
        (_("Tomorrow"), today + timedelta(days=1)),
        (_("In 3 days"), today + timedelta(days=3)),
        (_("In a week"), today + timedelta(days=7)),
    ]
    form = _other_day(activity)
    return render(
        "activities/_reschedule.html", activity=activity, form=form, chips=chips, title=_("Reschedule")
    )


@activities.post("/<int:key>/reschedule")
@requires(Permission.ACTIVITY_EDIT)
def reschedule(key: int) -> Response:
    activity = visible_or_404(Activity, key, to_change=True)
    form = _other_day(activity)
    if not form.validate_on_submit() or form.due_on.data is None:
        return render(
            "activities/_reschedule.html",
            activity=activity,
            form=form,
            chips=[],
            title=_("Reschedule"),
            status=form.http_status,
        )
    activity.reschedule(form.due_on.data, by=current_user)
    return committed(redirect_to(request.referrer or _today_page(), toast=_("Rescheduled.")))


def _other_day(activity: Activity) -> RescheduleForm:
    return RescheduleForm(due_on=activity.due_on or clock.today(zone()), existing=activity)


def _today_page() -> str:
    return url_for("home.today")
