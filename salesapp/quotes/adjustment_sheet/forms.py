"""What is typed for a discount or a charge."""

from __future__ import annotations

from typing import Any

from wtforms import StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from salesapp.core.i18n import _l
from salesapp.products.models import TaxRate
from salesapp.products.queries import tax_rates
from salesapp.web.forms import Form
from salesapp.web.inputs.money import AmountField
from salesapp.web.inputs.select import SelectField

NEEDED = _l("This field is required.")
PERCENT = "percent"


class AdjustmentForm(Form):
    """A discount or a charge; made by `adjustment_form`, which knows the currency and whether it is taxed by itself."""

    kind = SelectField(
        _l("Kind"),
        choices=[SelectChoice("discount", _l("Discount")), SelectChoice("charge", _l("Charge"))],
        default="discount",
    )
    value: AmountField
    unit: SelectField
    reason = StringField(_l("What for"), [InputRequired(NEEDED), Length(max=200)])


class PricePerForm(Form):
    """How many units the price of a line is for."""

    base_quantity = AmountField(_l("Price is for so many units"), [InputRequired(NEEDED)], places=3)


def adjustment_form(document: Any, line: Any) -> AdjustmentForm:
    """The empty form, or what was sent."""
    currency = document.currency
    fields: dict[str, Any] = {
        "value": AmountField(_l("Amount"), [InputRequired(NEEDED)], currency=currency),
        "unit": SelectField(
            _l("In"), choices=[SelectChoice("amount", currency), SelectChoice(PERCENT, "%")], default="amount"
        ),
    }
    if line is None:
        choices = [SelectChoice("", "–"), *(SelectChoice(str(rate.id), rate.said) for rate in tax_rates())]
        fields["tax_rate"] = SelectField(_l("Tax"), choices=choices, default=_usual(document))
    kind: type[AdjustmentForm] = type("AdjustmentForm", (AdjustmentForm,), fields)
    return kind()


def chosen_rate(form: AdjustmentForm) -> TaxRate | None:
    """The tax of a document's discount or charge."""
    wanted = form.tax_rate.data if "tax_rate" in form else None
    return next((rate for rate in tax_rates() if str(rate.id) == wanted), None)


def _usual(document: Any) -> str:
    """The tax of the document's largest line."""
    largest = max(document.lines, key=lambda line: abs(line.net), default=None)
    return str(largest.tax_rate_id or "") if largest is not None else ""
