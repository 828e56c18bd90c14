"""What set-up says of the books: the chart, accounts of the company's own, and what DATEV files begin with."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.accounting.chart.roles import Account, AccountRole, Chart, Scope
from salesapp.accounting.chart.shipped import ShippedChart, accounts_of
from salesapp.core.company import company
from salesapp.core.db import Base, Percent, ShortText, db
from salesapp.core.fields import enum_of
from salesapp.invoices.models import PaymentMethod
from salesapp.products.taxes.categories import TaxCategory


class AccountingSettings(Base):
    """One row, once somebody has set the books up."""

    __tablename__ = "accounting_settings"

    chart: Mapped[ShippedChart] = mapped_column(enum_of(ShippedChart))
    consultant: Mapped[int | None] = mapped_column()
    client: Mapped[int | None] = mapped_column()
    digits: Mapped[int] = mapped_column(default=4)
    first_debtor: Mapped[int] = mapped_column(default=10_000)


class LedgerAccount(Base):
    """An account that the company has another number or name for, or that is for one country, currency or the like."""

    __tablename__ = "ledger_accounts"

    scope_key: Mapped[str] = mapped_column(ShortText(80), unique=True)
    role: Mapped[AccountRole] = mapped_column(enum_of(AccountRole))
    category: Mapped[TaxCategory | None] = mapped_column(enum_of(TaxCategory))
    percent: Mapped[Decimal | None] = mapped_column(Percent())
    country: Mapped[str | None] = mapped_column(ShortText(2))
    method: Mapped[PaymentMethod | None] = mapped_column(enum_of(PaymentMethod))
    currency: Mapped[str | None] = mapped_column(ShortText(3))
    number: Mapped[str] = mapped_column(ShortText(9))
    name: Mapped[str] = mapped_column(ShortText(80), default="")
    automatic: Mapped[bool] = mapped_column(default=False)

    @property
    def scope(self) -> Scope:
        return Scope(self.role, self.category, self.percent, self.country, self.method, self.currency)


def accounting_settings() -> AccountingSettings:
    """The settings; before anybody set them up those that fit the company's country, not kept yet."""
    found = db.session.scalar(select(AccountingSettings).limit(1))
    chart = ShippedChart.SKR04 if company().country == "DE" else ShippedChart.PLAIN
    return found or AccountingSettings(chart=chart, digits=4, first_debtor=10_000)


def chart_of_accounts() -> Chart:
    """The shipped chart with what the company says otherwise."""
    accounts = {each.scope.key: each for each in accounts_of(accounting_settings().chart)}
    for row in db.session.scalars(select(LedgerAccount)):
        accounts[row.scope.key] = Account(row.scope, row.number, row.name, row.automatic, own=True)
    return Chart(accounts.values())
