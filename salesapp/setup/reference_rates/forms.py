"""The file, and what of it is taken over."""

from __future__ import annotations

from datetime import date

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from salesapp.core.i18n import _l, ngettext
from salesapp.setup.forms import NEEDED
from salesapp.setup.reference_rates.planning import Plan, Standing
from salesapp.web.filters import day as day_words
from salesapp.web.filters import number
from salesapp.web.forms import Form


class RatesFileForm(Form):
    """A file of the European Central Bank."""

    file = FileField(_l("File of the ECB"), validators=[FileRequired(_l("Choose a file."))])


class TakeRatesForm(Form):
    """Of which currencies, as they were shown from that day on; made by `take_form`."""

    since = DateField(_l("Rates from"), validators=[DataRequired(NEEDED)])


def take_form(plan: Plan) -> type[TakeRatesForm]:
    """The form over what the file says of each currency."""
    choices = [SelectChoice(each.currency, _said(each, plan.own)) for each in plan.standings]
    field = SelectMultipleField(
        _l("Currencies"), choices=choices, validators=[DataRequired(_l("Choose at least one currency."))]
    )
    return type("TakeRatesForm", (TakeRatesForm,), {"currencies": field})


def _said(each: Standing, own: str) -> str:
    day, rate = each.newest or (date.min, 0)
    counts = [
        ngettext("%(num)s new", "%(num)s new", len(each.new)) if each.new else "",
        ngettext("%(num)s changed", "%(num)s changed", len(each.changed)) if each.changed else "",
        ngettext("%(num)s already there", "%(num)s already there", each.same) if each.same else "",
    ]
    newest = f"1 {each.currency} = {number(rate)} {own} ({day_words(day)})"
    return " · ".join(filter(None, [newest, *counts]))
