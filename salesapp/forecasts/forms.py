"""What is asked for an adjustment and for a due date."""

from __future__ import annotations

from typing import Any

from wtforms import DateField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from salesapp.core.company import company
from salesapp.core.i18n import _l
from salesapp.forecasts.figures import CALLED
from salesapp.web.forms import Form
from salesapp.web.inputs.money import MoneyField

NEEDED = InputRequired(_l("This field is required."))


class CallForm(Form):
    """A figure that somebody puts beside the calculated one."""

    category = RadioField(_l("Category"), validators=[NEEDED])
    value = MoneyField(_l("Forecast"), validators=[NEEDED])
    note = TextAreaField(_l("Note"), filters=[lambda typed: (typed or "").strip() or None])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.category.choices = [SelectChoice(each.value, str(each.label)) for each in CALLED]
        self.value.currency = company().currency


class DueForm(Form):
    """Until when the team submits."""

    due_on = DateField(_l("Due date"), validators=[NEEDED])
