"""What is asked for a quota, for splitting one and for a table of them."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from salesapp.core.i18n import _l
from salesapp.web.forms import Form
from salesapp.web.inputs.money import MoneyField

EVENLY, SEASONS = "evenly", "seasons"
NEEDED = InputRequired(_l("This field is required."))


class YearForm(Form):
    """A year's amount and how it is spread over the months."""

    amount = MoneyField(_l("Quota for the year"), validators=[NEEDED])
    spread = RadioField(
        _l("Spread"),
        choices=[SelectChoice(EVENLY, _l("Evenly")), SelectChoice(SEASONS, _l("Like the last three years"))],
        default=EVENLY,
    )


class SplitForm(Form):
    """How a team's quota is divided over its people."""

    shares = RadioField(
        _l("Split"),
        choices=[
            SelectChoice(EVENLY, _l("Evenly")),
            SelectChoice(SEASONS, _l("By what each closed last year")),
        ],
        default=EVENLY,
    )


class TableForm(Form):
    """A table of quotas: pasted, or a file."""

    table = TextAreaField(_l("Person, period, amount"), render_kw={"rows": 8})
    file = FileField(_l("CSV or Excel file"))
