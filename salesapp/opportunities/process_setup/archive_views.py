"""Putting a sales process or a stage away in set-up, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Response, url_for
from flask_login import current_user
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.opportunities.process_setup.editing import archive_process, archive_stage, open_in, use_again
from salesapp.opportunities.process_setup.forms import archive_form
from salesapp.opportunities.process_setup.views import SHAPE, processes
from salesapp.opportunities.processes.models import SalesProcess, Stage
from salesapp.web.forms import Form
from salesapp.web.guards import visible_or_404
from salesapp.web.render import committed, redirect_to, render


@processes.get("/<int:key>/archive")
@SHAPE
def ask_archive(key: int) -> Response:
    process = visible_or_404(SalesProcess, key, to_change=True)
    return _sheet(process, _form(process.stages, _others(process)), process.stages)


@processes.post("/<int:key>/archive")
@SHAPE
def archive(key: int) -> Response:
    process = visible_or_404(SalesProcess, key, to_change=True)
    form = _form(process.stages, _others(process))

    def put_away(targets: dict[int, Stage]) -> None:
        archive_process(process, targets, by=current_user)

    return _put_away(process, form, process.stages, put_away)


@processes.post("/<int:key>/use-again")
@SHAPE
def use_process_again(key: int) -> Response:
    process = visible_or_404(SalesProcess, key, to_change=True)
    use_again(process, by=current_user)
    return committed(redirect_to(url_for("processes.show", key=key)))


@processes.get("/stages/<int:stage_id>/archive")
@SHAPE
def ask_archive_stage(stage_id: int) -> Response:
    stage = visible_or_404(Stage, stage_id, to_change=True)
    return _sheet(stage, _form([stage], [stage.process]), [stage])


@processes.post("/stages/<int:stage_id>/archive")
@SHAPE
def put_stage_away(stage_id: int) -> Response:
    stage = visible_or_404(Stage, stage_id, to_change=True)
    form = _form([stage], [stage.process])

    def put_away(targets: dict[int, Stage]) -> None:
        archive_stage(stage, targets, by=current_user)

    return _put_away(stage, form, [stage], put_away)


@processes.post("/stages/<int:stage_id>/use-again")
@SHAPE
def use_stage_again(stage_id: int) -> Response:
    stage = visible_or_404(Stage, stage_id, to_change=True)
    use_again(stage, by=current_user)
    return committed(redirect_to(url_for("processes.show", key=stage.process_id)))


def _others(process: SalesProcess) -> list[SalesProcess]:
    query = select(SalesProcess).where(SalesProcess.active, SalesProcess.id != process.id)
    return list(db.session.scalars(query.order_by(SalesProcess.is_default.desc(), SalesProcess.position)))


def _form(stages: Sequence[Stage], processes_: Sequence[SalesProcess]) -> Form:
    """Where the open opportunities of each stage go, as far as there are some."""
    standing = open_in(stages)
    return archive_form([each for each in stages if each.id in standing], processes_)


def _sheet(shape: SalesProcess | Stage, form: Form, stages: Sequence[Stage], status: int = 200) -> Response:
    is_stage = isinstance(shape, Stage)
    action = (
        url_for("processes.put_stage_away", stage_id=shape.id)
        if is_stage
        else url_for("processes.archive", key=shape.id)
    )
    context: dict[str, Any] = {
        "title": _("Archive %(title)s", title=shape.name),
        "action": action,
        "cancel": url_for("processes.show", key=shape.process_id if isinstance(shape, Stage) else shape.id),
        "counts": [(form[f"stage_{key}"], number) for key, number in open_in(stages).items()],
    }
    return render("opportunities/process_setup/_archive.html", form=form, status=status, **context)


def _put_away(
    shape: SalesProcess | Stage,
    form: Form,
    stages: Sequence[Stage],
    put_away: Callable[[dict[int, Stage]], None],
) -> Response:
    if not form.validate_on_submit():
        return _sheet(shape, form, stages, status=422)
    chosen = {int(name.removeprefix("stage_")): key for name, key in form.values().items()}
    found = {each.id: each for each in db.session.scalars(select(Stage).where(Stage.id.in_(chosen.values())))}
    try:
        put_away({key: found[target] for key, target in chosen.items()})
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return _sheet(shape, form, stages, status=422)
    said = _("%(title)s is archived.", title=shape.name)
    back = (
        url_for("processes.show", key=shape.process_id)
        if isinstance(shape, Stage)
        else url_for("processes.index")
    )
    return committed(redirect_to(back, toast=said))
