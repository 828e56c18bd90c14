"""What is typed about the books: settings, and one account."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from wtforms import BooleanField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from salesapp.accounting.chart.roles import Account, AccountRole, Scope
from salesapp.accounting.chart.shipped import ShippedChart
from salesapp.core.fields import offered
from salesapp.core.i18n import _, _l
from salesapp.core.money.currencies import active_currencies
from salesapp.invoices.models import PaymentMethod
from salesapp.products.taxes.categories import TaxCategory
from salesapp.web.forms import Form
from salesapp.web.inputs.choices import country
from salesapp.web.inputs.money import AmountField
from salesapp.web.inputs.rules import WholeField
from salesapp.web.inputs.select import SelectField

NEEDED = _l("This field is required.")
MOST_CONSULTANT, MOST_CLIENT = 9_999_999, 99_999
"""What the header of a DATEV file takes."""


class BooksForm(Form):
    """The chart to begin with, and what the accountant's files begin with."""

    chart = SelectField(
        _l("Chart of accounts"),
        choices=lambda: [SelectChoice(each.value, str(each.label)) for each in ShippedChart],
    )
    digits = WholeField(_l("Digits of an account number"), [InputRequired(NEEDED), NumberRange(4, 8)])
    first_debtor = WholeField(
        _l("First customer account number"), [InputRequired(NEEDED), NumberRange(10_000, 999_999_999)]
    )
    consultant = WholeField(_l("Consultant number"), [Optional(), NumberRange(1001, MOST_CONSULTANT)])
    client = WholeField(_l("Client number"), [Optional(), NumberRange(1, MOST_CLIENT)])


class AccountForm(Form):
    """What an account is for, and its number."""

    role = SelectField(
        _l("What it is for"),
        choices=lambda: [SelectChoice(each.value, str(each.label)) for each in AccountRole],
    )
    category = SelectField(_l("Tax category"), choices=lambda: _or_any(TaxCategory), validators=[Optional()])
    percent = AmountField(_l("Tax rate in %"), places=4, validators=[Optional(), NumberRange(0, 100)])
    country = country(_l("Country of the customer"), validators=[Optional()])
    method = SelectField(
        _l("Payment method"), choices=lambda: _or_any(offered(PaymentMethod)), validators=[Optional()]
    )
    currency = SelectField(
        _l("Currency"),
        choices=lambda: [_any(), *(SelectChoice(each) for each in active_currencies())],
        validators=[Optional()],
    )
    number = StringField(_l("Account number"), [DataRequired(NEEDED), Length(max=8)])
    name = StringField(_l("Account name"), [Length(max=80)])
    automatic = BooleanField(_l("Splits the tax off automatically"))

    def account(self) -> Account:
        """What was typed."""
        percent: Decimal | None = self.percent.data
        scope = Scope(
            AccountRole(self.role.data),
            TaxCategory(self.category.data) if self.category.data else None,
            None if percent is None else percent.normalize(),
            self.country.data or None,
            PaymentMethod(self.method.data) if self.method.data else None,
            self.currency.data or None,
        )
        number, name = (self.number.data or "").strip(), (self.name.data or "").strip()
        return Account(scope, number, name, bool(self.automatic.data), own=True)


def given(account: Account) -> dict[str, Any]:
    """The account as the form shows it."""
    scope = {name: value or "" for name, value in account.scope._asdict().items()}
    percent = account.scope.percent
    told = {"number": account.number, "name": account.name, "automatic": account.automatic}
    return scope | {"percent": percent} | told


def _any() -> SelectChoice:
    return SelectChoice("", _("Any"))


def _or_any(choices: Any) -> list[SelectChoice]:
    return [_any(), *(SelectChoice(each.value, str(each.label)) for each in choices)]
