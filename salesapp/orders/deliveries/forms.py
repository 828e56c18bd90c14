"""What is typed when something was delivered."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from wtforms import DateField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from salesapp.core.company import today_for
from salesapp.core.i18n import _l
from salesapp.orders.models import Order
from salesapp.orders.models.delivery import OrderDelivery
from salesapp.quotes.document import headline
from salesapp.web.forms import Form
from salesapp.web.inputs.money import AmountField


class DeliveryForm(Form):
    """How much of each line was delivered, and when."""

    delivered_on = DateField(_l("Delivered on"), [DataRequired(_l("Enter the date of delivery."))])
    note = StringField(
        _l("Note"),
        [Length(max=500)],
        description=_l("Such as the tracking number. Printed on the delivery note."),
    )

    @property
    def quantities(self) -> dict[int, Decimal]:
        """Line id → quantity; lines left empty are left out."""
        found = {name: field.data for name, field in self._fields.items() if name.startswith("line_")}
        return {int(name.removeprefix("line_")): value for name, value in found.items() if value}

    @property
    def line_fields(self) -> list[Any]:
        return [field for field in self if field.name.startswith("line_")]


def delivery_form(order: Order, delivery: OrderDelivery | None = None) -> DeliveryForm:
    """A field for each line that is open, proposing all of it; for a correction what was recorded."""
    before = {} if delivery is None else delivery.quantities
    not_negative = NumberRange(0, message=_l("A quantity can’t be negative."))
    fields = {
        f"line_{line.id}": AmountField(
            headline(line),
            [Optional(), not_negative],
            places=3,
            default=line.quantity_open if delivery is None else before.get(line.id),
        )
        for line in order.lines
        if line.quantity_open or line.id in before
    }
    kind = type("DeliveryForm", (DeliveryForm,), fields)
    values = {"delivered_on": today_for()} if delivery is None else _said(delivery)
    made: DeliveryForm = kind(data=values, existing=delivery)
    return made


def _said(delivery: OrderDelivery) -> dict[str, Any]:
    return {"delivered_on": delivery.delivered_on, "note": delivery.note}
