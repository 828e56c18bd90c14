"""Which surveys wait for somebody, and taking their answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken, all_of
from salesapp.core.i18n import _
from salesapp.people.models import User
from salesapp.surveys.kinds import LONGEST, QuestionKind, SurveyStatus
from salesapp.surveys.models import Survey, SurveyParticipant, SurveyQuestion, SurveyResponse


def unanswered(user_id: Any, day: Any) -> ColumnElement[bool]:
    """Surveys that run on that day and this person has not answered, whether or not they are asked."""
    answered = exists().where(SurveyParticipant.survey_id == Survey.id, SurveyParticipant.user_id == user_id)
    return and_(
        Survey.status == SurveyStatus.OPEN, Survey.due_on >= day, Survey.deleted_at.is_(None), ~answered
    )


def surveys_for(user: User, day: date) -> list[Survey]:
    """Those that wait for this person, the most pressing first."""
    query = select(Survey).where(unanswered(user.id, day)).order_by(Survey.due_on, Survey.id)
    return [each for each in db.session.scalars(query) if each.asks(user)]


def answered_by(user: User, most: int) -> list[Survey]:
    """Those that they answered, the newest first."""
    query = select(Survey).join(SurveyParticipant, SurveyParticipant.survey_id == Survey.id)
    query = query.where(SurveyParticipant.user_id == user.id).order_by(Survey.due_on.desc(), Survey.id.desc())
    return list(db.session.scalars(query.limit(most)))


def has_answered(survey: Survey, user: User) -> bool:
    """Whether this person has."""
    query = select(SurveyParticipant.id).where(
        SurveyParticipant.survey_id == survey.id, SurveyParticipant.user_id == user.id
    )
    return db.session.scalar(query) is not None


def answer(survey: Survey, given: Mapping[int, str | None], *, by: User) -> None:
    """Keeps what somebody answered, by question id. RuleBroken for what is missing or is no answer.

    Of two at once the second meets the first one's row and finds, begun again, that all was answered. Who closes it
    meanwhile is waited for: what came out is shown from then on, and may not grow by an answer.
    """
    db.session.flush()  # or what was begun in this act, such as its start, is forgotten
    db.session.refresh(survey, with_for_update={"read": True})
    if not survey.is_open(today_for(by)):
        raise RuleBroken(_("This survey is closed and takes no further answers."))
    if has_answered(survey, by):
        raise RuleBroken(_("You have already answered this survey."))
    all_of(*(partial(_said, each, given) for each in survey.questions))
    kept = {str(each.id): said for each in survey.questions if (said := _said(each, given)) is not None}
    db.session.add(SurveyParticipant(survey_id=survey.id, user_id=by.id))
    whose = None if survey.anonymous else by.id
    db.session.add(SurveyResponse(survey_id=survey.id, user_id=whose, given=kept))
    db.session.flush()


def _said(question: SurveyQuestion, given: Mapping[int, str | None]) -> str | None:
    said = (given.get(question.id) or "").strip()
    name = f"q{question.id}"
    if not said:
        if question.required:
            raise RuleBroken(_("This question needs an answer."), field=name)
        return None
    if question.kind is not QuestionKind.TEXT and said not in dict(question.answers):
        raise RuleBroken(_("This answer is no longer available."), field=name)
    if len(said) > LONGEST:
        raise RuleBroken(_("At most %(num)s characters.", num=LONGEST), field=name)
    return said
