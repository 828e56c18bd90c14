"""Select cards on the board, then move them, give them to somebody or push their close date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select

from salesapp.core.access import Permission
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import key_in
from salesapp.opportunities.board import column_sums as sums_of
from salesapp.opportunities.board.bulk.acts import Outcome, Pick, each_of, picks_of
from salesapp.opportunities.board.stage_choices import StageChoice
from salesapp.opportunities.board.views import board, process_shown, view_shown
from salesapp.opportunities.forms import AssignForm, PushForm
from salesapp.opportunities.models import OPPORTUNITY, Opportunity
from salesapp.opportunities.processes.models import Stage
from salesapp.opportunities.screens import stage_of
from salesapp.people.models import User
from salesapp.records.bulk.edits import BulkEdit, bulk_edit
from salesapp.records.bulk.views import undo_url
from salesapp.web.filters import money_short
from salesapp.web.forms import Form
from salesapp.web.guards import requires
from salesapp.web.render import committed, redirect_to, render

EDIT = requires(Permission.OPPORTUNITY_EDIT)
WEEKS = (7, 14, 30)
TOUCHED = {
    "move": frozenset({"stage", "state"}),
    "assign": frozenset({"owner"}),
    "push": frozenset({"close_on"}),
}
"""Act → the fields that it changes: what a colleague changed otherwise meanwhile is no clash."""


@board.get("/many")
@EDIT
def many() -> Response:
    """The sheet of one act on the picked cards: `?act=move|assign|push&card=ID.VERSION&card=…`."""
    forms: dict[str, type[Form]] = {"move": Form, "assign": AssignForm, "push": PushForm}
    act, cards = request.args.get("act", ""), request.args.getlist("card")
    if act not in forms or not cards:
        again = url_for("board.index", select=1, **view_shown().args)
        return redirect_to(again, toast=_("Select a card first."))
    return _sheet(act, picks_of(cards), forms[act]())


@board.post("/many/move")
@EDIT
def move_many() -> Response:
    """Each to the stage, as far as what its own stage asks for is there."""
    picks, stage = picks_of(request.form.getlist("card")), stage_of(request.form.get("stage", type=key_in))

    with bulk_edit(OPPORTUNITY, "stage", value=stage.name, by=current_user) as edit:
        found = _each("move", picks, lambda row: row.move(stage, by=current_user), edit)
    said = _("Moved to %(stage)s: %(num)s", stage=stage.name, num=len(found.done))
    return _answer(found, said, edit, f"stage-{stage.id}")


@board.post("/many/assign")
@EDIT
def assign_many() -> Response:
    """Each to another owner."""
    picks, form = picks_of(request.form.getlist("card")), AssignForm()
    if not form.validate_on_submit():
        return _sheet("assign", picks, form, status=422)
    owner = _user(form.owner.data)
    with bulk_edit(OPPORTUNITY, "owner", value=owner, by=current_user) as edit:
        found = _each("assign", picks, lambda row: row.assign(owner, by=current_user), edit)
    return _answer(found, _("Assigned to %(name)s: %(num)s", name=owner.name, num=len(found.done)), edit)


@board.post("/many/push")
@EDIT
def push_many() -> Response:
    """The expected close date of each: so many days later, or one day for all."""
    picks, form = picks_of(request.form.getlist("card")), PushForm()
    if not form.validate_on_submit():
        return _sheet("push", picks, form, status=422)

    with bulk_edit(OPPORTUNITY, "close_on", value=form.close_on.data, by=current_user) as edit:
        found = _each("push", picks, lambda row: row.put_off(_day_of(row, form), by=current_user), edit)
    return _answer(found, _("Close date changed: %(num)s", num=len(found.done)), edit)


def _each(name: str, picks: list[Pick], act: Callable[[Opportunity], object], edit: BulkEdit) -> Outcome:
    """Does it to each, as one edit."""
    found = each_of(picks, act, touching=TOUCHED[name], by=current_user)
    edit.changed = len(found.done)
    return found


def _user(key: int | None) -> User:
    found: User | None = db.session.scalar(select(User).where(User.id == key))
    if found is None:
        abort(404)
    return found


def _day_of(row: Opportunity, form: PushForm) -> Any:
    """The new day; RuleBroken where there is none to count from."""
    if not form.days.data:
        return form.close_on.data
    if row.close_on is None:
        raise RuleBroken(_("It has no expected close date yet."))
    return row.close_on + timedelta(days=form.days.data)


def _sheet(act: str, picks: list[Pick], form: Form, *, status: int = 200) -> Response:
    titles = {
        "move": _("Move the selected"),
        "assign": _("Change owner of selected"),
        "push": _("Change close date of selected"),
    }
    context: dict[str, Any] = {
        "act": act,
        "picks": picks,
        "form": form,
        "title": titles[act],
        "choices": _choices(picks) if act == "move" else [],
        "weeks": WEEKS,
        "args": view_shown().args,
    }
    return render("opportunities/board/bulk/_sheet.html", **context, status=status)


def _choices(picks: list[Pick]) -> list[StageChoice]:
    """The stages of the board, each with what its sum would become."""
    view, currency = view_shown(), company().currency
    stages = process_shown(view).open_stages
    sums = sums_of.sums(stages, sums_of.scope_of(current_user, view.chosen), view.chosen)
    query = select(Opportunity.stage_id, Opportunity.amount_in_company)
    rows = db.session.execute(query.where(Opportunity.id.in_([pick.id for pick in picks]))).all()
    return [_choice(stage, sums[stage.id].total, rows, currency) for stage in stages]


def _choice(stage: Stage, before: int, rows: Any, currency: str) -> StageChoice:
    added = sum(worth or 0 for stage_id, worth in rows if stage_id != stage.id)
    hint = money_short(before + added, currency)
    if added:
        hint = f"{money_short(before, currency)} → {hint}"
    return StageChoice(stage, all(each == stage.id for each, _worth in rows), hint)


def _answer(found: Outcome, said: str, edit: BulkEdit, place: str = "") -> Response:
    """Back to the board when all was done, else what was done and what was not, each with why."""
    back = url_for("board.index", _anchor=place or None, **view_shown().args)
    undo = undo_url(edit, back=url_for("board.index", **view_shown().args))
    if found.is_whole:
        return committed(redirect_to(back, toast=said, undo=undo))
    context: dict[str, Any] = {"found": found, "said": said, "undo_url": undo, "to_board": back}
    answer = render(
        "opportunities/board/bulk/_done.html", title=_("Some records couldn’t be changed"), **context
    )
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#sheet", "innerHTML"
    return committed(answer)
