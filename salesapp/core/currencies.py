"""Currencies in use and their rates to the company's currency."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core.company import company
from salesapp.core.db import Base, Rate, ShortText, db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _


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
    others = db.session.scalars(select(CurrencyRate.currency).distinct().order_by(CurrencyRate.currency))
    return [own, *(each for each in others if each != own)]


def rate_to_company(currency: str, *, on: date) -> Decimal:
    """The rate of that day; RuleBroken when none was set by then."""
    if currency == company().currency:
        return Decimal(1)
    query = select(CurrencyRate.rate).where(CurrencyRate.currency == currency, CurrencyRate.valid_from <= on)
    found = db.session.scalar(query.order_by(CurrencyRate.valid_from.desc()).limit(1))
    if found is None:
        raise RuleBroken(
            _("There is no exchange rate for %(currency)s. Set one in set-up.", currency=currency)
        )
    return found
