"""Values of conditions: what people type as it is kept, and what a record at hand answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from salesapp.core.company import company, today_for
from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.core.money import Money, exponent
from salesapp.core.money.currencies import rate_to_company
from salesapp.core.ordering.cursors import plain_text
from salesapp.core.parsing.numbers import read_typed
from salesapp.core.parsing.texts import key_in
from salesapp.core.registry import RecordType
from salesapp.records.filters.conditions import WORTHLESS, Value
from salesapp.records.filters.operators import DAYS, Operator, fitting
from salesapp.records.filters.periods import is_period
from salesapp.records.filters.readers import PEOPLE
from salesapp.records.notation.choices import choice_names, read_boolean, read_choice, read_country
from salesapp.web.filters import locale
from salesapp.web.forms import PLACES
from salesapp.web.inputs.money import other_currency, typed_amount, within

LONGEST = 500


def kept(declared: Field, operator: Operator, texts: Sequence[str], label: str = "") -> tuple[str, ...]:
    """The typed values as conditions keep them. RuleBroken, naming the field, where they make no sense."""
    label = label or str(declared.label)
    if operator not in fitting(declared):
        sentence = _(
            "%(field)s: “%(operator)s” doesn’t work with this field.", field=label, operator=operator.label
        )
        raise RuleBroken(sentence, field="conditions")
    if not operator.asks_value:
        return ()
    given = [each for text in texts if (each := text.strip())]
    if not given:
        raise RuleBroken(_("%(field)s: enter a value to compare with.", field=label), field="conditions")
    try:
        return tuple(
            kept_value(declared, each, operator) for each in given[: None if operator.asks_several else 1]
        )
    except ValueError as error:
        raise RuleBroken(f"{label}: {error}", field="conditions") from None


def kept_value(declared: Field, text: str, operator: Operator = Operator.EQUALS) -> str:
    """One typed value: a choice and a country by their code, an amount as a plain number. ValueError in words."""
    if len(text) > LONGEST:
        raise ValueError(_("This value is too long."))
    if declared.choices is not None:
        return _choice(declared.choices, text)
    if declared.numeric:
        return _number(declared, text)
    if declared.kind in DAYS:
        return _day(declared, text, operator)
    match declared.kind:
        case "link":
            return _link(declared, text)
        case "country":
            return read_country(text)
        case "boolean":
            return "1" if read_boolean(text) else "0"
        case "currency_code":
            text = text.upper()
    return plain_text(text)


def _choice(choices: type[Any], text: str) -> str:
    try:
        return str(choices(text).value)
    except ValueError:
        return str(read_choice(text, choice_names(choices)).value)


def _number(declared: Field, text: str) -> str:
    """A plain number; of money in the company's currency, unless another is named: `12.5`, `USD 200`."""
    if declared.kind == "money":
        typed = typed_amount(text)
        own = company().currency
        within(typed.value, exponent(typed.currency or own))
        return (
            plain(typed.value) if typed.currency in {None, own} else f"{typed.currency} {plain(typed.value)}"
        )
    places = PLACES.get(declared.kind, 0)
    found = read_typed(text, str(locale()), places, percent=declared.kind == "percent")
    if found.among:
        raise ValueError(other_currency(found.currency, company().currency))
    within(found.value, places)
    if declared.kind == "integer":
        within_four_bytes(found.value)
    return plain(found.value)


def within_four_bytes(value: Decimal) -> None:
    """ValueError for a whole number that no column of the kind holds."""
    if value.copy_abs() > 2**31 - 1:
        raise ValueError(_("This amount is too large."))


def plain(value: Decimal) -> str:
    """`1234.5`: without grouping, exponent or trailing zeros."""
    return f"{value.normalize():f}"


def _day(declared: Field, text: str, operator: Operator) -> str:
    if operator is Operator.WITHIN:
        if not is_period(text):
            raise ValueError(_("“%(text)s” is no period.", text=text))
        return text
    read = datetime.fromisoformat if declared.kind == "instant" and "T" in text else date.fromisoformat
    no_day = _("“%(text)s” is no day. Enter it like 2026-11-30.", text=text)
    try:
        found = read(text)
    except ValueError:
        raise ValueError(no_day) from None
    if (
        not date.min.year + 1 < found.year < date.max.year
    ):  # an end of the calendar has no next day in some zone
        raise ValueError(no_day)
    return found.isoformat()


def _link(declared: Field, text: str) -> str:
    if declared.target == "user" and text in PEOPLE:
        return text
    if key_in(text) is None:
        raise ValueError(_("“%(text)s” is not on the list.", text=text))
    return str(key_in(text))


# --- What a record answers ----------------------------------------------------------------------


def condition_fields(type_: RecordType) -> list[Field]:
    """What the conditions of rules may ask about: everything that somebody types."""
    return [each for each in type_.editable if each.kind != "link"]


def value_of(type_: RecordType, record: Any) -> Callable[[str], Value]:
    """Reads a record's fields, or its row's, for conditions: choices by value, amounts in the company's currency."""

    def read(name: str) -> Value:
        declared = type_.fields_by_name.get(name)
        value = None if declared is None else getattr(record, declared.attribute)
        if declared is None or value is None:
            return None
        if declared.kind == "money":
            worth = in_company(value, getattr(record, declared.currency) or "")
            return WORTHLESS if worth is None else worth
        if declared.kind in {"date", "instant", "boolean"}:
            return value  # type: ignore[no-any-return]
        return Decimal(value) if declared.numeric else str(value)

    return read


def in_company(minor: int, currency: str) -> Decimal | None:
    """The amount in the company's currency; None where nobody set a rate, so that no condition on it holds."""
    try:
        rate = rate_to_company(currency, on=today_for())
    except RuleBroken:
        return None
    return Money(minor, currency).amount * rate
