"""Deciding on a win that waits for approval, or no longer asking for it."""

from __future__ import annotations

from flask import Response, request, url_for
from flask_login import current_user

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import last_of
from salesapp.core.i18n import _
from salesapp.opportunities.approvals import winning
from salesapp.opportunities.approvals.forms import DecisionForm
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.models.approvable import REJECTED
from salesapp.opportunities.models.closable import WON
from salesapp.opportunities.screens import EDIT, opportunities
from salesapp.web.guards import visible_or_404
from salesapp.web.render import committed, redirect_to, render
from salesapp.web.returning import way_back


@opportunities.get("/<int:key>/approval")
@EDIT
def ask_decision(key: int) -> Response:
    """The sheet on which somebody approves or rejects."""
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    return _sheet(opportunity, DecisionForm(formdata=None))


@opportunities.post("/<int:key>/approval")
@EDIT
def decide(key: int) -> Response:
    """`decision` is "approve" or "reject"."""
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    form = DecisionForm()
    approves = request.form.get("decision") == "approve"
    if not form.validate_on_submit():
        return _sheet(opportunity, form, status=422)
    verb = winning.approve if approves else winning.reject
    try:
        if opportunity.waiting_win is not None:
            opportunity.waiting_win.must_be_as(request.form.get("seen"))
        verb(opportunity, form.note.data, by=current_user)
    except RuleBroken as broken:
        if broken.field not in form:
            raise
        form.refuse(broken)
        return _sheet(opportunity, form, status=422)
    title = opportunity.name
    said = (
        _("%(title)s is won", title=title) if approves else _("The win of %(title)s is rejected", title=title)
    )
    db.session.flush()
    step = last_of(opportunity, [WON if approves else REJECTED])
    back = "opportunities.undo_close" if approves else "opportunities.undo_rejection"
    undo = None if step is None else url_for(back, key=key, step=step.id)
    return committed(_back(key, said, undo=undo, celebrates=approves))


@opportunities.post("/<int:key>/approval/undo/<int:step>")
@EDIT
def undo_rejection(key: int, step: int) -> Response:
    """Undo of rejecting; `step` is its event."""
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    opportunity.undo_rejection(step, by=current_user)
    return committed(_back(key, _("The win is waiting for approval again.")))


@opportunities.post("/<int:key>/approval/withdraw")
@EDIT
def withdraw_win(key: int) -> Response:
    opportunity = visible_or_404(Opportunity, key, to_change=True)
    opportunity.withdraw_win(by=current_user)
    return committed(redirect_to(url_for("opportunities.show", key=key)))


def _sheet(opportunity: Opportunity, form: DecisionForm, status: int = 200) -> Response:
    waiting, title = opportunity.waiting_win, _("Approve the win?")
    return render(
        "opportunities/approvals/_decide.html",
        opportunity=opportunity,
        waiting=waiting if opportunity.may_decide(current_user) else None,
        form=form,
        title=title,
        status=status,
    )


def _back(key: int, said: str, *, undo: str | None = None, celebrates: bool = False) -> Response:
    """To the list where the sheet was opened, else to the opportunity."""
    if address := way_back():
        return redirect_to(address, toast=said, undo=undo)
    return redirect_to(url_for("opportunities.show", key=key), toast=said, undo=undo, celebrates=celebrates)
