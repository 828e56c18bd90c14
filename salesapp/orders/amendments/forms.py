"""What is typed while an amendment is prepared, and when it is made."""

from __future__ import annotations

from typing import Any

from wtforms import DateField, TextAreaField
from wtforms.validators import Length, Optional

from salesapp.core.db import db
from salesapp.core.i18n import _l
from salesapp.orders.amendments.actions import Wanted
from salesapp.orders.models import Order, OrderLine
from salesapp.products.models import TaxRate
from salesapp.products.queries import tax_rates
from salesapp.quotes.forms import LineForm
from salesapp.web.forms import Form, LinkField
from salesapp.web.inputs.money import AmountField


class ChangeForm(LineForm):
    """What a line should say; made by `change_form` and `addition_form`, since the price has a currency."""

    requested_on = DateField(_l("Requested delivery date"), [Optional()])

    @property
    def wanted(self) -> Wanted:
        rate = None if self.tax_rate.data is None else db.session.get(TaxRate, self.tax_rate.data)
        return Wanted(
            (self.description.data or "").strip(),
            self.quantity.data,
            self.unit_price.data,
            self.discount_given,
            rate,
            self.requested_on.data,
        )


class AmendForm(Form):
    """Why the order changes."""

    reason = TextAreaField(_l("Reason"), [Length(max=2000)])


class DecisionForm(Form):
    """A few words to the decision."""

    note = TextAreaField(
        _l("Your answer"), [Length(max=2000)], filters=[lambda typed: (typed or "").strip() or None]
    )


def change_form(line: OrderLine, said: OrderLine, currency: str) -> ChangeForm:
    """The form over a line; `said` says what it would be, or is the line itself where no change is prepared."""
    names = ("description", "quantity", "unit_price", "discount", "requested_on")
    values = {name: getattr(said, name) for name in names} | {"tax_rate": said.tax_rate_id}
    return _kind(currency)(tax_rates(line), data=values, existing=line)


def addition_form(order: Order) -> Any:
    """The form of a line that is added: of a product at its price, or of free text."""
    product = LinkField(_l("Product"), target="product")
    form = type("AdditionForm", (_kind(order.currency),), {"product": product})
    return form(tax_rates(), data={"quantity": 1})


def _kind(currency: str) -> type[ChangeForm]:
    price = AmountField(_l("Price"), [Optional()], currency=currency)
    return type("ChangeForm", (ChangeForm,), {"unit_price": price})
