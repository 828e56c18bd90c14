"""Forms of set-up: what a stage shows and asks for, and where open opportunities go when it is archived."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from salesapp.core.i18n import _, _l
from salesapp.core.parsing.texts import key_in
from salesapp.opportunities.models import OPPORTUNITY
from salesapp.opportunities.process_setup.editing import ITEM_LENGTH, ITEMS, Line
from salesapp.opportunities.processes.models import SalesProcess, Stage
from salesapp.records.filters.conditions import Condition
from salesapp.records.filters.forms import ConditionForm, choices_of, in_rows, typed_rows
from salesapp.web.forms import Form

BLANK_LINES = 3
NEEDED = _l("This field is required.")


class ItemForm(PlainForm):
    """A line of the checklist; part of the stage's form, which carries the CSRF token."""

    key = HiddenField()
    text = StringField(_l("Checklist item"), render_kw={"maxlength": ITEM_LENGTH})
    must = BooleanField(_l("Must be ticked"))


def _field_choices() -> list[SelectChoice]:
    return choices_of(OPPORTUNITY)


class ExitCheckForm(ConditionForm):
    """One condition on the opportunity."""

    field = SelectField(_l("Field"), choices=_field_choices, validate_choice=False)


class PathForm(Form):
    """Which fields a stage shows, which of them it insists on, its checklist and its exit checks."""

    shown = SelectMultipleField(_l("Key fields"))
    must = SelectMultipleField(_l("Required fields"))
    items = FieldList(FormField(ItemForm), _l("Checklist"))
    conditions = FieldList(FormField(ExitCheckForm), _l("Exit checks"))

    @property
    def lines(self) -> list[Line]:
        """The checklist as it was typed."""
        typed = [each.form for each in self.items]
        return [Line(_key(e.key.data), (e.text.data or "").strip(), e.must.data) for e in typed]

    @property
    def exit_checks(self) -> list[Condition]:
        """The conditions that were typed. RuleBroken for one that cannot be asked."""
        return typed_rows(OPPORTUNITY, self.conditions)


def path_form(stage: Stage | None) -> PathForm:
    """What the stage asks, with blank lines to add to its checklist."""
    keys = [] if stage is None else stage.key_fields
    lines: list[dict[str, Any]] = (
        []
        if stage is None
        else [{"key": each.id, "text": each.text, "must": each.must} for each in stage.items]
    )
    blank = [{"key": "", "text": "", "must": False}] * min(BLANK_LINES, ITEMS - len(lines))
    shown, must = [each.field for each in keys], [each.field for each in keys if each.must]
    checks = in_rows(OPPORTUNITY, [] if stage is None else stage.conditions)
    data = {"shown": shown, "must": must, "items": lines + blank, "conditions": checks}
    form = PathForm(data=data, existing=stage)
    form.shown.choices = form.must.choices = [(each.name, each.label) for each in OPPORTUNITY.editable]
    return form


def archive_form(leaving: Sequence[Stage], processes: Sequence[SalesProcess]) -> Form:
    """For each stage that is left with open opportunities, where they go: a stage of one of `processes`."""
    gone, several = {each.id for each in leaving}, len(processes) > 1
    choices = [SelectChoice("", _("Choose a stage"))] + [
        SelectChoice(str(stage.id), f"{process.name} · {stage.name}" if several else stage.name)
        for process in processes
        for stage in process.open_stages
        if stage.id not in gone
    ]
    inputs = {
        f"stage_{stage.id}": SelectField(
            stage.name, choices=choices, coerce=_key, validators=[DataRequired(NEEDED)]
        )
        for stage in leaving
    }
    return cast("Form", type("ArchiveForm", (Form,), inputs)())


def _key(value: Any) -> int | None:
    return key_in(str(value or ""))
