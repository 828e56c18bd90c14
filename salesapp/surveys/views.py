"""Answering surveys: what waits for the reader, one page each, and the thanks."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for
from flask_login import current_user

from salesapp.core.access import Permission
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.surveys.answering import answer, answered_by, has_answered, surveys_for
from salesapp.surveys.forms import answer_form, given_in
from salesapp.surveys.kinds import SurveyStatus
from salesapp.surveys.models import Survey
from salesapp.web.forms import Form
from salesapp.web.guards import requires, visible_or_404
from salesapp.web.once import leave_no_trace
from salesapp.web.render import committed, redirect_to, render

my_surveys = Blueprint("my_surveys", __name__, url_prefix="/my-surveys")
OWN = requires(Permission.SIGNED_IN)
SHOWN = 20


@my_surveys.get("")
@OWN
def index() -> Response:
    """What waits for the reader, and what they answered."""
    waiting = surveys_for(current_user, today_for(current_user))
    return render("surveys/mine.html", waiting=waiting, answered=answered_by(current_user, SHOWN))


@my_surveys.get("/<int:survey_id>")
@OWN
def show(survey_id: int) -> Response:
    survey = _asked(survey_id)
    return _page(survey, answer_form(survey))


@my_surveys.post("/<int:survey_id>")
@OWN
def send(survey_id: int) -> Response:
    """Keeps the answers. What was sent twice was answered once; whatever is refused comes back as it was typed."""
    survey = _asked(survey_id)
    form = answer_form(survey)
    if survey.anonymous:
        leave_no_trace()
    if has_answered(survey, current_user):
        return committed(redirect_to(url_for("my_surveys.show", survey_id=survey_id)))
    if form.validate_on_submit():
        try:
            answer(survey, given_in(form, survey), by=current_user._get_current_object())
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(broken)
        else:
            done = redirect_to(url_for("my_surveys.show", survey_id=survey_id), toast=_("Thank you."))
            return committed(done)
    return _page(survey, form, status=422)


def _asked(survey_id: int) -> Survey:
    """A survey that was started and that the reader is asked, or was."""
    survey = visible_or_404(Survey, survey_id)
    theirs = survey.asks(current_user) or has_answered(survey, current_user)
    if survey.status is SurveyStatus.DRAFT or not theirs:
        abort(404)
    return survey


def _page(survey: Survey, form: Form, status: int = 200) -> Response:
    done = has_answered(survey, current_user)
    is_open = survey.is_open(today_for(current_user))
    return render("surveys/answer.html", survey=survey, form=form, done=done, is_open=is_open, status=status)
