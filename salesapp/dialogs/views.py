"""Going through a dialog with a lead or an opportunity: one question a page, then what it will do."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from salesapp.core.access import Permission, allows
from salesapp.core.db import Record, db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, _l
from salesapp.core.parsing.texts import key_in
from salesapp.core.registry import record_type
from salesapp.dialogs.actions import begin, conclude, consequences, differences, said
from salesapp.dialogs.forms import step_form, typed
from salesapp.dialogs.models import About, Asking, Dialog, DialogQuestion, DialogRun, Outcome
from salesapp.web.forms import Form
from salesapp.web.guards import may_change, requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render

runs = Blueprint("dialog_runs", __name__, url_prefix="/dialogs")
GO = requires(Permission.SIGNED_IN)
SHOWN = 20
GOES_ON = {
    (About.LEAD, Outcome.QUALIFY): "leads.ask_convert",
    (About.OPPORTUNITY, Outcome.QUALIFY): "opportunities.ask_move",
    (About.OPPORTUNITY, Outcome.DISQUALIFY): "opportunities.ask_lose",
}
"""The sheet that comes after the end, where the outcome asks for more than a record's change."""

OUTCOMES = {
    (About.LEAD, Outcome.QUALIFY): _l("Qualified: convert next"),
    (About.LEAD, Outcome.DISQUALIFY): _l("The lead is disqualified"),
    (About.OPPORTUNITY, Outcome.QUALIFY): _l("Qualified: move to another stage next"),
    (About.OPPORTUNITY, Outcome.DISQUALIFY): _l("Disqualified: close as lost next"),
}


@runs.get("/of/<subject_type>/<int:subject_id>")
@GO
def panel(subject_type: str, subject_id: int) -> Response:
    """On the record's page: dialogs to begin, to go on with, and those that were finished."""
    subject = _subject(subject_type, subject_id)
    about = DialogRun.subject_type == subject_type, DialogRun.subject_id == subject_id
    query = select(DialogRun).where(*about).options(joinedload(DialogRun.dialog))
    found = list(db.session.scalars(query.order_by(DialogRun.id.desc()).limit(SHOWN)))
    begun = {each.dialog_id for each in found if each.is_open}
    offered = _offered(subject) if subject.is_open and may_change(subject) else []
    return render(
        "dialogs/_panel.html",
        subject=subject,
        waiting=[each for each in found if each.is_open] if offered else [],
        finished=[each for each in found if not each.is_open],
        offered=[each for each in offered if each.id not in begun],
        title=_("Guided dialogs"),
    )


@runs.post("/<int:key>/begin/<subject_type>/<int:subject_id>")
@GO
def start(key: int, subject_type: str, subject_id: int) -> Response:
    subject = _subject(subject_type, subject_id, to_change=True)
    run = begin(visible_or_404(Dialog, key), subject, by=current_user)
    return committed(redirect_to(url_for("dialog_runs.show", run_id=run.id)))


@runs.get("/runs/<int:run_id>")
@GO
def show(run_id: int) -> Response:
    """The question that waits (`?question=` goes back to one), what it will do, or what was said."""
    run = _run(run_id)
    subject = _subject(run.subject_type, run.subject_id)
    if not run.is_open:
        return render("dialogs/told.html", run=run, subject=subject, page=_page_of(subject))
    wanted = request.args.get("question", type=key_in)
    question = next((each for each in run.asked if each.id == wanted), None) or run.dialog.question(
        run.course.waiting
    )
    if question is None:
        return _review(run, subject, Form())
    return _step(run, subject, question, step_form(run, question, subject))


@runs.post("/runs/<int:run_id>/<int:question_id>")
@GO
def answer(run_id: int, question_id: int) -> Response:
    """An answer, by its button (`answer`), typed, or passed over (`pass`)."""
    run = _run(run_id)
    subject = _subject(run.subject_type, run.subject_id, to_change=True)
    question = run.dialog.question(question_id)
    if question is None:
        abort(404)
    form = step_form(run, question, subject)
    passes = "pass" in request.form and not question.required
    if not (form.validate_on_submit() or passes):
        return _step(run, subject, question, form, status=422)
    try:
        run.give(question, **({} if passes else _given(form, question)))
    except RuleBroken as broken:
        form.refuse(broken)
        return _step(run, subject, question, form, status=422)
    return committed(redirect_to(url_for("dialog_runs.show", run_id=run_id)))


@runs.post("/runs/<int:run_id>/finish")
@GO
def end(run_id: int) -> Response:
    run = _run(run_id)
    subject = _subject(run.subject_type, run.subject_id, to_change=True)
    form = Form()
    if not form.validate_on_submit():
        return _review(run, subject, form, status=422)
    try:
        outcome = conclude(run, subject, by=current_user)
    except RuleBroken as broken:
        db.session.rollback()
        form.refuse(broken)
        return _review(run, subject, form, status=409)
    onward = None if outcome is None else GOES_ON.get((run.dialog.about, outcome))
    target = url_for(onward, key=subject.id) if onward else _page_of(subject)
    return committed(redirect_to(target, toast=_("%(dialog)s is finished.", dialog=run.dialog.name)))


@runs.post("/runs/<int:run_id>/drop")
@GO
def drop(run_id: int) -> Response:
    """Throws the answers of an unfinished one away."""
    run = _run(run_id)
    subject = _subject(run.subject_type, run.subject_id, to_change=True)
    if not run.is_open:
        raise RuleBroken(_("This dialog is already finished."))
    db.session.delete(run)
    return committed(redirect_to(_page_of(subject), toast=_("The answers were discarded.")))


def _run(run_id: int) -> DialogRun:
    """The run, seen by whoever sees its record."""
    found = db.session.scalar(select(DialogRun).where(DialogRun.id == run_id))
    if found is None:
        abort(404)
    return found


def _subject(subject_type: str, subject_id: int, *, to_change: bool = False) -> Any:
    """The lead or opportunity: 404 for one that is not there for this user, 403 for a role that changes none."""
    if subject_type not in set(About):
        abort(404)
    type_ = record_type(subject_type)
    if not allows(current_user, type_.view):
        abort(404)
    subject = visible_or_404(type_.model, subject_id, to_change=to_change)
    if to_change and not allows(current_user, type_.edit):
        abort(403)
    return subject


def _offered(subject: Record) -> list[Dialog]:
    """The dialogs in use for such a record."""
    about = About(subject.record_type_key)
    query = select(Dialog).where(Dialog.about == about, Dialog.active, Dialog.questions.any())
    return list(db.session.scalars(query.order_by(Dialog.name)))


def _given(form: Form, question: DialogQuestion) -> dict[str, Any]:
    if question.asking is not Asking.CHOICE:
        return typed(form, question)
    chosen = request.form.get("answer", type=key_in)
    return {} if chosen is None else {"answer": chosen}


def _page_of(subject: Record) -> str:
    return url_for(f"{record_type(subject.record_type_key).plural}.show", key=subject.id)


def _step(run: DialogRun, subject: Any, question: DialogQuestion, form: Form, status: int = 200) -> Response:
    asked = [each.id for each in run.asked]
    place = asked.index(question.id) if question.id in asked else len(asked)
    context: dict[str, Any] = {
        "run": run,
        "subject": subject,
        "question": question,
        "form": form,
        "number": place + 1,
        "before": asked[place - 1] if place else None,
        "page": _page_of(subject),
    }
    return render("dialogs/step.html", status=status, **context)


def _review(run: DialogRun, subject: Any, form: Form, status: int = 200) -> Response:
    doing = consequences(run)
    context: dict[str, Any] = {
        "run": run,
        "subject": subject,
        "form": form,
        "answers": [(each, said(run, each, subject)) for each in run.asked],
        "changes": list(differences(run, subject)),
        "doing": doing,
        "outcome_words": OUTCOMES.get((run.dialog.about, doing.outcome)) if doing.outcome else None,
        "page": _page_of(subject),
    }
    return render("dialogs/review.html", status=status, **context)
