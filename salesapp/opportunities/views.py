"""Moving an opportunity from stage to stage, and its key fields edited in place."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.opportunities.board.cards import Board
from salesapp.opportunities.board.column_sums import BoardFilter
from salesapp.opportunities.board.page import board_asking, board_of, card_on, without_its_card
from salesapp.opportunities.board.stage_choices import stage_choices
from salesapp.opportunities.board.swimlanes import heads_of, key_of
from salesapp.opportunities.closing_views import ask_closing, board_or_page, undo_of_step
from salesapp.opportunities.forms import MoveForm
from salesapp.opportunities.models import OPPORTUNITY, Opportunity
from salesapp.opportunities.page import page_of
from salesapp.opportunities.path.filling_in import fill, filling_form, refuse
from salesapp.opportunities.processes.models import Stage
from salesapp.opportunities.processes.requirements import NotYet
from salesapp.opportunities.screens import (
    EDIT,
    is_other_version,
    opportunities,
    refuse_other_version,
    stage_of,
    to_page,
)
from salesapp.records.editing import save_changes
from salesapp.web.forms import Form, form_for, lasting_numbers
from salesapp.web.guards import visible_or_404
from salesapp.web.render import committed, is_partial, redirect_to, render


@opportunities.get("/<int:key>/move")
@EDIT
def ask_move(key: int) -> Response:
    """The sheet of stages, with what is still asked for; for won and lost the closing sheet."""
    chosen = request.args.get("stage", "")
    if chosen in {"won", "lost"}:
        return ask_closing(key, won=chosen == "won")
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    target = next((each for each in opportunity.process.open_stages if str(each.id) == chosen), None)
    return _move_sheet(opportunity, filling_form(MoveForm, opportunity), target)


@opportunities.post("/<int:key>/move")
@EDIT
def move(key: int) -> Response:
    """Fills in what came along and moves the card; the answer is the card, both column heads and Undo."""
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    stage = stage_of(request.form.get("stage", type=key_in))
    form = filling_form(MoveForm, opportunity)
    if "sheet" in request.form and is_other_version(opportunity, form):
        return _redrawn_sheet(opportunity, form, stage)
    refuse_other_version(opportunity, form)
    if not form.validate_on_submit():
        return _move_sheet(opportunity, form, stage, status=422)
    before = opportunity.stage
    try:
        fill(opportunity, form, by=current_user)
        step = opportunity.move(stage, by=current_user)
        db.session.flush()
        _put_behind(opportunity, form.behind.data)
    except RuleBroken as broken:
        refuse(form, broken)
        return _move_sheet(opportunity, form, stage, status=422)
    said = _("%(title)s moved to %(stage)s", title=opportunity.name, stage=stage.name)
    return committed(_moved(opportunity, [before, stage], said, undo_of_step(opportunity, step)))


def _put_behind(opportunity: Opportunity, key: int | None) -> None:
    """Where the card was dropped in a column ordered by hand; where that one has gone meanwhile, it stands first."""
    above = None if key is None else db.session.scalar(select(Opportunity).where(Opportunity.id == key))
    if above is not None and above.stage_id == opportunity.stage_id and above.is_open:
        opportunity.put_behind(above)


@opportunities.post("/<int:key>/move-back/<int:step>")
@EDIT
def undo_move(key: int, step: int) -> Response:
    """Undo of a move, unless somebody moved or closed it since: on the board it stays on the board."""
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    opportunity.undo_move(step, by=current_user)
    said = _("%(title)s was moved back", title=opportunity.name)
    return committed(redirect_to(board_or_page(opportunity), toast=said))


@opportunities.post("/<int:key>/complete")
@EDIT
def complete_stage(key: int) -> Response:
    """Mark stage complete: on to the next stage."""
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    following = opportunity.following_stage
    if following is None:
        raise RuleBroken(_("This is the last stage. Close the opportunity as won or lost."))
    try:
        opportunity.move(following, by=current_user)
    except NotYet:
        return _move_sheet(opportunity, filling_form(MoveForm, opportunity), following, status=422)
    db.session.flush()
    said = _("%(title)s moved to %(stage)s", title=opportunity.name, stage=following.name)
    undo = undo_of_step(opportunity)
    return committed(
        redirect_to(to_page(opportunity), toast=said, undo=undo, celebrates=following.celebrated)
    )


@opportunities.get("/<int:key>/fields/<name>")
@EDIT
def edit_field(key: int, name: str) -> Response:
    """One field of the record, to be edited where it stands."""
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    form = form_for(OPPORTUNITY, opportunity, only=[_editable(name)], require=lasting_numbers(OPPORTUNITY))
    return render("opportunities/_field.html", **_field_context(opportunity, name, form))


@opportunities.post("/<int:key>/fields/<name>")
@EDIT
def save_field(key: int, name: str) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    form = form_for(OPPORTUNITY, opportunity, only=[_editable(name)], require=lasting_numbers(OPPORTUNITY))
    if form.validate_on_submit():
        try:
            save_changes(OPPORTUNITY, opportunity, form, by=current_user)
            db.session.flush()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            context = page_of(opportunity)
            back = url_for("opportunities.show", key=key)
            return committed(
                render("opportunities/field.update.html", record=opportunity, back=back, **context)
            )
    return render(
        "opportunities/_field.html", **_field_context(opportunity, name, form), status=form.http_status
    )


def _editable(name: str) -> str:
    declared = OPPORTUNITY.fields_by_name.get(name)
    if declared is None or not declared.editable:
        abort(404)
    return name


def _field_context(opportunity: Opportunity, name: str, form: Form) -> dict[str, Any]:
    label = OPPORTUNITY.field(name).label
    return {"record": opportunity, "name": name, "form": form, "title": label, "inside": is_partial()}


def _redrawn_sheet(opportunity: Opportunity, form: MoveForm, target: Stage) -> Response:
    """The sheet of somebody whom a colleague was ahead of: stage and sums of now, and what was filled in."""
    step = opportunity.last_step
    news = _("Someone else has changed this opportunity. This is the latest version.")
    if step is not None and step.by_id != current_user.id:
        news = _(
            "%(name)s has moved this opportunity. It’s now in %(stage)s.",
            name=step.by_name,
            stage=opportunity.stage.name,
        )
    form["version"].data = str(opportunity.version)
    return _move_sheet(opportunity, form, target, status=409, news=news)


def _move_sheet(
    opportunity: Opportunity, form: MoveForm, target: Stage | None, *, status: int = 200, news: str = ""
) -> Response:
    """The stages to move to and what is asked for on the way to `target` (the next one): there the form goes."""
    asking = board_asking()
    goal = target if target and opportunity.stage.is_before(target) else opportunity.following_stage
    context: dict[str, Any] = {
        "opportunity": opportunity,
        "form": form,
        "news": news,
        "choices": stage_choices(opportunity, asking.chosen if asking else BoardFilter(), current_user),
        "gaps": opportunity.gaps(opportunity.left_for(goal)) if opportunity.is_open and goal else [],
        "by_hand": asking is not None and asking.look.by_hand,
        "target": goal,
        "title": _("Move %(title)s", title=opportunity.name),
    }
    answer = render("opportunities/path/_move.html", **context, status=status)
    if status != 200 and is_partial():
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#sheet", "innerHTML"
    return answer


def _moved(opportunity: Opportunity, stages: list[Stage], said: str, undo: str | None) -> Response:
    asking, celebrates = board_asking(), stages[1].celebrated
    if asking is None:
        return redirect_to(to_page(opportunity), toast=said, undo=undo, celebrates=celebrates)
    on = board_of(opportunity, asking)
    by_sheet = "sheet" in request.form
    answer = render(
        "opportunities/board/move.update.html",
        cards=card_on(on, opportunity),
        heads=heads_of(on, stages, opportunity),
        target=_list_of(on, opportunity) if by_sheet else None,
        celebrates=celebrates,
        toast=said,
        undo=undo,
    )
    return without_its_card(answer, opportunity) if by_sheet else answer


def _list_of(on: Board, opportunity: Opportunity) -> str:
    """The id of the list that its card lies in."""
    lane = f"-lane-{key_of(on, opportunity)}" if on.look.lanes else ""
    return f"stage-{opportunity.stage_id}{lane}-cards"
