"""Inputs of numbers and of money: what is typed is read in the reader's language and in the currency beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from wtforms import StringField
from wtforms.validators import NumberRange

from salesapp.core.company import company, today_for
from salesapp.core.i18n import _, _l
from salesapp.core.money import Money, convert, exponent
from salesapp.core.money.currencies import rate_to_company
from salesapp.core.money.decimals import DECIMALS
from salesapp.core.parsing.numbers import read_typed
from salesapp.web.filters import locale, number

MOST_DIGITS = 18
"""Decimals included, so many always fit the database's integers."""
ABOVE_ZERO = NumberRange(1, message=_l("Enter more than zero."))
"""Of an amount that has to be one: said by the form, so that it is said beside whatever else is wrong."""


class AmountField(StringField):
    """A number as people type it (`1,234.50`, `12k`), as Decimal of at most `places` places.

    `currency` is the one whose sign may stand beside it (`¥500`), `percent` whether a % may.
    """

    data: Any

    def __init__(
        self, *args: Any, places: int = 4, currency: str = "", percent: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        self.currency = currency
        self.percent = percent

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else number(self.data).replace(",", "")

    @property
    def typed(self) -> str:
        """What somebody wrote, without spaces around it."""
        return str(self.raw_data[0]).strip() if self.raw_data else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = self._read(self.typed) if self.typed else None
        if not self.typed:
            self.raw_data: list[str] = []  # spaces are nothing typed, also where something is required

    def _read(self, typed: str) -> Any:
        found = read_typed(typed, str(locale()), self.places, percent=self.percent)
        if found.among and not self.currency:
            raise ValueError(_("Enter the number without a currency."))
        if not found.is_in(self.currency):
            raise ValueError(other_currency(found.currency, self.currency))
        return within(found.value, self.places)


def within(value: Decimal, places: int) -> Decimal:
    """The value, if it has no more decimals than that and the database can hold it. ValueError in words."""
    if value != value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):
        raise ValueError(_("At most %(num)s decimal places.", num=places))
    if abs(value) >= Decimal(10) ** (MOST_DIGITS - places):
        raise ValueError(_("This amount is too large."))
    return value


class MoneyField(AmountField):
    """Money in minor units of `currency` (without one, the company's); where a field beside it chooses, of that one.

    `beside` names that field. The form reads the amount (`read_in`) once all that was sent with it is known.
    """

    def __init__(self, *args: Any, currency: str = "", beside: str = "", **kwargs: Any) -> None:
        currency = currency or company().currency
        super().__init__(*args, places=exponent(currency), currency=currency, **kwargs)
        self.beside = beside

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(Money(self.data, self.currency).amount)

    def read_in(self, currency: str) -> None:
        """Reads again what was typed, now in this currency."""
        if currency == self.currency or not self.typed:
            return
        self.currency, self.places = currency, exponent(currency)
        self.process_errors: list[Any] = []
        self.data = None
        try:
            self.data = self._read(self.typed)
        except ValueError as refused:
            self.process_errors = [refused.args[0]]

    def _read(self, typed: str) -> int:
        return typed_minor(typed, self.currency)


def typed_minor(typed: str, currency: str, language: str | None = None) -> int:
    """An amount as somebody types it, in minor units; ValueError in words where the currency does not have it."""
    places = exponent(currency)
    found = read_typed(typed, language or str(locale()), places)
    if not found.is_in(currency):
        raise ValueError(other_currency(found.currency, currency))
    return Money.of(within(found.value, places), currency).minor


def other_currency(written: str | None, currency: str) -> str:
    """Why an amount with another currency's sign is refused."""
    if written is None:
        return _("The symbol beside the amount doesn’t match %(currency)s.", currency=currency)
    return _(
        "The amount is in %(written)s, but the currency here is %(currency)s. Change one of them.",
        written=written,
        currency=currency,
    )


def read_amounts(fields: Mapping[str, Any], default: Callable[[dict[str, Any]], str]) -> None:
    """Reads every amount of a form in the currency that the form itself says, else in what `default` gives for it."""
    amounts = [each for each in fields.values() if isinstance(each, MoneyField) and each.beside]
    for amount in amounts:
        sent = fields[amount.beside].data if amount.beside in fields else None
        chosen = sent if sent in DECIMALS else None  # of what is no currency its own field tells
        amount.read_in(chosen or default({name: each.data for name, each in fields.items()}))


@dataclass(frozen=True)
class TypedAmount:
    """An amount in an address: major units, and the currency that was named with it."""

    value: Decimal
    currency: str | None

    def minor(self, currency: str) -> int:
        """Minor units of that currency, rounded."""
        return Money.of(self.value, currency).minor


def typed_amount(text: str) -> TypedAmount:
    """What somebody compares amounts with; ValueError for what is none, and for a sign that says too little."""
    found = read_typed(text, str(locale()))
    own = company().currency
    if found.among and found.currency is None and own not in found.among:
        raise ValueError(other_currency(None, own))
    return TypedAmount(found.value, found.currency)


def worth_of_typed(typed: TypedAmount) -> int:
    """Its worth in minor units of the company's currency. RuleBroken in a currency without a rate."""
    own = company().currency
    if typed.currency in (None, own):
        return typed.minor(own)
    rate = rate_to_company(typed.currency, on=today_for())
    return convert(typed.minor(typed.currency), typed.currency, own, rate)
