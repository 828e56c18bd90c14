"""Guided dialogs in set-up: their questions, in order, with what each answer does."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import flag_modified

from salesapp.core.access import Permission
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import record
from salesapp.core.i18n import _
from salesapp.dialogs.forms import QuestionForm, fill, known_values, question_form
from salesapp.dialogs.models import (
    DIALOG,
    QUESTION_ADDED,
    QUESTION_CHANGED,
    QUESTION_MOVED,
    QUESTION_REMOVED,
    Dialog,
    DialogQuestion,
)
from salesapp.records.screens import record_screens
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render

SHAPE = requires(Permission.SETUP)


def on_page(dialog: Dialog) -> dict[str, Any]:
    """Its questions with their answers, in two statements."""
    query = select(DialogQuestion).where(DialogQuestion.dialog_id == dialog.id)
    found = query.options(selectinload(DialogQuestion.answers)).order_by(DialogQuestion.position)
    return {"questions": list(db.session.scalars(found))}


dialogs = record_screens(DIALOG, context=on_page)


@dialogs.get("/<int:key>/questions/new")
@SHAPE
def new_question(key: int) -> Response:
    dialog = visible_or_404(Dialog, key)
    return _page(dialog, None, question_form(dialog, None))


@dialogs.post("/<int:key>/questions/new")
@SHAPE
def add_question(key: int) -> Response:
    dialog = visible_or_404(Dialog, key, to_change=True)
    made = DialogQuestion(position=len(dialog.questions) + 1)
    return _saved(dialog, made, question_form(dialog, None), QUESTION_ADDED)


@dialogs.get("/<int:key>/questions/<int:question_id>")
@SHAPE
def edit_question(key: int, question_id: int) -> Response:
    dialog = visible_or_404(Dialog, key)
    question = _question(dialog, question_id)
    return _page(dialog, question, question_form(dialog, question))


@dialogs.post("/<int:key>/questions/<int:question_id>")
@SHAPE
def save_question(key: int, question_id: int) -> Response:
    dialog = visible_or_404(Dialog, key, to_change=True)
    question = _question(dialog, question_id)
    return _saved(dialog, question, question_form(dialog, question), QUESTION_CHANGED)


@dialogs.post("/<int:key>/questions/<int:question_id>/move")
@SHAPE
def move_question(key: int, question_id: int) -> Response:
    """One place up or down: `direction` is "up" or "down"."""
    dialog = visible_or_404(Dialog, key, to_change=True)
    question = _question(dialog, question_id)
    if dialog.move(question, -1 if request.form.get("direction") == "up" else 1):
        record(dialog, QUESTION_MOVED, by=current_user, question=question.text)
    return committed(redirect_to(url_for("dialogs.show", key=key)))


@dialogs.post("/<int:key>/questions/<int:question_id>/remove")
@SHAPE
def remove_question(key: int, question_id: int) -> Response:
    dialog = visible_or_404(Dialog, key, to_change=True)
    question = _question(dialog, question_id)
    record(dialog, QUESTION_REMOVED, by=current_user, question=question.text)
    dialog.questions.remove(question)
    return committed(redirect_to(url_for("dialogs.show", key=key), toast=_("The question is removed.")))


def _question(dialog: Dialog, question_id: int) -> DialogQuestion:
    found = dialog.question(question_id)
    if found is None:
        abort(404)
    return found


def _saved(dialog: Dialog, question: DialogQuestion, form: QuestionForm, kind: str) -> Response:
    """Keeps what the form says, or shows it again with what is wrong."""
    new = kind == QUESTION_ADDED
    if form.validate_on_submit():
        try:
            with db.session.no_autoflush:
                question.dialog = dialog
                fill(question, form)
                db.session.add(question)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            # The dialog's version counts for its questions.
            flag_modified(dialog, "changed_at")
            record(dialog, kind, by=current_user, question=question.text)
            return committed(
                redirect_to(url_for("dialogs.show", key=dialog.id), toast=_("The question is saved."))
            )
    return _page(dialog, None if new else question, form, status=form.http_status)


def _page(dialog: Dialog, question: DialogQuestion | None, form: QuestionForm, status: int = 200) -> Response:
    context: dict[str, Any] = {"dialog": dialog, "question": question, "known_values": known_values(dialog)}
    return render("dialogs/question.html", form=form, status=status, **context)
