"""Submitting a document for approval, deciding on it, withdrawing it: the same addresses for every kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user

from salesapp.core.errors import RuleBroken
from salesapp.core.events import last_of
from salesapp.core.i18n import _
from salesapp.core.registry import RecordType
from salesapp.quotes.approvals.approvable import APPROVED, REJECTED, Approvable, why_not
from salesapp.quotes.approvals.forms import DecisionForm, NoteForm
from salesapp.quotes.approvals.mailing import approve, reject, submit
from salesapp.quotes.approvals.requests import DiscountRequest, figures
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render
from salesapp.web.returning import back_or, way_back


class Approvals:
    """The views of one type of document."""

    def __init__(self, type_: RecordType) -> None:
        self.type = type_

    def ask_approval(self, key: int) -> Response:
        """The sheet on which it is submitted, with what will be decided on."""
        return self._submit_sheet(visible_or_404(self.type.model, key), NoteForm(formdata=None))

    def submit(self, key: int) -> Response:
        """Submits what the sheet showed; where a colleague changed it meanwhile, the sheet comes with that."""
        document, form = visible_or_404(self.type.model, key, to_change=True), NoteForm()
        if not form.validate_on_submit():
            return self._submit_sheet(document, form, 422)
        if request.form.get("seen") != document.standing_of_lines:
            form.refuse(RuleBroken(_("The figures have changed since you opened this. Check them.")))
            return self._submit_sheet(document, form, 422)
        submit(document, form.note.data, by=current_user)
        return self._done(document, _("%(title)s is in approval.", title=document.title))

    def withdraw(self, key: int) -> Response:
        document = visible_or_404(self.type.model, key, to_change=True)
        document.withdraw(by=current_user)
        return self._done(document, _("%(title)s is a draft again.", title=document.title))

    def ask_decision(self, key: int, request_id: int) -> Response:
        """The sheet with the figures on which somebody approves or rejects."""
        document = visible_or_404(self.type.model, key)
        return self._decide_sheet(
            document, _request_or_404(document, request_id), DecisionForm(formdata=None)
        )

    def decide(self, key: int, request_id: int) -> Response:
        """`decision` is "approve" or "reject"."""
        document, form = visible_or_404(self.type.model, key, to_change=True), DecisionForm()
        asked = _request_or_404(document, request_id)
        if not form.validate_on_submit():
            return self._decide_sheet(document, asked, form, 422)
        approves = request.form.get("decision") == "approve"
        try:
            (approve if approves else reject)(document, request_id, form.note.data, by=current_user)
        except RuleBroken as broken:
            if broken.field not in form:
                raise
            form.refuse(broken)
            return self._decide_sheet(document, asked, form, 422)
        said = _("%(title)s is approved.") if approves else _("%(title)s is rejected.")
        step = last_of(document, [APPROVED, REJECTED])
        plural = self.type.plural
        undo = (
            None
            if step is None
            else url_for(f"{plural}.undo_decision", key=key, step=step.id, back=way_back())
        )
        return self._done(document, said % {"title": document.title}, undo=undo)

    def undo_decision(self, key: int, step: int) -> Response:
        """Undo of approving and rejecting; `step` is its event."""
        document = visible_or_404(self.type.model, key, to_change=True)
        document.undo_decision(step, by=current_user)
        return self._done(document, _("%(title)s is in approval.", title=document.title))

    def _submit_sheet(self, document: Approvable, form: NoteForm, status: int = 200) -> Response:
        context = {
            "figures": document.approval_model(**figures(document)),
            "why_not": why_not(document, by=current_user),
            "title": _("Submit for approval"),
        }
        return self._sheet("submit", document, form, status, **context)

    def _decide_sheet(
        self, document: Approvable, asked: DiscountRequest, form: NoteForm, status: int = 200
    ) -> Response:
        context = {
            "asked": asked,
            "may": document.may_decide(current_user),
            "title": _("Approve the discount?"),
        }
        return self._sheet("decide", document, form, status, **context)

    def _sheet(
        self, name: str, document: Approvable, form: NoteForm, status: int, **context: Any
    ) -> Response:
        return render(
            f"quotes/approvals/_{name}.html",
            record=document,
            type=self.type,
            form=form,
            status=status,
            **context,
        )

    def _done(self, document: Approvable, said: str, *, undo: str | None = None) -> Response:
        address = url_for(f"{self.type.plural}.show", key=document.id)
        return committed(redirect_to(back_or(address), toast=said, undo=undo))


def _request_or_404(document: Approvable, request_id: int) -> Any:
    found = next((each for each in document.approvals if each.id == request_id), None)
    return found or abort(404)


def approval_screens(blueprint: Blueprint, type_: RecordType) -> None:
    """Adds the views to the type's blueprint."""
    views, change = Approvals(type_), requires(type_.edit)

    def rule(path: str, view: Callable[..., Response], method: str) -> None:
        def named(**kwargs: Any) -> Response:
            return view(**kwargs)

        named.__name__ = view.__name__
        blueprint.add_url_rule(f"/<int:key>/{path}", view.__name__, change(named), methods=[method])

    rule("approval", views.ask_approval, "GET")
    rule("approval", views.submit, "POST")
    rule("approval/withdraw", views.withdraw, "POST")
    rule("approvals/<int:request_id>", views.ask_decision, "GET")
    rule("approvals/<int:request_id>", views.decide, "POST")
    rule("approvals/undo/<int:step>", views.undo_decision, "POST")
