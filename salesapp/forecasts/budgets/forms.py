"""What is asked for the budget of a team."""

from __future__ import annotations

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from salesapp.core.i18n import _l
from salesapp.forecasts.quotas.forms import EVENLY, SEASONS
from salesapp.web.forms import Form
from salesapp.web.inputs.money import MoneyField


class BudgetForm(Form):
    """A year's amount, net, and how it is spread over the months; without one there is no budget."""

    amount = MoneyField(_l("Budget for the year, net"))
    spread = RadioField(
        _l("Spread"),
        choices=[SelectChoice(EVENLY, _l("Evenly")), SelectChoice(SEASONS, _l("Like the last three years"))],
        default=EVENLY,
    )
