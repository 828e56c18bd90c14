"""The conditions of a rule between what is typed in a form and what is kept, for records of any type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from wtforms import Form as SubForm
from wtforms import StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from salesapp.core.company import company
from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field, offered
from salesapp.core.i18n import _, _l, in_a_list
from salesapp.core.parsing.texts import parts
from salesapp.core.registry import RecordType
from salesapp.records.filters.amounts import amount_of
from salesapp.records.filters.conditions import Condition, Operator
from salesapp.records.filters.operators import sort_of
from salesapp.records.filters.values import LONGEST, condition_fields, kept
from salesapp.records.filters.words import shown as shown_value
from salesapp.web.filters import number
from salesapp.web.forms import NOTHING
from salesapp.web.inputs.money import other_currency
from salesapp.web.inputs.select import SelectField

SPARE_ROWS = 2
"""Empty conditions below those there are; saving brings further ones."""
ASKED_BY_RULES = tuple(each for each in Operator if each not in {Operator.LISTED, Operator.WITHIN})
"""Rules are asked at any time, by nobody: none of them speaks of this week."""


def choices_of(type_: RecordType, without: str = "") -> list[SelectChoice]:
    """The fields that conditions may ask about, to be picked from."""
    asked = (each for each in condition_fields(type_) if each.name != without)
    return [NOTHING, *(SelectChoice(each.name, str(each.label)) for each in asked)]


class ConditionForm(SubForm):
    """One condition; without a field it is none. Each type's own form says which fields there are: `field`."""

    operator = SelectField(
        _l("Comparison"),
        choices=[SelectChoice(each.value, each.label) for each in ASKED_BY_RULES],
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
    if declared is None or operator not in set(ASKED_BY_RULES):
        raise RuleBroken(_("This condition can’t be used."), field="conditions")
    compared = Operator(operator)
    given = parts(text) if compared.asks_several else [text]
    found = Condition(name, compared, kept(declared, compared, given))
    if declared.kind == "money" and any(amount_of(each).currency for each in found.wanted):
        # A rule lasts, and the rates of another currency do not.
        own = company().currency
        said = other_currency(amount_of(found.wanted[0]).currency, own)
        raise RuleBroken(f"{declared.label}: {said}", field="conditions")
    return found


def shown(type_: RecordType, condition: Condition) -> str:
    """The values of a condition as the reader types them."""
    declared = type_.fields_by_name.get(condition.field)
    if declared is None:
        return in_a_list(condition.wanted)
    return in_a_list(_typed(declared, each) for each in condition.wanted)


def _typed(declared: Field, wanted: str) -> str:
    if declared.numeric:
        return number(Decimal(wanted))
    return wanted if sort_of(declared) == "days" else shown_value(declared, wanted)


def known_values(type_: RecordType) -> list[str]:
    """What the browser proposes for values: the choices of the type's fields by their names."""
    chosen = [each.choices for each in condition_fields(type_) if each.choices is not None]
    return [str(each.label) for choices in chosen for each in offered(choices)]
