"""Conditions between what is typed in a form and what is kept, for records of any type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from wtforms import Form as SubForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from salesapp.core.company import company
from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field, offered
from salesapp.core.i18n import _, _l
from salesapp.core.money import exponent
from salesapp.core.parsing.numbers import read_typed
from salesapp.core.parsing.texts import parts
from salesapp.core.registry import RecordType
from salesapp.records.condition_values import condition_fields
from salesapp.records.conditions import OF_CHOICES, OF_NUMBERS, OF_TEXTS, Condition, Operator
from salesapp.records.notation.choices import choice_names, read_choice, read_country
from salesapp.web.filters import locale, number, show
from salesapp.web.forms import NOTHING, PLACES
from salesapp.web.inputs.money import other_currency

SPARE_ROWS = 2
"""Empty conditions below those there are; saving brings further ones."""
LONGEST = 500


def choices_of(type_: RecordType, without: str = "") -> list[SelectChoice]:
    """The fields that conditions may ask about, to be picked from."""
    asked = (each for each in condition_fields(type_) if each.name != without)
    return [NOTHING, *(SelectChoice(each.name, str(each.label)) for each in asked)]


class ConditionForm(SubForm):
    """One condition; without a field it is none. Each type's own form says which fields there are: `field`."""

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


def typed_rows(type_: RecordType, rows: Iterable[Any]) -> list[Condition]:
    """The conditions of the rows that name a field. RuleBroken for one that cannot be asked."""
    asked = (each.form for each in rows if each.form.field.data)
    return [typed(type_, row.field.data, row.operator.data, row.value.data or "") for row in asked]


def in_rows(type_: RecordType, conditions: Sequence[Condition]) -> list[dict[str, str]]:
    """The rows of the form: one for each condition, and spare ones."""
    rows = [
        {"field": each.field, "operator": each.operator.value, "value": shown(type_, each)}
        for each in conditions
    ]
    return rows + [{}] * SPARE_ROWS


def typed(type_: RecordType, name: str, operator: str, text: str) -> Condition:
    """A condition of what stands in one row of the form. RuleBroken where it makes no sense."""
    declared = next((each for each in condition_fields(type_) if each.name == name), None)
    if declared is None or operator not in set(Operator):
        raise RuleBroken(_("This condition can’t be used."), field="conditions")
    compared = Operator(operator)
    if compared not in fitting(declared):
        raise RuleBroken(
            _(
                "%(field)s: “%(operator)s” doesn’t work with this field.",
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
            _("%(field)s: enter a value to compare with.", field=declared.label), field="conditions"
        )
    return Condition(name, compared, tuple(kept_value(declared, each) for each in given))


def fitting(declared: Field) -> frozenset[Operator]:
    """The comparisons that make sense for the field."""
    if declared.numeric:
        return OF_NUMBERS
    return OF_CHOICES if declared.kind in {"choice", "country", "currency_code"} else OF_TEXTS


def kept_value(declared: Field, text: str) -> str:
    """A typed value as records keep theirs: a choice and a country by their code, an amount as a plain number."""
    try:
        if declared.choices is not None:
            return str(read_choice(text, choice_names(declared.choices)).value)
        if declared.kind == "country":
            return read_country(text)
        if declared.numeric:
            return str(_number(declared, text))
    except ValueError as error:
        raise RuleBroken(f"{declared.label}: {error}", field="conditions") from None
    return text.upper() if declared.kind == "currency_code" else text


def _number(declared: Field, text: str) -> Decimal:
    """What records' numbers are compared with; amounts in the company's currency."""
    own = company().currency
    places = exponent(own) if declared.kind == "money" else PLACES.get(declared.kind)
    found = read_typed(text, str(locale()), places, percent=declared.kind == "percent")
    if found.among and (declared.kind != "money" or not found.is_in(own)):
        raise ValueError(other_currency(found.currency, own))
    return found.value


def shown(type_: RecordType, condition: Condition) -> str:
    """The values of a condition as the reader types and reads them."""
    declared = type_.fields_by_name.get(condition.field)
    if declared is None:
        return ", ".join(condition.wanted)
    return ", ".join(_shown(declared, each) for each in condition.wanted)


def _shown(declared: Field, wanted: str) -> str:
    if declared.numeric:
        return number(Decimal(wanted))
    value: Any = wanted if declared.choices is None else declared.choices(wanted)
    return show(declared, value)


def words(type_: RecordType, conditions: Iterable[Condition]) -> str:
    """`Source is Website · Country is one of Germany, Austria`; empty for no condition."""
    return " · ".join(_said(type_, each) for each in conditions)


def _said(type_: RecordType, condition: Condition) -> str:
    declared = type_.fields_by_name.get(condition.field)
    label = condition.field if declared is None else declared.label
    said = (label, condition.operator.label, shown(type_, condition))
    return " ".join(str(part) for part in said if part)


def known_values(type_: RecordType) -> list[str]:
    """What the browser proposes for values: the choices of the type's fields by their names."""
    chosen = [each.choices for each in condition_fields(type_) if each.choices is not None]
    return [str(each.label) for choices in chosen for each in offered(choices)]
