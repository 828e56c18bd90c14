"""What is typed of discounts and instalments: a few rows each, of which empty ones say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import BooleanField
from wtforms.validators import NumberRange, Optional

from salesapp.core.company import MOST_DAYS
from salesapp.core.i18n import _l
from salesapp.products.payment_terms.models import PaymentTerms
from salesapp.products.payment_terms.plan import Due, EarlyDiscount, Part
from salesapp.web.forms import Form
from salesapp.web.inputs.money import AmountField
from salesapp.web.inputs.rules import WholeField

DISCOUNTS, PARTS = 3, 6
"""How many rows a sheet has."""
DAYS = (Optional(), NumberRange(0, MOST_DAYS))


class StepsForm(Form):
    """Rows of a percentage and its days; made by `discounts_form` and `parts_form`."""

    rows: int

    def row(self, number: int) -> list[Any]:
        """The fields of one row."""
        return [self[name] for name in self._fields if name.endswith(f"_{number}")]

    @property
    def discounts(self) -> list[EarlyDiscount]:
        return [EarlyDiscount(percent, self._value("days", number) or 0) for number, percent in self._typed()]

    @property
    def parts(self) -> list[Part]:
        return [Part(percent, self._due(number)) for number, percent in self._typed()]

    def _due(self, number: int) -> Due:
        then = self._value("then_days", number) or 0
        return Due(self._value("days", number) or 0, bool(self._value("end_of_month", number) or then), then)

    def _typed(self) -> list[tuple[int, Decimal]]:
        numbers = range(1, self.rows + 1)
        return [(each, percent) for each in numbers if (percent := self._value("percent", each)) is not None]

    def _value(self, name: str, number: int) -> Any:
        return self[f"{name}_{number}"].data


def discounts_form(terms: PaymentTerms) -> StepsForm:
    """The discounts for paying early, and empty rows for more."""
    rows = [{"percent": each.percent, "days": each.days} for each in terms.plan.discounts]
    return _form(terms, DISCOUNTS, rows, {"percent": _percent, "days": _days(_l("Paid within days"))})


def parts_form(terms: PaymentTerms) -> StepsForm:
    """The instalments, and empty rows for more."""
    rows = [
        {
            "percent": each.percent,
            "days": each.due.days,
            "end_of_month": each.due.end_of_month,
            "then_days": each.due.then_days or None,
        }
        for each in terms.plan.parts
    ]
    fields = {
        "percent": _percent,
        "days": _days(_l("Days to pay")),
        "end_of_month": lambda: BooleanField(_l("Until the end of the month")),
        "then_days": _days(_l("Days after the end of the month")),
    }
    return _form(terms, PARTS, rows, fields)


def _percent() -> Any:
    return AmountField(_l("Percent"), [Optional(), NumberRange(0, 100)], places=3)


def _days(label: Any) -> Any:
    return lambda: WholeField(label, validators=DAYS)


def _form(
    terms: PaymentTerms, count: int, rows: Sequence[dict[str, Any]], fields: dict[str, Any]
) -> StepsForm:
    made: dict[str, Any] = {"rows": count}
    for number in range(1, count + 1):
        made |= {f"{name}_{number}": make() for name, make in fields.items()}
    data = {f"{name}_{place}": each for place, row in enumerate(rows, 1) for name, each in row.items()}
    form: StepsForm = type("StepsForm", (StepsForm,), made)(data=data, existing=terms)
    return form
