"""The pages of forecasts: the grid, one's call and judgement of others, handing in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select

from salesapp.core.access import Permission
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.forecasts.calls import call, calls_of, may_call, set_due, submit, withdraw
from salesapp.forecasts.forms import CallForm, DueForm
from salesapp.forecasts.grid import MEASURES, grid_for
from salesapp.forecasts.models import ForecastDue, ForecastSubmission, handed_in
from salesapp.forecasts.page import ForecastPage
from salesapp.forecasts.periods import Period
from salesapp.opportunities.processes.models import ForecastCategory
from salesapp.people.models import User
from salesapp.people.units.models import has_units
from salesapp.web.guards import requires
from salesapp.web.render import committed, redirect_to, render
from salesapp.web.returning import back_or

forecasts = Blueprint("forecasts", __name__, url_prefix="/forecasts")
SEE = requires(Permission.OPPORTUNITY_VIEW)
CALL = requires(Permission.OPPORTUNITY_EDIT)


@forecasts.get("")
@SEE
def index() -> Response:
    """The forecast of a period: the reader's own top line, or `of` somebody below."""
    page = asked_page()
    context: dict[str, Any] = {"page": page, "currency": company().currency, "grid": page.grid}
    return render("forecasts/index.html", **context, **around(page), **_submitting(page))


def asked_page() -> ForecastPage:
    """What the address asks for; 404 for somebody whose numbers are not the reader's to see."""
    measure = request.args.get("measure", MEASURES[0])
    viewer = current_user._get_current_object()
    grid = grid_for(viewer, asked_period(), measure if measure in MEASURES else MEASURES[0])
    key = key_in(request.args.get("of", "")) or grid.top
    if not grid.holds(key):
        abort(404)
    return ForecastPage(grid, key)


def asked_period() -> Period:
    """The period in the address, else this quarter."""
    return Period.read(request.args.get("period", ""), today_for(current_user), company().fiscal_year_start)


def around(page: ForecastPage) -> dict[str, Any]:
    """The periods before and after, and the same days by month and by quarter."""
    fiscal, today, period = company().fiscal_year_start, today_for(current_user), page.grid.period
    return {
        "before": period.before(fiscal),
        "after": period.after(fiscal),
        "month": period.of_kind("month", today, fiscal),
        "quarter": period.of_kind("quarter", today, fiscal),
        "is_over": period.last < today,
        "today": today,
        "days_left": period.days_left(today),
        "has_units": has_units(),
    }


def _submitting(page: ForecastPage) -> dict[str, Any]:
    """When the line's person handed in last, who of the lines below did, and until when."""
    period = page.grid.period
    last = {each.user_id: each for each in db.session.scalars(handed_in(period))}
    due = select(ForecastDue).where(ForecastDue.first_on == period.first, ForecastDue.last_on == period.last)
    over = {each.user_id: each for each in db.session.scalars(due, execution_options=DUE_FROM_ABOVE)}
    manager = current_user.manager_id
    return {
        "submissions": last,
        "due": over.get(current_user.id),
        "my_due": over.get(manager) if manager else None,
        "calls": calls_of(page.key, period) if page.key is not None else [],
        "may_call": page.key is not None and may_call(current_user, _person(page.key)),
        "own_line": page.key == current_user.id,
    }


DUE_FROM_ABOVE = {"unscoped": "whoever hands in may know until when their manager asks for it"}


def _person(key: int) -> User:
    found = db.session.get(User, key)
    if found is None:
        abort(404)
    return found


@forecasts.get("/<int:key>/call")
@CALL
def ask_call(key: int) -> Response:
    """The sheet on which a figure is put beside the calculated one."""
    page, person = _page_of(key)
    asked = request.args.get("category", ForecastCategory.COMMIT.value)
    form = CallForm(formdata=None, data={"category": asked})
    return _call_sheet(page, person, form)


@forecasts.post("/<int:key>/call")
@CALL
def make_call(key: int) -> Response:
    page, person = _page_of(key)
    form = CallForm()
    form.closed = page.line.figures.closed
    if form.validate_on_submit():
        category = ForecastCategory(form.category.data)
        try:
            call(person, page.grid.period, category, form.value.data, by=current_user, note=form.note.data)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            said = _("The forecast of %(name)s is saved.", name=person.name)
            return committed(redirect_to(back_or(page.url(key)), toast=said))
    return _call_sheet(page, person, form, status=422)


def _page_of(key: int) -> tuple[ForecastPage, User]:
    """Somebody's line for whoever may speak of it; 404 otherwise."""
    viewer, person = current_user._get_current_object(), _person(key)
    grid = grid_for(viewer, asked_period())
    if not grid.holds(key) or not may_call(viewer, person):
        abort(404)
    return ForecastPage(grid, key), person


def _call_sheet(page: ForecastPage, person: User, form: CallForm, status: int = 200) -> Response:
    context: dict[str, Any] = {"page": page, "person": person, "form": form, "currency": company().currency}
    return render("forecasts/_call.html", **context, title=_("Adjust forecast"), status=status)


@forecasts.post("/submit")
@CALL
def hand_in() -> Response:
    """Hands the reader's own forecast in as it stands."""
    viewer = current_user._get_current_object()
    grid = grid_for(viewer, asked_period())
    if not grid.holds(viewer.id):
        abort(404)
    made = submit(grid.sums.line(viewer.id), grid.period, by=viewer)
    db.session.flush()
    page = ForecastPage(grid, viewer.id)
    said = _("Your forecast for %(period)s is submitted.", period=page.label)
    return committed(redirect_to(page.url(), toast=said, undo=url_for("forecasts.take_back", key=made.id)))


@forecasts.post("/submissions/<int:key>/withdraw")
@CALL
def take_back(key: int) -> Response:
    """What one submitted counts no more, as long as nobody went on from it."""
    viewer = current_user._get_current_object()
    query = select(ForecastSubmission).where(
        ForecastSubmission.id == key, ForecastSubmission.user_id == viewer.id
    )
    submission = db.session.scalar(query.with_for_update())
    if submission is None:
        abort(404)
    withdraw(submission, by=viewer)
    page = ForecastPage(grid_for(viewer, submission.period), viewer.id)
    said = _("Your forecast for %(period)s is withdrawn.", period=page.label)
    return committed(redirect_to(page.url(), toast=said))


@forecasts.get("/due")
@CALL
def ask_due() -> Response:
    """Until when one's team submits."""
    return _due_sheet(DueForm(formdata=None))


@forecasts.post("/due")
@CALL
def save_due() -> Response:
    form, period = DueForm(), asked_period()
    if form.validate_on_submit():
        try:
            set_due(period, form.due_on.data, by=current_user)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            url = ForecastPage(grid_for(current_user._get_current_object(), period), None).url()
            return committed(redirect_to(url, toast=_("Your team will be reminded.")))
    return _due_sheet(form, status=422)


def _due_sheet(form: DueForm, status: int = 200) -> Response:
    period = asked_period()
    return render("forecasts/_due.html", form=form, period=period, title=_("Due date"), status=status)
