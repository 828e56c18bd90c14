"""The form of an assignment rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from salesapp.core.i18n import _, _l, in_a_list
from salesapp.leads.assignment.rules import AssignmentRule, Receiver, Sharing
from salesapp.leads.models import LEAD
from salesapp.records.filters.conditions import Condition
from salesapp.records.filters.forms import ConditionForm, choices_of, in_rows, typed_rows
from salesapp.records.filters.words import words
from salesapp.web.forms import Form


def _field_choices() -> list[SelectChoice]:
    return choices_of(LEAD)


class LeadConditionForm(ConditionForm):
    """One condition on a lead."""

    field = SelectField(_l("Field"), choices=_field_choices, validate_choice=False)


class RuleForm(Form):
    """A rule as the administrator sees it."""

    name = StringField(_l("Name"), validators=[DataRequired(_l("This field is required.")), Length(max=80)])
    active = BooleanField(_l("Active"))
    conditions = FieldList(FormField(LeadConditionForm), label=_l("Conditions"))
    receiver = RadioField(
        _l("Assign leads to"),
        choices=[SelectChoice(each.value, each.label) for each in Receiver],
        coerce=Receiver,
    )
    people = SelectMultipleField(_l("People"), coerce=int)
    team = SelectField(_l("Team"), coerce=lambda typed: typed or None)
    queue = SelectField(_l("Queue"), coerce=lambda typed: int(typed) if typed else None)
    sharing = RadioField(
        _l("How leads are distributed"),
        choices=[SelectChoice(each.value, each.label) for each in Sharing],
        coerce=Sharing,
    )

    def typed_conditions(self) -> list[Condition]:
        """The conditions that were typed. RuleBroken for one that cannot be asked."""
        return typed_rows(LEAD, self.conditions)


def values_of(rule: AssignmentRule | None) -> dict[str, Any]:
    """What the form of the rule shows."""
    if rule is None:
        begun = {"active": True, "receiver": Receiver.PEOPLE, "sharing": Sharing.TURNS}
        return begun | {"conditions": in_rows(LEAD, [])}
    return {
        "name": rule.name,
        "active": rule.active,
        "receiver": rule.receiver,
        "sharing": rule.sharing,
        "people": [each.id for each in rule.people],
        "team": rule.team,
        "queue": rule.queue_id,
        "conditions": in_rows(LEAD, rule.conditions),
    }


def condition_words(conditions: Sequence[Condition]) -> str:
    """The conditions as one sentence."""
    return words(LEAD, conditions) or _("Every lead")


def receiver_words(rule: AssignmentRule) -> str:
    """Who gets the leads of a rule, and how they share."""
    if rule.receiver is Receiver.QUEUE:
        return "" if rule.queue is None else rule.queue.name
    if rule.receiver is Receiver.TEAM:
        return " · ".join((_("Team %(name)s", name=rule.team), str(rule.sharing.label)))
    names = in_a_list(each.name for each in rule.people)
    return names if len(rule.people) < 2 else f"{names} · {rule.sharing.label}"
