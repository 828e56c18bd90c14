"""Closing an opportunity as won or lost, and reopening it."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for
from flask_login import current_user

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event
from salesapp.core.i18n import _
from salesapp.opportunities.approvals import winning
from salesapp.opportunities.board.page import board_asking, board_of, card_on, without_its_card
from salesapp.opportunities.board.swimlanes import heads_of
from salesapp.opportunities.forms import closing_form
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.path.filling_in import fill, refuse
from salesapp.opportunities.screens import EDIT, opportunities, refuse_other_version, to_page
from salesapp.web.forms import Form
from salesapp.web.guards import visible_or_404
from salesapp.web.render import committed, redirect_to, render


@opportunities.get("/<int:key>/win")
@EDIT
def ask_win(key: int) -> Response:
    return ask_closing(key, won=True)


@opportunities.get("/<int:key>/lose")
@EDIT
def ask_lose(key: int) -> Response:
    return ask_closing(key, won=False)


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


@opportunities.post("/<int:key>/close-undo/<int:step>")
@EDIT
def undo_close(key: int, step: int) -> Response:
    """Undo of winning or losing: all as it was, on the board or on its page."""
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    opportunity.undo_close(step, by=current_user)
    said = _("%(title)s is open again", title=opportunity.name)
    return committed(redirect_to(board_or_page(opportunity), toast=said))


def undo_of_step(opportunity: Opportunity, step: Event | None = None) -> str | None:
    """Where Undo of what has just been done with it posts to: the `step`, else the last one."""
    db.session.flush()
    step = step or opportunity.last_step
    if step is None:
        return None
    undo = "opportunities.undo_move" if opportunity.is_open else "opportunities.undo_close"
    return url_for(undo, key=opportunity.id, step=step.id)


def board_or_page(opportunity: Opportunity) -> str:
    """Where the request came from: the board as it was shown, else the opportunity's page."""
    asking = board_asking()
    if asking is None:
        return to_page(opportunity)
    arguments: dict[str, Any] = {**asking.args, "process": opportunity.process_id}
    return url_for("board.index", **arguments)


def ask_closing(key: int, *, won: bool) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    if not opportunity.is_open:
        raise RuleBroken(_("This opportunity is already closed."))
    if won:
        opportunity.refuse_asking_twice()
    return _closing_sheet(opportunity, closing_form(opportunity, won=won), won=won)


def _closing_sheet(opportunity: Opportunity, form: Form, *, won: bool, status: int = 200) -> Response:
    asks = won and opportunity.needs_approval(current_user)
    title = _("Request approval") if asks else _("Close as won") if won else _("Close as lost")
    context: dict[str, Any] = {
        "asks": asks,
        "opportunity": opportunity,
        "form": form,
        "won": won,
        "title": title,
        "gaps": opportunity.gaps_to_win() if won else [],
    }
    return render("opportunities/closing/_close.html", **context, status=status)


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
    said = _("The win of %(title)s is waiting for approval", title=opportunity.name)
    undo = url_for("opportunities.withdraw_win", key=opportunity.id)
    asking = board_asking()
    if asking is None:
        return redirect_to(url_for("opportunities.show", key=opportunity.id), toast=said, undo=undo)
    db.session.flush()
    on = board_of(opportunity, asking)
    answer = render(
        "opportunities/board/move.update.html",
        cards=card_on(on, opportunity),
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
    undo = undo_of_step(opportunity)
    asking = board_asking()
    if asking is None:
        return redirect_to(to_page(opportunity), toast=words, undo=undo, celebrates=won)
    on = board_of(opportunity, asking)
    heads = heads_of(on, [opportunity.stage], opportunity)
    answer = render("opportunities/closing/close.update.html", heads=heads, won=won, toast=words, undo=undo)
    return without_its_card(answer, opportunity)
