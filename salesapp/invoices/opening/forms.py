"""What is typed of an opening balance, and the file of many."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from salesapp.core.i18n import _l
from salesapp.core.money.currencies import active_currencies
from salesapp.invoices.opening.balances import LONGEST_NUMBER, Brought
from salesapp.web.forms import Form, LinkField
from salesapp.web.inputs.money import ABOVE_ZERO, MoneyField
from salesapp.web.inputs.select import SelectField

REQUIRED = _l("This field is required.")


class OpeningForm(Form):
    """One open invoice, or one credit."""

    kind = RadioField(
        _l("Kind"),
        choices=[
            SelectChoice("invoice", _l("Open invoice: the customer owes you")),
            SelectChoice("credit", _l("Credit: you owe the customer")),
        ],
        default="invoice",
    )
    account = LinkField(_l("Account"), target="account")
    contact = LinkField(_l("Contact"), target="contact", description=_l("Or a person without a company"))
    number = StringField(_l("Number"), [DataRequired(REQUIRED), Length(max=LONGEST_NUMBER)])
    issued_on = DateField(_l("Date"), [DataRequired(REQUIRED)])
    due_on = DateField(_l("Due"), [Optional()])
    amount = MoneyField(_l("Open amount"), [InputRequired(REQUIRED), ABOVE_ZERO], beside="currency")
    currency = SelectField(
        _l("Currency"), choices=lambda: [SelectChoice(each) for each in active_currencies()]
    )
    on = DateField(_l("Enter as of"), [DataRequired(REQUIRED)])

    @property
    def is_credit(self) -> bool:
        return bool(self.kind.data == "credit")

    def brought(self, account: object, contact: object) -> Brought:
        """What was typed."""
        return Brought(
            number=self.number.data or "",
            amount=-self.amount.data if self.is_credit else self.amount.data,
            currency=self.currency.data,
            issued_on=self.issued_on.data,
            due_on=None if self.is_credit else self.due_on.data,
            account=account,
            contact=contact,
        )


class OpeningFileForm(Form):
    """A table of them."""

    file = FileField(_l("File"), validators=[FileRequired(_l("Choose a file."))])
    on = DateField(_l("Enter as of"), [DataRequired(REQUIRED)])
