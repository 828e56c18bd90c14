"""What is asked for an adjustment and for a due date."""

from __future__ import annotations

from typing import Any

from flask import request
from wtforms import DateField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from salesapp.core.company import company
from salesapp.core.i18n import _, _l
from salesapp.forecasts.figures import CALLED
from salesapp.web.filters import money
from salesapp.web.forms import Form
from salesapp.web.inputs.money import MoneyField

NEEDED = InputRequired(_l("This field is required."))


class CallForm(Form):
    """A figure that somebody puts beside the calculated one. One below what is `closed` already is asked about once."""

    closed = 0
    """In minor units of the company's currency."""

    category = RadioField(_l("Category"), validators=[NEEDED])
    value = MoneyField(_l("Forecast"), validators=[NEEDED])
    note = TextAreaField(_l("Note"), filters=[lambda typed: (typed or "").strip() or None])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.category.choices = [SelectChoice(each.value, str(each.label)) for each in CALLED]

    @property
    def is_below_closed(self) -> bool:
        """Whether it says less than what is won already: deals would have to be reopened for it to come true."""
        return self.value.data is not None and 0 <= self.value.data < self.closed

    def validate_value(self, _field: Any) -> None:
        """Asks about such a figure, until it is saved anyway."""
        if self.is_below_closed and "anyway" not in request.form:
            closed = money(self.closed, company().currency)
            raise ValidationError(
                _("%(amount)s is already closed in this period. Is a lower total right?", amount=closed)
            )


class DueForm(Form):
    """Until when the team submits."""

    due_on = DateField(_l("Due date"), validators=[NEEDED])
