"""The forms of prices."""

from __future__ import annotations

from typing import Any

from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from salesapp.core.i18n import _l
from salesapp.products.models import PriceBook
from salesapp.web.forms import Form, LinkField
from salesapp.web.inputs.money import AmountField
from salesapp.web.inputs.select import SelectField

NEEDED = _l("This field is required.")


class PriceForm(Form):
    """A price from a quantity on."""

    from_quantity = AmountField(_l("From quantity"), places=3, validators=[InputRequired(NEEDED)])
    price = AmountField(_l("Price"), places=4, validators=[InputRequired(NEEDED)])


def priced_in(kind: type[PriceForm], currency: str) -> type[Any]:
    """That form for prices in this currency, whose sign may stand beside them."""
    price = AmountField(_l("Price"), [InputRequired(NEEDED)], currency=currency)
    return type(kind.__name__, (kind,), {"price": price})


class NewPriceForm(PriceForm):
    """A price in a given book."""

    product = LinkField(_l("Product"), target="product", validators=[DataRequired(NEEDED)])


class ProductPriceForm(PriceForm):
    """A price of a given product, in one of the books."""

    book = SelectField(_l("Price book"), coerce=int, validators=[DataRequired(NEEDED)])

    def __init__(self, books: list[PriceBook], **keywords: Any) -> None:
        super().__init__(**keywords)
        self.book.choices = [SelectChoice(each.id, f"{each.name} · {each.currency}") for each in books]
