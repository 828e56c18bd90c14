"""The forms of set-up."""

from __future__ import annotations

from functools import cache
from typing import Any

from babel import Locale
from babel.numbers import get_territory_currencies
from wtforms import DateField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange

from salesapp.core import clock
from salesapp.core.access import Permission
from salesapp.core.company import Company
from salesapp.core.i18n import _l
from salesapp.core.registry import RecordType
from salesapp.core.types import RATE_PLACES
from salesapp.people.models import Language
from salesapp.records.capturing import REFUSE, WARN
from salesapp.web.filters import locale
from salesapp.web.forms import Form, form_for
from salesapp.web.inputs.money import AmountField
from salesapp.web.inputs.rules import WholeField
from salesapp.web.inputs.select import SelectField

NEEDED = _l("This field is required.")
COMPANY = RecordType(
    key="company",
    model=Company,
    plural="companies",
    label=_l("Company"),
    label_plural=_l("Company"),
    icon="building-2",
    view=Permission.SETUP,
    edit=Permission.SETUP,
)
"""Describes the settings to the form maker only: they are no records and not in the registry."""

REACH_LABELS = {
    "private": _l("Owner only"),
    "read": _l("Everyone can view"),
    "edit": _l("Everyone can edit"),
}

PARTS = (
    ("", ("name", "street", "postal_code", "city", "country", "email", "phone", "website")),
    (
        _l("Currency and accounting"),
        (
            *("currency", "tax_number", "register_number", "legal_lines"),
            *("fiscal_year_start", "locked_until"),
        ),
    ),
    (_l("Documents"), ("payment_days", "quote_days", "discount_limit")),
    (_l("Language and region"), ("language", "zone", "region")),
    (_l("Users"), ("user_limit",)),
    (_l("Recognition"), ("leaderboard",)),
)
"""The sections of the company form: heading, fields."""


@cache
def tender() -> frozenset[str]:
    """The currencies that are legal tender somewhere today."""
    territories = [str(code) for code in Locale("en").territories if len(str(code)) == 2]
    return frozenset(code for each in territories for code in get_territory_currencies(each))


def all_currencies() -> list[SelectChoice]:
    """Every currency of today by code, with its name in the reader's language."""
    names = locale().currencies
    return [SelectChoice(code, f"{code} · {names.get(code, code)}") for code in sorted(tender())]


def months() -> list[SelectChoice]:
    """1 to 12 with their names in the reader's language."""
    return [
        SelectChoice(number, str(locale().months["stand-alone"]["wide"][number])) for number in range(1, 13)
    ]


def company_form(company: Company) -> Form:
    """The settings as they are declared, with lists to choose from where the declaration only says text or number."""
    names = [name for _heading, part in PARTS for name in part]
    values = {name: getattr(company, name) for name in names}
    declared = type(form_for(COMPANY, values=values, only=names))
    made: Form = type("CompanyForm", (declared,), _chosen())(data=values, existing=company)
    return made


def _chosen() -> dict[str, Any]:
    days = [InputRequired(NEEDED), NumberRange(0, 365, _l("From 0 to 365 days."))]
    limit = [InputRequired(NEEDED), NumberRange(0, 100, _l("From 0 to 100 percent."))]
    return {
        "currency": SelectField(_l("Currency"), choices=all_currencies),
        "zone": SelectField(_l("Time zone"), choices=[SelectChoice(each) for each in clock.zones()]),
        "language": SelectField(
            _l("Language"), choices=[SelectChoice(each.value, each.label) for each in Language]
        ),
        "fiscal_year_start": SelectField(_l("Fiscal year begins in"), choices=months, coerce=int),
        "payment_days": WholeField(_l("Days to pay"), validators=days),
        "quote_days": WholeField(_l("Days a quote is valid"), validators=days),
        "discount_limit": AmountField(_l("Discount limit for reps in %"), places=4, validators=limit),
    }


class RateForm(Form):
    """One unit of a currency in the company's own."""

    currency = SelectField(_l("Currency"), choices=all_currencies, validators=[DataRequired(NEEDED)])
    rate = AmountField(_l("Rate"), places=RATE_PLACES, validators=[InputRequired(NEEDED)])
    valid_from = DateField(_l("From"), validators=[DataRequired(NEEDED)])


def reach_form(types: list[RecordType], reach: dict[str, str]) -> Form:
    """One choice per record type that people own."""
    choices = [SelectChoice(key, label) for key, label in REACH_LABELS.items()]
    fields = {each.key: SelectField(each.label_plural, choices=choices) for each in types}
    made: Form = type("ReachForm", (Form,), fields)(
        data={each.key: reach.get(each.key, "private") for each in types}, existing=reach
    )
    return made


def duplicates_form(types: list[RecordType], handling: dict[str, str]) -> Form:
    """One choice per record type of which duplicates are found."""
    choices = [SelectChoice(WARN, _l("Warn, but allow")), SelectChoice(REFUSE, _l("Block duplicates"))]
    fields = {each.key: SelectField(each.label_plural, choices=choices) for each in types}
    made: Form = type("DuplicatesForm", (Form,), fields)(
        data={each.key: handling.get(each.key, WARN) for each in types}, existing=handling
    )
    return made
