"""Forms: a question in set-up, who is asked, and the answers of one person."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from salesapp.core.access import Role
from salesapp.core.db import db
from salesapp.core.i18n import _, _l
from salesapp.people.models import User
from salesapp.surveys.kinds import LONGEST, QuestionKind
from salesapp.surveys.models import Survey, SurveyQuestion
from salesapp.web.forms import Form


def _stripped(value: str | None) -> str | None:
    return (value or "").strip() or None


class QuestionForm(Form):
    """A question as the administrator writes it."""

    text = StringField(
        _l("Question"),
        filters=[_stripped],
        validators=[DataRequired(_l("This field is required.")), Length(max=255)],
    )
    kind = RadioField(
        _l("Answer type"),
        choices=[SelectChoice(each.value, each.label) for each in QuestionKind],
        coerce=QuestionKind,
    )
    options = TextAreaField(
        _l("Answers"), description=_l("For a single choice: one answer per line"), filters=[_stripped]
    )
    required = BooleanField(_l("Answer required"))

    def said(self) -> dict[str, Any]:
        """The values as the survey takes them."""
        lines = [line.strip() for line in (self.options.data or "").splitlines()]
        return {
            "text": self.text.data,
            "kind": self.kind.data,
            "required": bool(self.required.data),
            "options": [line for line in lines if line],
        }


def question_form(question: SurveyQuestion | None) -> QuestionForm:
    """The form of a question, or of a new one."""
    if question is None:
        return QuestionForm(data={"kind": QuestionKind.SCALE, "required": True})
    values = {name: getattr(question, name) for name in ("text", "kind", "required")}
    return QuestionForm(data=values | {"options": "\n".join(question.options)}, existing=question)


class AudienceForm(Form):
    """Who is asked: none ticked means all of them."""

    roles = SelectMultipleField(_l("Roles"), choices=[SelectChoice(each.value, each.label) for each in Role])
    teams = SelectMultipleField(_l("Teams"))


def audience_form(survey: Survey) -> AudienceForm:
    """The form with the teams there are, and those that were chosen."""
    form = AudienceForm(data={"roles": survey.roles, "teams": survey.teams}, existing=survey)
    query = select(User.team).where(User.team.is_not(None), User.active).distinct()
    teams = sorted({*filter(None, db.session.scalars(query)), *survey.teams}, key=str.casefold)
    form.teams.choices = [SelectChoice(each, each) for each in teams]
    return form


def answer_form(survey: Survey) -> Form:
    """One field for each question, called q and its number; what may be answered is the survey's own rule."""
    fields = {f"q{each.id}": _field(each) for each in survey.questions}
    made: Form = type("AnswerForm", (Form,), fields)()
    return made


def _field(question: SurveyQuestion) -> Any:
    label = question.text if question.required else _("%(label)s (optional)", label=question.text)
    if question.kind is QuestionKind.TEXT:
        return TextAreaField(label, filters=[_stripped], validators=[Length(max=LONGEST)])
    choices = [SelectChoice(value, words) for value, words in question.answers]
    return RadioField(label, choices=choices, validate_choice=False)


def given_in(form: Form, survey: Survey) -> dict[int, str | None]:
    """What was answered, by question id."""
    return {each.id: form[f"q{each.id}"].data for each in survey.questions}
