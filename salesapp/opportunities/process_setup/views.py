"""Sales processes and their stages in set-up."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, Response, request, url_for
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.opportunities.models import OPPORTUNITY
from salesapp.opportunities.process_setup.editing import (
    keep_exit_checks,
    keep_items,
    keep_key_fields,
    move_stage,
)
from salesapp.opportunities.process_setup.forms import PathForm, path_form
from salesapp.opportunities.processes.models import SALES_PROCESS, STAGE, SalesProcess, Stage
from salesapp.records.editing import finish, save_changes, save_new, tell_rules
from salesapp.records.filters.forms import known_values
from salesapp.records.filters.words import words
from salesapp.records.screens import record_screens
from salesapp.web.forms import Form, apply, form_for
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render

processes = Blueprint("processes", __name__, url_prefix="/setup/processes")
SHAPE = requires(Permission.SETUP)
PROCESS_FIELDS = ("name", "is_default", "approval_required")
STAGE_FIELDS = (
    "name", "probability", "forecast_category", "warm_days", "rotten_days", "guidance",
    "product_required", "decider_required", "next_step_required", "celebrated", "hue",
)  # fmt: skip


@processes.get("")
@SHAPE
def index() -> Response:
    query = select(SalesProcess).options(selectinload(SalesProcess.stages))
    order = (
        SalesProcess.active.desc(),
        SalesProcess.is_default.desc(),
        SalesProcess.position,
        SalesProcess.id,
    )
    return render(
        "opportunities/process_setup/processes.html",
        processes=list(db.session.scalars(query.order_by(*order))),
    )


@processes.get("/new")
@SHAPE
def new() -> Response:
    return _process_page(form_for(SALES_PROCESS, only=PROCESS_FIELDS), None)


@processes.post("/new")
@SHAPE
def create() -> Response:
    form = form_for(SALES_PROCESS, only=PROCESS_FIELDS)
    if not form.validate_on_submit():
        tell_rules(SALES_PROCESS, form, by=current_user)
        return _process_page(form, None, status=422)
    made = cast("SalesProcess", save_new(SALES_PROCESS, form, by=current_user))
    said = _("%(title)s was saved.", title=made.title)
    return committed(redirect_to(url_for("processes.show", key=made.id), toast=said))


@processes.get("/<int:key>")
@SHAPE
def show(key: int) -> Response:
    process = visible_or_404(SalesProcess, key)
    return _process_page(form_for(SALES_PROCESS, process, only=PROCESS_FIELDS), process)


@processes.post("/<int:key>")
@SHAPE
def update(key: int) -> Response:
    process = visible_or_404(SalesProcess, key, to_change=True)
    form = form_for(SALES_PROCESS, process, only=PROCESS_FIELDS)
    if not form.validate_on_submit():
        tell_rules(SALES_PROCESS, form, process, by=current_user)
        return _process_page(form, process, status=form.http_status)
    save_changes(SALES_PROCESS, process, form, by=current_user)
    said = _("%(title)s was saved.", title=process.title)
    return committed(redirect_to(url_for("processes.show", key=key), toast=said))


@processes.get("/<int:key>/stages/new")
@SHAPE
def new_stage(key: int) -> Response:
    process = visible_or_404(SalesProcess, key)
    form = form_for(STAGE, only=STAGE_FIELDS)
    return _stage_page(form, path_form(None), process, None)


@processes.post("/<int:key>/stages/new")
@SHAPE
def create_stage(key: int) -> Response:
    process = visible_or_404(SalesProcess, key, to_change=True)
    form, keys = form_for(STAGE, only=STAGE_FIELDS), path_form(None)
    if not all([form.validate_on_submit(), keys.validate()]):
        tell_rules(STAGE, form, Stage(process_id=key), by=current_user)
        return _stage_page(form, keys, process, None, status=422)
    last = db.session.scalar(select(func.max(Stage.position)).where(Stage.process_id == key)) or 0
    return _saved(form, keys, process, Stage(process_id=key, position=last + 1), new=True)


@processes.get("/stages/<int:stage_id>")
@SHAPE
def show_stage(stage_id: int) -> Response:
    stage = visible_or_404(Stage, stage_id)
    return _stage_page(form_for(STAGE, stage, only=STAGE_FIELDS), path_form(stage), stage.process, stage)


@processes.post("/stages/<int:stage_id>")
@SHAPE
def update_stage(stage_id: int) -> Response:
    stage = visible_or_404(Stage, stage_id, to_change=True)
    form, keys = form_for(STAGE, stage, only=STAGE_FIELDS), path_form(stage)
    if not all([form.validate_on_submit(), keys.validate()]):
        status = 409 if form.clashes or keys.clashes else 422
        tell_rules(STAGE, form, stage, by=current_user)
        return _stage_page(form, keys, stage.process, stage, status=status)
    return _saved(form, keys, stage.process, stage)


@processes.post("/stages/<int:stage_id>/move")
@SHAPE
def reorder(stage_id: int) -> Response:
    """One place up or down: `direction` is "up" or "down"."""
    stage = visible_or_404(Stage, stage_id, to_change=True)
    move_stage(stage, -1 if request.form.get("direction") == "up" else 1)
    return committed(redirect_to(url_for("processes.show", key=stage.process_id)))


def _saved(form: Form, keys: PathForm, process: SalesProcess, stage: Stage, *, new: bool = False) -> Response:
    try:
        keep_key_fields(stage, keys.shown.data or [], keys.must.data or [])
        keep_items(stage, keys.lines)
        keep_exit_checks(stage, keys.exit_checks)
        if new:
            apply(form, stage, STAGE)
            finish(STAGE, stage, by=current_user)
            db.session.add(stage)
        else:
            save_changes(STAGE, stage, form, by=current_user)
    except RuleBroken as broken:
        db.session.rollback()
        (form if broken.field in form else keys).refuse(broken)
        return _stage_page(form, keys, process, None if new else stage, status=422)
    said = _("%(title)s was saved.", title=stage.name)
    return committed(redirect_to(url_for("processes.show", key=process.id), toast=said))


def _process_page(form: Form, process: SalesProcess | None, status: int = 200) -> Response:
    archived = [] if process is None else [each for each in process.stages if not each.in_use]
    return render(
        "opportunities/process_setup/process.html",
        form=form,
        process=process,
        archived=archived,
        status=status,
    )


def _stage_page(
    form: Form, keys: PathForm, process: SalesProcess, stage: Stage | None, status: int = 200
) -> Response:
    preview = None if stage is None else preview_of(stage)
    context: dict[str, Any] = {
        "form": form,
        "keys": keys,
        "process": process,
        "stage": stage,
        "preview": preview,
        "known_values": known_values(OPPORTUNITY),
    }
    return render("opportunities/process_setup/stage.html", status=status, **context)


def preview_of(stage: Stage) -> dict[str, Any]:
    """The path as the phone of somebody in this stage shows it: its steps and the fields to be filled."""
    stages = [each for each in stage.process.stages if each.in_use or each is stage]
    steps = [
        {
            "label": each.name,
            "state": "current" if each is stage else "done" if each.is_before(stage) else "ahead",
        }
        for each in stages
    ]
    known = OPPORTUNITY.fields_by_name
    fields = [(known[each.field].label, each.must) for each in stage.key_fields if each.field in known]
    checks = [words(OPPORTUNITY, [each]) for each in stage.conditions]
    return {"steps": steps, "fields": fields, "checks": checks, "last": stages[-1] is stage}


pickers = [record_screens(each) for each in (SALES_PROCESS, STAGE)]
"""The standard screens, which links in lists, history and filters lead to."""
