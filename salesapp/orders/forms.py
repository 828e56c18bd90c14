"""What is typed on the pages of orders."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from salesapp.core.i18n import _l
from salesapp.orders.models import Order
from salesapp.quotes.document import headline
from salesapp.web.forms import Form
from salesapp.web.inputs.money import AmountField


class CancelForm(Form):
    """Why the order ends."""

    reason = TextAreaField(
        _l("Reason"), [DataRequired(_l("Enter the reason for cancelling.")), Length(max=2000)]
    )


class FulfilForm(Form):
    """How much of each line was delivered; proposed is everything that is open."""

    @property
    def quantities(self) -> dict[int, Decimal]:
        """Line id → quantity; lines left empty are left out."""
        found = {name: field.data for name, field in self._fields.items() if name.startswith("line_")}
        return {int(name.removeprefix("line_")): value for name, value in found.items() if value}

    @property
    def line_fields(self) -> list[Any]:
        return [field for field in self if field.name.startswith("line_")]


def fulfil_form(order: Order) -> FulfilForm:
    """The form with a field for each line that is still open."""
    not_negative = NumberRange(0, message=_l("A quantity can’t be negative."))
    fields = {
        f"line_{line.id}": AmountField(
            headline(line), [Optional(), not_negative], places=3, default=line.quantity_open
        )
        for line in order.lines
        if line.quantity_open
    }
    made: FulfilForm = type("FulfilForm", (FulfilForm,), fields)()
    return made
