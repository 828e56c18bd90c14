"""Amounts in conditions: plain numbers of the company's currency (`12.5`), or with another one (`USD 200`)."""

from __future__ import annotations

from decimal import Decimal

from salesapp.core.company import company
from salesapp.core.money import Money
from salesapp.web.filters import money, money_short
from salesapp.web.inputs.money import TypedAmount, worth_of_typed


def amount_of(wanted: str) -> TypedAmount:
    """The amount that a condition keeps, and the currency that it names."""
    currency, _space, number = wanted.rpartition(" ")
    return TypedAmount(Decimal(number), currency or None)


def worth_of(wanted: str) -> Decimal:
    """The same in the company's currency, at today's rate. RuleBroken in a currency without one."""
    if " " not in wanted:
        return Decimal(wanted)
    return Money(worth_of_typed(amount_of(wanted)), company().currency).amount


def amount_in_words(wanted: str) -> str:
    """`€1,000`, `US$12.50`: without decimals where they say nothing."""
    amount = amount_of(wanted)
    code = amount.currency or company().currency
    minor = amount.minor(code)
    whole = amount.value == amount.value.to_integral_value()
    return money_short(minor, code) if whole else money(minor, code)
