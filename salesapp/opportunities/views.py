"""Moving, closing and reopening an opportunity, and its key fields edited in place."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import Clash, RuleBroken
from salesapp.core.i18n import _
from salesapp.core.typed import key_in
from salesapp.opportunities.approvals import winning
from salesapp.opportunities.board import queries
from salesapp.opportunities.board.cards import Board, CardMaker
from salesapp.opportunities.board.column_sums import BoardFilter
from salesapp.opportunities.board.saved import View, view_asked
from salesapp.opportunities.board.swimlanes import heads_of, key_of
from salesapp.opportunities.forms import MoveForm, closing_form
from salesapp.opportunities.models import OPPORTUNITY, Opportunity
from salesapp.opportunities.page import page_of, stage_choices
from salesapp.opportunities.path.filling_in import fill, filling_form, refuse_gaps, shown_gaps
from salesapp.opportunities.path.requirements import NotYet
from salesapp.opportunities.processes.models import SalesProcess, Stage
from salesapp.records.editing import save_changes
from salesapp.records.screens import record_screens
from salesapp.web.forms import Form, form_for
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, is_partial, redirect_to, render

opportunities = record_screens(OPPORTUNITY, context=page_of)
EDIT = requires(Permission.OPPORTUNITY_EDIT)


def board_asking() -> View | None:
    """What the board shows that this request comes from; None when it comes from elsewhere."""
    current = urlsplit(request.headers.get("HX-Current-URL", ""))
    if not is_partial() or current.path != url_for("board.index"):
        return None
    return view_asked(dict(parse_qsl(current.query, keep_blank_values=True)), current_user)


def board_of(opportunity: Opportunity, asking: View) -> Board:
    """The board that this request comes from, with the opportunity's process."""
    return Board(opportunity.process, asking.chosen, current_user, asking.look)


def refuse_other_version(opportunity: Opportunity, form: Form) -> None:
    """Clash when somebody changed it after the form was opened."""
    if form.expected_version not in (None, opportunity.version):
        raise Clash(opportunity)


@opportunities.get("/<int:key>/move")
@EDIT
def ask_move(key: int) -> Response:
    """The sheet of stages, with what is still asked for; for won and lost the closing sheet."""
    chosen = request.args.get("stage", "")
    if chosen in {"won", "lost"}:
        return _ask_closing(key, won=chosen == "won")
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    target = next((each for each in opportunity.process.open_stages if str(each.id) == chosen), None)
    return _move_sheet(opportunity, filling_form(MoveForm, opportunity), target)


@opportunities.post("/<int:key>/move")
@EDIT
def move(key: int) -> Response:
    """Fills in what came along and moves the card; the answer is the card, both column heads and Undo."""
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    form = filling_form(MoveForm, opportunity)
    stage = stage_of(form.stage.data)
    refuse_other_version(opportunity, form)
    if not form.validate_on_submit():
        return _move_sheet(opportunity, form, stage, status=422)
    before = opportunity.stage
    try:
        fill(opportunity, form, by=current_user)
        opportunity.move(stage, by=current_user)
        db.session.flush()
        _put_behind(opportunity, form.behind.data)
    except RuleBroken as broken:
        refuse(form, broken)
        return _move_sheet(opportunity, form, stage, status=422)
    said = _("%(title)s moved to %(stage)s", title=opportunity.name, stage=stage.name)
    return committed(_moved(opportunity, [before, stage], said, _undo_of_move(opportunity, before)))


def _undo_of_move(opportunity: Opportunity, before: Stage) -> str:
    """Where Undo posts to; `before` is the stage that it came from."""
    return url_for(
        "opportunities.undo_move", key=opportunity.id, stage_id=before.id, version=opportunity.version
    )


def _put_behind(opportunity: Opportunity, key: int | None) -> None:
    """Where the card was dropped in a column ordered by hand; where that one has gone meanwhile, it stands first."""
    above = None if key is None else db.session.scalar(select(Opportunity).where(Opportunity.id == key))
    if above is not None and above.stage_id == opportunity.stage_id and above.is_open:
        opportunity.put_behind(above)


@opportunities.post("/<int:key>/move-back/<int:stage_id>")
@EDIT
def undo_move(key: int, stage_id: int) -> Response:
    """Undo of a move: back to where it came from, unless something changed since."""
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    if request.args.get("version", type=key_in) != opportunity.version:
        raise RuleBroken(_("It was changed since; move it by hand."))
    opportunity.move(stage_of(stage_id), by=current_user)
    asking = board_asking()
    back = url_for("opportunities.show", key=key)
    if asking is not None:
        arguments: dict[str, Any] = {**asking.args, "process": opportunity.process_id}
        back = url_for("board.index", **arguments)
    return committed(redirect_to(back, toast=_("%(title)s is back where it was", title=opportunity.name)))


@opportunities.post("/<int:key>/complete")
@EDIT
def complete_stage(key: int) -> Response:
    """Mark stage complete: on to the next stage."""
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    before, following = opportunity.stage, opportunity.following_stage
    if following is None:
        raise RuleBroken(_("This is the last stage: close it as won or lost."))
    try:
        opportunity.move(following, by=current_user)
    except NotYet:
        return _move_sheet(opportunity, filling_form(MoveForm, opportunity), following, status=422)
    db.session.flush()
    said = _("%(title)s moved to %(stage)s", title=opportunity.name, stage=following.name)
    undo = _undo_of_move(opportunity, before)
    return committed(
        redirect_to(to_page(opportunity), toast=said, undo=undo, celebrates=following.celebrated)
    )


@opportunities.get("/<int:key>/win")
@EDIT
def ask_win(key: int) -> Response:
    return _ask_closing(key, won=True)


@opportunities.get("/<int:key>/lose")
@EDIT
def ask_lose(key: int) -> Response:
    return _ask_closing(key, won=False)


@opportunities.post("/<int:key>/win")
@EDIT
def win(key: int) -> Response:
    return _close(key, won=True)


@opportunities.post("/<int:key>/lose")
@EDIT
def lose(key: int) -> Response:
    return _close(key, won=False)


@opportunities.post("/<int:key>/reopen")
@EDIT
def reopen(key: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    opportunity.reopen(by=current_user)
    said = _("%(title)s is open again", title=opportunity.name)
    return committed(redirect_to(url_for("opportunities.show", key=key), toast=said))


@opportunities.get("/<int:key>/fields/<name>")
@EDIT
def edit_field(key: int, name: str) -> Response:
    """One field of the record, to be edited where it stands."""
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    form = form_for(OPPORTUNITY, opportunity, only=[_editable(name)])
    return render("opportunities/_field.html", **_field_context(opportunity, name, form))


@opportunities.post("/<int:key>/fields/<name>")
@EDIT
def save_field(key: int, name: str) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    form = form_for(OPPORTUNITY, opportunity, only=[_editable(name)])
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


def stage_of(key: int | None) -> Stage:
    """The stage, with what the board asks of its process."""
    stages = joinedload(Stage.process).selectinload(SalesProcess.stages)
    asked = (stages.joinedload(Stage.key_fields), stages.joinedload(Stage.items))
    query = select(Stage).where(Stage.id == key).options(*asked)
    found = None if key is None else db.session.scalar(query)
    if found is None:
        raise RuleBroken(_("Pick a stage."))
    return found


def _move_sheet(
    opportunity: Opportunity, form: MoveForm, target: Stage | None, *, status: int = 200
) -> Response:
    """The stages to move to and what the present one asks for; `target` is where the filled-in form goes."""
    asking = board_asking()
    context: dict[str, Any] = {
        "opportunity": opportunity,
        "form": form,
        "choices": stage_choices(opportunity, asking.chosen if asking else BoardFilter(), current_user),
        "gaps": shown_gaps(form, opportunity) if opportunity.is_open else [],
        "by_hand": asking is not None and asking.look.by_hand,
        "target": target if target and opportunity.stage.is_before(target) else opportunity.following_stage,
        "title": _("Move %(title)s", title=opportunity.name),
    }
    answer = render("opportunities/_move.html", **context, status=status)
    if status != 200 and is_partial():
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#sheet", "innerHTML"
    return answer


def refuse(form: Form, broken: RuleBroken) -> None:
    """Takes back what was filled in and says at each input what keeps it; what no input mends is raised again."""
    if not isinstance(broken, NotYet) and broken.field not in form:
        raise broken
    db.session.rollback()
    if isinstance(broken, NotYet):
        refuse_gaps(form, broken)
    else:
        form.refuse(broken)


def _moved(opportunity: Opportunity, stages: list[Stage], said: str, undo: str) -> Response:
    asking, celebrates = board_asking(), stages[1].celebrated
    if asking is None:
        return redirect_to(to_page(opportunity), toast=said, undo=undo, celebrates=celebrates)
    on = board_of(opportunity, asking)
    row = queries.card(opportunity.id, on.extra)
    cards = "" if row is None else CardMaker(on, [row]).print([row])
    by_sheet = "sheet" in request.form
    answer = render(
        "opportunities/move.update.html",
        cards=cards,
        heads=heads_of(on, stages, opportunity),
        target=_list_of(on, opportunity) if by_sheet else None,
        celebrates=celebrates,
        toast=said,
        undo=undo,
    )
    return _without_its_card(answer, opportunity) if by_sheet else answer


def to_page(opportunity: Opportunity) -> str:
    """The address of its page."""
    return url_for("opportunities.show", key=opportunity.id)


def _list_of(on: Board, opportunity: Opportunity) -> str:
    """The id of the list that its card lies in."""
    lane = f"-lane-{key_of(on, opportunity)}" if on.look.lanes else ""
    return f"stage-{opportunity.stage_id}{lane}-cards"


def _without_its_card(answer: Response, opportunity: Opportunity) -> Response:
    """Takes the card from where it lies, and closes the sheet."""
    answer.headers["HX-Retarget"] = f"#opportunity-{opportunity.id}"
    answer.headers["HX-Reswap"] = "delete"
    answer.headers["HX-Trigger"] = "sheet:close"
    return answer


def _ask_closing(key: int, *, won: bool) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    if not opportunity.is_open:
        raise RuleBroken(_("This opportunity is closed already."))
    if won:
        opportunity.refuse_asking_twice()
    return _closing_sheet(opportunity, closing_form(opportunity, won=won), won=won)


def _closing_sheet(opportunity: Opportunity, form: Form, *, won: bool, status: int = 200) -> Response:
    asks = won and opportunity.needs_approval(current_user)
    title = _("Ask for approval") if asks else _("Close as won") if won else _("Close as lost")
    context: dict[str, Any] = {
        "asks": asks,
        "opportunity": opportunity,
        "form": form,
        "won": won,
        "title": title,
        "gaps": shown_gaps(form, opportunity) if won else [],
    }
    return render("opportunities/_close.html", **context, status=status)


def _close(key: int, *, won: bool) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    form = closing_form(opportunity, won=won)
    if not form.validate_on_submit():
        return _closing_sheet(opportunity, form, won=won, status=422)
    refuse_other_version(opportunity, form)
    try:
        if won:
            fill(opportunity, form, by=current_user)
            winning.win(opportunity, form.outcome(), by=current_user)
        else:
            opportunity.close_lost(form.outcome(), by=current_user)
    except RuleBroken as broken:
        refuse(form, broken)
        return _closing_sheet(opportunity, form, won=won, status=422)
    return committed(_waits(opportunity) if opportunity.is_open else _closed(opportunity, won=won))


def _waits(opportunity: Opportunity) -> Response:
    """It stays open, since somebody must agree to the win first."""
    said = _("The win of %(title)s waits for approval", title=opportunity.name)
    undo = url_for("opportunities.take_back_win", key=opportunity.id)
    asking = board_asking()
    if asking is None:
        return redirect_to(url_for("opportunities.show", key=opportunity.id), toast=said, undo=undo)
    db.session.flush()
    on = board_of(opportunity, asking)
    row = queries.card(opportunity.id, on.extra)
    cards = "" if row is None else CardMaker(on, [row]).print([row])
    answer = render(
        "opportunities/move.update.html",
        cards=cards,
        heads=[],
        target=None,
        celebrates=False,
        toast=said,
        undo=undo,
    )
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = f"#opportunity-{opportunity.id}", "outerHTML"
    answer.headers["HX-Trigger"] = "sheet:close"
    return answer


def _closed(opportunity: Opportunity, *, won: bool) -> Response:
    words = (
        _("%(title)s is won", title=opportunity.name)
        if won
        else _("%(title)s is lost", title=opportunity.name)
    )
    undo = url_for("opportunities.reopen", key=opportunity.id)
    asking = board_asking()
    if asking is None:
        return redirect_to(to_page(opportunity), toast=words, undo=undo, celebrates=won)
    on = board_of(opportunity, asking)
    heads = heads_of(on, [opportunity.stage], opportunity)
    answer = render("opportunities/close.update.html", heads=heads, won=won, toast=words, undo=undo)
    return _without_its_card(answer, opportunity)
