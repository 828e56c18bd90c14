"""What stands in an input, as the screens show such a value: for people who compare what two of them typed."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import BooleanField, DateField, FieldList, FormField, HiddenField, PasswordField, SelectFieldBase
from wtforms import Field as Input
from wtforms.fields import FileField

from salesapp.core.i18n import _, in_a_list
from salesapp.core.money import Money
from salesapp.web.filters import day, instant, money, number, percent
from salesapp.web.inputs.moments import InstantField
from salesapp.web.inputs.money import AmountField, MoneyField


def merged_inputs(form: Iterable[Input]) -> list[Input]:
    """The inputs that stand for values: secrets, files and what only the form itself needs are none."""
    return [each for each in form if not isinstance(each, HiddenField | PasswordField | FileField)]


def said(field: Input, beside: Iterable[Input] = ()) -> str:
    """`beside` are the inputs it is read with, such as its currency. What cannot be read stands there as typed."""
    if isinstance(field, FieldList | FormField):
        parts = field.entries if isinstance(field, FieldList) else merged_inputs(field.form)
        return " · ".join(filter(None, (said(each, parts) for each in parts)))
    if isinstance(field, BooleanField):
        return _("Yes") if field.data else _("No")
    if isinstance(field, SelectFieldBase):
        return in_a_list(each.label for each in field.iter_choices() if each.selected and each.value)
    if field.data is not None and not field.process_errors:
        if isinstance(field, MoneyField):
            return _money(field, beside)
        if isinstance(field, AmountField):
            return percent(field.data) if field.percent else number(field.data)
        if isinstance(field, InstantField):
            return instant(field.data)
        if isinstance(field, DateField):
            return day(field.data)
    return str(getattr(field, "text", None) or field._value())


def _money(field: MoneyField, beside: Iterable[Input]) -> str:
    """In the currency that was chosen with it, which need not be the one there is now."""
    chosen = [each.data for each in beside if each.short_name == field.beside and each.data]
    currency = str(chosen[0]) if chosen else field.currency
    return money(Money.of(Money(field.data, field.currency).amount, currency).minor, currency)
