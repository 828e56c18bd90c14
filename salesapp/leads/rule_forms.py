"""The form of an assignment rule, and conditions between what is typed and what is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
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
from wtforms import Form as SubForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field
from salesapp.core.i18n import _, _l
from salesapp.core.money import parse_amount
from salesapp.core.typed import parts
from salesapp.leads.conditions import OF_CHOICES, OF_NUMBERS, OF_TEXTS, Condition, Operator
from salesapp.leads.models import LEAD
from salesapp.leads.rules import AssignmentRule, Receiver, Sharing, condition_fields
from salesapp.records.importing.choices import choice_names, read_choice, read_country
from salesapp.web.filters import locale, number, show
from salesapp.web.forms import NOTHING, Form

SPARE_ROWS = 2
"""Empty conditions below those there are; saving brings further ones."""
LONGEST = 500


def _field_choices() -> list[SelectChoice]:
    return [NOTHING, *(SelectChoice(each.name, str(each.label)) for each in condition_fields())]


class ConditionForm(SubForm):
    """One condition; without a field it is none."""

    field = SelectField(_l("Field"), choices=_field_choices, validate_choice=False)
    operator = SelectField(
        _l("Comparison"),
        choices=[SelectChoice(each.value, each.label) for each in Operator],
        validate_choice=False,
    )
    value = StringField(
        _l("Value"),
        validators=[Length(max=LONGEST)],
        render_kw={"autocomplete": "off", "list": "known-values"},
    )


class RuleForm(Form):
    """A rule as the administrator sees it."""

    name = StringField(_l("Name"), validators=[DataRequired(_l("This is needed.")), Length(max=80)])
    active = BooleanField(_l("Active"))
    conditions = FieldList(FormField(ConditionForm), label=_l("Conditions"))
    receiver = RadioField(
        _l("Who gets the lead"),
        choices=[SelectChoice(each.value, each.label) for each in Receiver],
        coerce=Receiver,
    )
    people = SelectMultipleField(_l("People"), coerce=int)
    team = SelectField(_l("Team"), coerce=lambda typed: typed or None)
    queue = SelectField(_l("Queue"), coerce=lambda typed: int(typed) if typed else None)
    sharing = RadioField(
        _l("How they share"),
        choices=[SelectChoice(each.value, each.label) for each in Sharing],
        coerce=Sharing,
    )

    def typed_conditions(self) -> list[Condition]:
        """The conditions that were typed. RuleBroken for one that cannot be asked."""
        return typed_rows(self.conditions)


def typed_rows(rows: Iterable[Any]) -> list[Condition]:
    """The conditions of the rows that name a field. RuleBroken for one that cannot be asked."""
    asked = (each.form for each in rows if each.form.field.data)
    return [typed(row.field.data, row.operator.data, row.value.data or "") for row in asked]


def values_of(rule: AssignmentRule | None) -> dict[str, Any]:
    """What the form of the rule shows."""
    if rule is None:
        begun = {"active": True, "receiver": Receiver.PEOPLE, "sharing": Sharing.TURNS}
        return begun | {"conditions": in_rows([])}
    return {
        "name": rule.name,
        "active": rule.active,
        "receiver": rule.receiver,
        "sharing": rule.sharing,
        "people": [each.id for each in rule.people],
        "team": rule.team,
        "queue": rule.queue_id,
        "version": str(rule.version),
        "conditions": in_rows(rule.conditions),
    }


def in_rows(conditions: Sequence[Condition]) -> list[dict[str, str]]:
    """The rows of the form: one for each condition, and spare ones."""
    rows = [
        {"field": each.field, "operator": each.operator.value, "value": shown(each)} for each in conditions
    ]
    return rows + [{}] * SPARE_ROWS


def typed(name: str, operator: str, text: str) -> Condition:
    """A condition of what stands in one row of the form. RuleBroken where it makes no sense."""
    declared = next((each for each in condition_fields() if each.name == name), None)
    if declared is None or operator not in set(Operator):
        raise RuleBroken(_("This condition cannot be asked."), field="conditions")
    compared = Operator(operator)
    if compared not in fitting(declared):
        raise RuleBroken(
            _(
                "%(field)s: “%(operator)s” does not fit this field.",
                field=declared.label,
                operator=compared.label,
            ),
            field="conditions",
        )
    if not compared.asks_value:
        return Condition(name, compared)
    given = parts(text) if compared is Operator.ONE_OF else [text.strip()]
    if not any(given):
        raise RuleBroken(
            _("%(field)s: say with what it is compared.", field=declared.label), field="conditions"
        )
    return Condition(name, compared, tuple(kept_value(declared, each) for each in given))


def fitting(declared: Field) -> frozenset[Operator]:
    """The comparisons that make sense for the field."""
    if declared.numeric:
        return OF_NUMBERS
    return OF_CHOICES if declared.kind in {"choice", "country", "currency_code"} else OF_TEXTS


def kept_value(declared: Field, text: str) -> str:
    """A typed value as leads keep theirs: a choice and a country by their code, an amount as a plain number."""
    try:
        if declared.choices is not None:
            return read_choice(text, choice_names(declared.choices)).value
        if declared.kind == "country":
            return read_country(text)
        if declared.numeric:
            return str(parse_amount(text, str(locale())))
    except ValueError as error:
        raise RuleBroken(f"{declared.label}: {error}", field="conditions") from None
    return text.upper() if declared.kind == "currency_code" else text


def shown(condition: Condition) -> str:
    """The values of a condition as the reader types and reads them."""
    declared = LEAD.fields_by_name.get(condition.field)
    if declared is None:
        return ", ".join(condition.wanted)
    return ", ".join(_shown(declared, each) for each in condition.wanted)


def _shown(declared: Field, wanted: str) -> str:
    if declared.numeric:
        return number(Decimal(wanted))
    value: Any = wanted if declared.choices is None else declared.choices(wanted)
    return show(declared, value)


def words(conditions: Sequence[Condition]) -> str:
    """`Source is Website · Country is one of Germany, Austria`."""
    said = []
    for each in conditions:
        declared = LEAD.fields_by_name.get(each.field)
        label = each.field if declared is None else declared.label
        said.append(" ".join(str(part) for part in (label, each.operator.label, shown(each)) if part))
    return " · ".join(said) or _("Every lead")


def receiver_words(rule: AssignmentRule) -> str:
    """Who gets the leads of a rule, and how they share."""
    if rule.receiver is Receiver.QUEUE:
        return "" if rule.queue is None else rule.queue.name
    if rule.receiver is Receiver.TEAM:
        return " · ".join((_("Team %(name)s", name=rule.team), str(rule.sharing.label)))
    names = ", ".join(each.name for each in rule.people)
    return names if len(rule.people) < 2 else f"{names} · {rule.sharing.label}"


def known_values() -> list[str]:
    """What the browser proposes for values: the choices of leads by their names."""
    return [str(each.label) for declared in condition_fields() for each in (declared.choices or ())]  # type: ignore[attr-defined]
