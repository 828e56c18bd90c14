"""Surveys in set-up: their questions, who is asked, starting and closing them, and what came out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Response, abort, request, url_for
from flask_login import current_user
from sqlalchemy import select

from salesapp.core.access import Permission
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.people.models import User
from salesapp.records.exporting.files import lines_of
from salesapp.records.screens import record_screens
from salesapp.surveys.forms import AudienceForm, QuestionForm, audience_form, question_form
from salesapp.surveys.kinds import FEWEST, SurveyStatus
from salesapp.surveys.models import (
    SURVEY,
    Survey,
    SurveyParticipant,
    SurveyQuestion,
    SurveyResponse,
    count_participants,
)
from salesapp.surveys.results import Asked, Given, Outcome, outcomes
from salesapp.surveys.shipped import BY_KEY, begin_from
from salesapp.web.attachments import attachment
from salesapp.web.forms import Form
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.render import committed, redirect_to, render

SHAPE = requires(Permission.SETUP)


def on_page(survey: Survey) -> dict[str, Any]:
    """What its page shows: the questions of a draft, else how many answered and what."""
    asked = {each.id: each for each in survey.audience()}
    if survey.status is SurveyStatus.DRAFT:
        return {"asked": len(asked), "answered": 0, "outcomes": None, "waiting": [], "ended": False}
    query = select(SurveyParticipant.user_id).where(SurveyParticipant.survey_id == survey.id)
    took_part = set(db.session.scalars(query))
    waiting = [] if survey.anonymous else [each for key, each in asked.items() if key not in took_part]
    return {
        "asked": len(set(asked) | took_part),
        "answered": len(took_part),
        "outcomes": outcomes_of(survey),
        "waiting": waiting,
        "ended": survey.due_on < today_for(current_user),
    }


def outcomes_of(survey: Survey) -> list[Outcome] | None:
    """What came out; None while nobody may see it.

    Anonymous answers show only once none can be added: who watches them come in sees what the newest says, and who it
    is from is seen by whose name has just gone from those who have not answered, or by asking.
    """
    if survey.anonymous and (survey.status is not SurveyStatus.CLOSED or count_participants(survey) < FEWEST):
        return None
    query = select(SurveyResponse.given, User.name).outerjoin(User, User.id == SurveyResponse.user_id)
    found = db.session.execute(
        query.where(SurveyResponse.survey_id == survey.id), execution_options={"with_deleted": True}
    )
    given = [Given(answers, name or "") for answers, name in found]
    asked = [Asked(str(each.id), each.text, each.answers) for each in survey.questions]
    return outcomes(asked, given)


surveys = record_screens(SURVEY, context=on_page)


@surveys.post("/from/<ready>")
@SHAPE
def begin(ready: str) -> Response:
    """A draft of a shipped survey."""
    chosen = BY_KEY.get(ready)
    if chosen is None:
        abort(404)
    made = begin_from(chosen, by=current_user)
    toast = _("The draft is ready. Check it, then start the survey.")
    return committed(redirect_to(url_for("surveys.show", key=made.id), toast=toast))


@surveys.get("/<int:key>/start")
@SHAPE
def ask_start(key: int) -> Response:
    """Asked first: from then on its questions stay as they are."""
    survey = visible_or_404(Survey, key)
    return render("surveys/_start.html", survey=survey, form=Form(formdata=None), title=_("Start survey"))


@surveys.post("/<int:key>/start")
@SHAPE
def start(key: int) -> Response:
    visible_or_404(Survey, key, to_change=True).start(by=current_user)
    toast = _("The survey is running. Everyone who is asked sees it on Today.")
    return committed(redirect_to(url_for("surveys.show", key=key), toast=toast))


@surveys.get("/<int:key>/close")
@SHAPE
def ask_close(key: int) -> Response:
    """Asked first: nobody can answer afterwards, and it can't be opened again."""
    survey = visible_or_404(Survey, key)
    return render("surveys/_close.html", survey=survey, form=Form(formdata=None), title=_("Close survey"))


@surveys.post("/<int:key>/close")
@SHAPE
def close(key: int) -> Response:
    visible_or_404(Survey, key, to_change=True).close(by=current_user)
    return committed(redirect_to(url_for("surveys.show", key=key), toast=_("The survey is closed.")))


@surveys.get("/<int:key>/audience")
@SHAPE
def ask_audience(key: int) -> Response:
    survey = visible_or_404(Survey, key)
    return render(
        "surveys/_audience.html", survey=survey, form=audience_form(survey), title=_("Who is asked")
    )


@surveys.post("/<int:key>/audience")
@SHAPE
def save_audience(key: int) -> Response:
    survey = visible_or_404(Survey, key, to_change=True)
    form = audience_form(survey)
    if form.validate_on_submit():
        survey.address(form.roles.data or [], form.teams.data or [], by=current_user)
        return committed(redirect_to(url_for("surveys.show", key=key)))
    return _audience(survey, form, status=form.http_status)


def _audience(survey: Survey, form: AudienceForm, status: int = 200) -> Response:
    title = _("Who is asked")
    return render("surveys/_audience.html", survey=survey, form=form, title=title, status=status)


@surveys.get("/<int:key>/results.csv")
@SHAPE
def download(key: int) -> Response:
    """Every question with every answer, how many gave it and, where the survey names them, who."""
    survey = visible_or_404(Survey, key)
    found = outcomes_of(survey)
    if found is None:
        abort(404)
    heads = [_("Question"), _("Answer"), _("Count"), _("Share (%)")]
    heads += [] if survey.anonymous else [_("People")]
    lines = [line.encode() for line in lines_of(heads, _rows(found, named=not survey.anonymous))]
    return attachment(iter(lines), f"{_('Survey')} {survey.id}.csv")


def _rows(found: list[Outcome], *, named: bool) -> Iterator[list[Any]]:
    for each in found:
        for tally in each.tallies:
            yield [each.text, tally.words, tally.count, tally.share, *([", ".join(tally.people)] * named)]
        for text, who in each.texts:
            yield [each.text, text, 1, None, *([who] * named)]


@surveys.get("/<int:key>/questions/new")
@SHAPE
def new_question(key: int) -> Response:
    return _page(visible_or_404(Survey, key), None, question_form(None))


@surveys.post("/<int:key>/questions/new")
@SHAPE
def add_question(key: int) -> Response:
    return _saved(visible_or_404(Survey, key, to_change=True), None, question_form(None))


@surveys.get("/<int:key>/questions/<int:question_id>")
@SHAPE
def edit_question(key: int, question_id: int) -> Response:
    survey = visible_or_404(Survey, key)
    question = _question(survey, question_id)
    return _page(survey, question, question_form(question))


@surveys.post("/<int:key>/questions/<int:question_id>")
@SHAPE
def save_question(key: int, question_id: int) -> Response:
    survey = visible_or_404(Survey, key, to_change=True)
    question = _question(survey, question_id)
    return _saved(survey, question, question_form(question))


@surveys.post("/<int:key>/questions/<int:question_id>/move")
@SHAPE
def move_question(key: int, question_id: int) -> Response:
    """One place up or down: `direction` is "up" or "down"."""
    survey = visible_or_404(Survey, key, to_change=True)
    places = -1 if request.form.get("direction") == "up" else 1
    survey.move(_question(survey, question_id), places, by=current_user)
    return committed(redirect_to(url_for("surveys.show", key=key)))


@surveys.post("/<int:key>/questions/<int:question_id>/remove")
@SHAPE
def remove_question(key: int, question_id: int) -> Response:
    survey = visible_or_404(Survey, key, to_change=True)
    survey.drop(_question(survey, question_id), by=current_user)
    return committed(redirect_to(url_for("surveys.show", key=key), toast=_("The question is removed.")))


def _question(survey: Survey, question_id: int) -> SurveyQuestion:
    found = survey.question(question_id)
    if found is None:
        abort(404)
    return found


def _saved(survey: Survey, question: SurveyQuestion | None, form: QuestionForm) -> Response:
    """Keeps what the form says, or shows it again with what is wrong."""
    if form.validate_on_submit():
        try:
            survey.put(question, form.said(), by=current_user)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            done = redirect_to(url_for("surveys.show", key=survey.id), toast=_("The question is saved."))
            return committed(done)
    return _page(survey, question, form, status=form.http_status)


def _page(survey: Survey, question: SurveyQuestion | None, form: QuestionForm, status: int = 200) -> Response:
    return render("surveys/question.html", survey=survey, question=question, form=form, status=status)
