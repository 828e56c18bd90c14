"""What is typed on the sheet of an option, and what is ticked by whoever accepts."""

from __future__ import annotations

from typing import Any

from flask import request
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from salesapp.core.i18n import _l
from salesapp.core.parsing.texts import key_in
from salesapp.products.queries import tax_rates
from salesapp.quotes.forms import NEEDED, LineForm
from salesapp.quotes.options.choosing import Choice, completed, proposed
from salesapp.quotes.options.models import QuoteOption
from salesapp.web.inputs.money import AmountField


class OptionForm(LineForm):
    """One option of a draft; made by `option_form`, since the price has a currency."""

    choice = StringField(
        _l("Alternatives"),
        [Length(max=80)],
        description=_l(
            "Options with the same name here, such as Color, are alternatives: the customer takes exactly one."
        ),
    )
    preselected = BooleanField(_l("Suggested"), description=_l("Ticked until the customer decides otherwise"))


def option_form(option: QuoteOption, currency: str) -> OptionForm:
    """The form over an option as it stands."""
    names = ("description", "quantity", "unit_price", "discount", "choice", "preselected")
    values = {name: getattr(option, name) for name in names} | {"tax_rate": option.tax_rate_id}
    price = AmountField(_l("Price"), [InputRequired(NEEDED)], currency=currency)
    kind: type[OptionForm] = type("OptionForm", (OptionForm,), {"unit_price": price})
    return kind(tax_rates(option), data=values, existing=option)


def ticked(quote: Any) -> list[QuoteOption]:
    """What the request ticks of the options of a quote; before anybody chose, what is proposed."""
    values = request.values
    if "chosen" not in values:
        return proposed(quote.options)
    return completed(quote.options, _ids())


def choice_sent(quote: Any) -> Choice | None:
    """The choice that is accepted, with the total that stood beside it; None where there was none to make."""
    if not quote.options:
        return None
    return Choice(tuple(_ids()), request.form.get("agreed", type=int))


def _ids() -> list[int]:
    """Ticks are all called `option`; alternatives `option-` and the first of them."""
    found = [
        key_in(value)
        for name, values in request.values.lists()
        for value in values
        if name == "option" or name.startswith("option-")
    ]
    return [each for each in dict.fromkeys(found) if each is not None]
