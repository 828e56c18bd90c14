"""Currencies in use and their rates to the company's currency."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    UniqueConstraint,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core.company import company, today_for
from salesapp.core.db import Base, Rate, ShortText, db
from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.core.money import exact, exponent
from salesapp.core.settings_cache import cached


class CurrencyRate(Base):
    """One unit of `currency` is worth `rate` of the company's currency from `valid_from` on."""

    __tablename__ = "currency_rates"

    currency: Mapped[str] = mapped_column(ShortText(3))
    valid_from: Mapped[date] = mapped_column()
    rate: Mapped[Decimal] = mapped_column(Rate())

    __table_args__ = (UniqueConstraint("currency", "valid_from"),)


def active_currencies() -> list[str]:
    """The company's own and every one that has a rate."""
    own = company().currency
    return [own, *(each for each in _rated() if each != own)]


@cached(CurrencyRate)
def _rated() -> list[str]:
    return list(db.session.scalars(select(CurrencyRate.currency).distinct().order_by(CurrencyRate.currency)))


def rate_to_company(currency: str, *, on: date) -> Decimal:
    """The rate of that day; RuleBroken when none was set by then."""
    if currency == company().currency:
        return Decimal(1)
    query = select(CurrencyRate.rate).where(CurrencyRate.currency == currency, CurrencyRate.valid_from <= on)
    found = db.session.scalar(query.order_by(CurrencyRate.valid_from.desc()).limit(1))
    if found is None:
        sentence = _("There is no exchange rate for %(currency)s. Set one in set-up.", currency=currency)
        raise RuleBroken(sentence, field="currency")
    return found


def rate_near(currency: str, *, on: date) -> Decimal:
    """The rate of that day, before the first one that is known the first; RuleBroken where none is known."""
    if currency == company().currency:
        return Decimal(1)
    query = select(CurrencyRate.rate).where(CurrencyRate.currency == currency, CurrencyRate.valid_from > on)
    first = db.session.scalar(query.order_by(CurrencyRate.valid_from).limit(1))
    try:
        return rate_to_company(currency, on=on)
    except RuleBroken:
        if first is None:
            raise
        return first


def rates_to_company(*, on: date) -> dict[str, Decimal]:
    """The rate of that day of every currency that has one."""
    query = select(CurrencyRate.currency, CurrencyRate.rate).where(CurrencyRate.valid_from <= on)
    return {row.currency: row.rate for row in db.session.execute(query.order_by(CurrencyRate.valid_from))}


def worth(model: Any, declared: Field) -> Any:
    """What rows' amounts are worth in the company's currency, in its minor units, to sort and to compare them by.

    The column that keeps it where the record does; else at today's rates. NULL in a currency without a rate.
    """
    column = getattr(model, declared.shown or declared.attribute)
    if declared.worth:
        return getattr(model, declared.worth)
    if declared.currency not in model.__mapper__.columns:
        return column
    return worth_in(getattr(model, declared.currency), column)


def worth_in(code: Any, column: Any) -> Any:
    """What amounts in the currency `code` (a column) are worth in the company's at today's rates; NULL without one."""
    own = company().currency
    at_rate = [
        (code == each, cast(func.round(column * literal_column(_factor(each, own, rate))), BigInteger))
        for each, rate in rates_to_company(on=today_for()).items()
        if each != own
    ]
    return type_coerce(case((or_(code == own, code.is_(None)), column), *at_rate, else_=None), BigInteger)


def _factor(currency: str, own: str, rate: Decimal) -> str:
    """By what minor units of a currency are multiplied to be those of the company's."""
    with exact():
        return f"{rate.scaleb(exponent(own) - exponent(currency)):f}"
