"""Forms: a question in set-up with its answers, and the step of a run."""

from __future__ import annotations

from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms import Form as SubForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field, offered
from salesapp.core.i18n import _, _l
from salesapp.core.registry import RecordType
from salesapp.dialogs.course import END
from salesapp.dialogs.models import (
    ASKABLE,
    Asking,
    Dialog,
    DialogAnswer,
    DialogQuestion,
    DialogRun,
    Outcome,
)
from salesapp.dialogs.values import TICKED, UNTICKED, kept, read, words
from salesapp.records.notation.choices import choice_names, read_boolean, read_choice, read_country
from salesapp.web.forms import NOTHING, Form, form_for
from salesapp.web.inputs.rules import WholeField

SPARE_ANSWERS = 2
"""Empty answers below those there are; saving brings further ones."""
TAPPED = frozenset({"text", "long_text", "choice", "country", "boolean", "url"})
"""The kinds of fields that an answer to tap can set."""


def _stripped(value: str | None) -> str | None:
    return (value or "").strip() or None


class AnswerForm(SubForm):
    """One answer to tap; without words it is none."""

    key = HiddenField()
    text = StringField(_l("Answer"), filters=[_stripped], validators=[Length(max=120)])
    value = StringField(
        _l("Sets the field to"),
        filters=[_stripped],
        validators=[Length(max=255)],
        render_kw={"autocomplete": "off"},
    )
    goes_to = SelectField(_l("Then"), coerce=lambda typed: int(typed) if typed else None)
    outcome = SelectField(
        _l("Effect"),
        choices=[NOTHING, *(SelectChoice(each.value, each.label) for each in Outcome)],
        coerce=lambda typed: Outcome(typed) if typed else None,
    )
    next_step = StringField(_l("Plans a task"), filters=[_stripped], validators=[Length(max=255)])
    next_step_in = WholeField(
        _l("In days"),
        validators=[Optional(), NumberRange(0, 365)],
        render_kw={"inputmode": "numeric"},
    )


class QuestionForm(Form):
    """A question as the administrator sees it."""

    text = StringField(
        _l("Question"),
        filters=[_stripped],
        validators=[DataRequired(_l("This field is required.")), Length(max=255)],
    )
    hint = TextAreaField(_l("Help text"), filters=[_stripped])
    asking = RadioField(
        _l("Answer type"),
        choices=[SelectChoice(each.value, each.label) for each in Asking],
        coerce=Asking,
    )
    field_name = SelectField(_l("Field to fill"), coerce=lambda typed: typed or None)
    required = BooleanField(_l("Answer required"))
    answers = FieldList(FormField(AnswerForm), label=_l("Answers"))


def question_form(dialog: Dialog, question: DialogQuestion | None) -> QuestionForm:
    """The form of a question, with the fields of its records and the questions that may come after."""
    form = QuestionForm(data=_values(question), existing=question)
    fields = fillable(dialog.subject_type)
    form.field_name.choices = [NOTHING, *(SelectChoice(each.name, str(each.label)) for each in fields)]
    later = [each for each in dialog.questions if question is None or each.position > question.position]
    targets = [] if question is None else [SelectChoice(str(each.id), each.text) for each in later]
    follows = SelectChoice("", _("Next question"))
    for entry in form.answers:
        entry.form.goes_to.choices = [follows, *targets, SelectChoice(str(END), _("End of dialog"))]
    return form


def fillable(type_: RecordType) -> list[Field]:
    """The fields that answers may fill: what somebody could type on the record's own form."""
    return [each for each in type_.editable if each.kind in ASKABLE]


def _values(question: DialogQuestion | None) -> dict[str, Any]:
    spare: list[dict[str, Any]] = [{} for _each in range(SPARE_ANSWERS)]
    if question is None:
        return {"asking": Asking.CHOICE, "required": True, "answers": spare}
    names = ("text", "hint", "asking", "field_name", "required")
    rows = [_row(each) for each in question.answers]
    return {name: getattr(question, name) for name in names} | {"answers": rows + spare}


def _row(answer: DialogAnswer) -> dict[str, Any]:
    declared = answer.question.field
    shown = answer.value
    if declared is not None and answer.value:
        shown = words(declared, read(declared, answer.value), "")
    names = ("text", "outcome", "next_step", "next_step_in")
    return {name: getattr(answer, name) for name in names} | {
        "key": answer.id,
        "value": shown,
        "goes_to": END if answer.ends else answer.goes_to_id,
    }


def fill(question: DialogQuestion, form: QuestionForm) -> None:
    """Sets what the form says. RuleBroken for answers that make no sense."""
    question.text, question.hint = form.text.data or "", form.hint.data
    question.asking, question.field_name = form.asking.data, form.field_name.data
    question.required = bool(form.required.data)
    if question.asking is Asking.FIELD and question.field is None:
        raise RuleBroken(_("Choose the field that the answer fills."), field="field_name")
    if question.asking is Asking.WORDS:
        question.field_name = None
    _fill_answers(question, form)


def _fill_answers(question: DialogQuestion, form: QuestionForm) -> None:
    rows = [each.form for each in form.answers if each.form.text.data]
    if question.asking is not Asking.CHOICE:
        question.answers = []
        return
    if not rows:
        raise RuleBroken(_("Enter at least one answer."), field="answers")
    if question.field is not None and question.field.kind not in TAPPED:
        raise RuleBroken(
            _(
                "%(field)s can’t be filled from a list of answers. Choose “Record field” instead.",
                field=question.field.label,
            ),
            field="field_name",
        )
    # What stays keeps its row, since runs that wait name it.
    there = {str(each.id): each for each in question.answers}
    question.answers = [
        _filled(there.get(row.key.data) or DialogAnswer(), row, place, question.field)
        for place, row in enumerate(rows)
    ]


def _filled(answer: DialogAnswer, row: Any, place: int, declared: Field | None) -> DialogAnswer:
    answer.position, answer.text = place, row.text.data
    answer.value = None if declared is None or not row.value.data else _value(declared, row.value.data)
    answer.ends = row.goes_to.data == END
    answer.goes_to_id = row.goes_to.data or None
    answer.outcome = row.outcome.data
    answer.next_step, answer.next_step_in = row.next_step.data, row.next_step_in.data
    return answer


def _value(declared: Field, text: str) -> str:
    """A typed value as the field keeps it. RuleBroken for one that it does not take."""
    try:
        if declared.choices is not None:
            return str(read_choice(text, choice_names(declared.choices)).value)
        if declared.kind == "country":
            return read_country(text)
        if declared.kind == "boolean":
            return TICKED if read_boolean(text) else UNTICKED
    except ValueError as error:
        raise RuleBroken(f"{declared.label}: {error}", field="answers") from None
    if declared.kind == "text" and len(text) > declared.length:
        raise RuleBroken(
            _("%(field)s: At most %(num)s characters.", field=declared.label, num=declared.length),
            field="answers",
        )
    return text


def known_values(dialog: Dialog) -> list[str]:
    """What the browser proposes for values: the choices of the records by their names."""
    fields = fillable(dialog.subject_type)
    chosen = [each.choices for each in fields if each.choices is not None]
    return [str(each.label) for choices in chosen for each in offered(choices)]


class WordsForm(Form):
    """An answer in own words."""

    answer = TextAreaField(_l("Answer"), filters=[_stripped], validators=[Length(max=20_000)])


def step_form(run: DialogRun, question: DialogQuestion, subject: Any) -> Form:
    """The form that takes the answer: an input for a field or own words, none for answers to tap."""
    given = run.given_to(question)
    if question.asking is Asking.CHOICE:
        return Form()
    if question.asking is Asking.WORDS or question.field is None:
        return WordsForm(data={"answer": given.get("value")})
    declared = question.field
    begun = getattr(subject, declared.attribute)
    values = {declared.name: read(declared, given["value"]) if "value" in given else begun}
    required = (declared.name,) if question.required else ()
    return form_for(
        run.dialog.subject_type,
        only=(declared.name,),
        values=values,
        currency=getattr(subject, "currency", None),
        require=required,
    )


def typed(form: Form, question: DialogQuestion) -> dict[str, Any]:
    """What was typed, as the run keeps it; empty for nothing."""
    name = "answer" if question.asking is Asking.WORDS or question.field is None else question.field.name
    value = kept(form.values()[name])
    return {} if value is None or value == "" else {"value": value}
