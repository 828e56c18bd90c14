"""What is typed about bank files and their bookings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from salesapp.core.i18n import _, _l
from salesapp.core.money.currencies import active_currencies
from salesapp.core.parsing.numbers import Mark
from salesapp.invoices.bank.reading.delimited import Layout
from salesapp.invoices.models import Invoice
from salesapp.records.notation.dates import DateOrder
from salesapp.web.forms import Form, LinkField
from salesapp.web.inputs.money import MoneyField

NEEDED = _l("This field is required.")
COLUMNS = ("amount", "credit", "debit", "direction", "name", "payer_account", "currency_column")


class UploadForm(Form):
    """A file of the bank."""

    file = FileField(_l("Bank file"), validators=[FileRequired(_l("Choose a file."))])


class LayoutForm(Form):
    """What the columns of a table are; made by `layout_form`."""

    account = StringField(_l("Your bank account"), [DataRequired(NEEDED), Length(max=60)])
    currency = SelectField(_l("Currency"))
    date = SelectField(_l("Booking date"))
    amount = SelectField(_l("Amount (negative: money out)"))
    credit = SelectField(_l("Or money in"))
    debit = SelectField(_l("and money out"))
    direction = SelectField(_l("Column that says in or out"))
    name = SelectField(_l("Payer’s name"))
    payer_account = SelectField(_l("Payer’s account"))
    currency_column = SelectField(_l("Currency of the booking"))
    text = SelectMultipleField(_l("Payment reference"))
    order = SelectField(
        _l("Order of dates"),
        choices=[
            SelectChoice("", _l("Automatic")),
            *(SelectChoice(each.value, each.label) for each in DateOrder),
        ],
    )
    mark = SelectField(
        _l("Decimal mark"),
        choices=[SelectChoice("", _l("Automatic")), *(SelectChoice(each.value, each.label) for each in Mark)],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Also asks for a column with the amount, or one for each side."""
        valid = bool(super().validate(extra_validators))
        if not self.amount.data and not (self.credit.data and self.debit.data):
            self.amount.errors = [_("Choose the column with the amount, or one for each side.")]
            return False
        return valid

    def layout(self) -> Layout:
        """What was chosen."""
        places = {name: int(self[name].data) if self[name].data else None for name in COLUMNS}
        if places["amount"] is not None:
            places["credit"] = places["debit"] = None
        return Layout(
            account=(self.account.data or "").strip(),
            currency=self.currency.data,
            date=int(self.date.data),
            text=[int(each) for each in self.text.data or []],
            order=self.order.data or "",
            mark=self.mark.data or "",
            **places,
        )


def layout_form(columns: Sequence[str], guess: Layout) -> LayoutForm:
    """The form over these columns, with the guess until something is sent."""
    given: dict[str, Any] = guess.as_json()
    data = {name: "" if value is None else str(value) for name, value in given.items() if name != "text"}
    form = LayoutForm(data=data | {"text": [str(each) for each in guess.text]})
    named = [SelectChoice(str(place), name) for place, name in enumerate(columns)]
    for name in COLUMNS:
        form[name].choices = [SelectChoice("", "–"), *named]
    form.date.choices = form.text.choices = named
    form.currency.choices = [SelectChoice(each, each) for each in active_currencies()]
    return form


class PayerForm(Form):
    """Whose money it is."""

    account = LinkField(_l("Account"), target="account")
    contact = LinkField(_l("Contact"), target="contact", description=_l("Or a person without a company"))


class MatchForm(Form):
    """What of a booking settles which invoice; made by `match_form`."""

    paid_on = DateField(_l("Paid on"), [DataRequired(NEEDED)])
    anyway = BooleanField(_l("Record it anyway"))
    discount = BooleanField(_l("What stays open is the early-payment discount"))
    give_up = BooleanField(_l("Write off what stays open of these invoices"))
    reason = StringField(_l("Reason for the write-off"), [Length(max=1000)])
    account_id = HiddenField()
    contact_id = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Also refuses a write-off without a reason."""
        valid = super().validate(extra_validators)
        if self.give_up.data and not (self.reason.data or "").strip():
            self.reason.errors = [_("Enter the reason for the write-off.")]
            return False
        return valid

    def part(self, invoice: Invoice) -> Any:
        """What of the booking settles this invoice."""
        return self[f"part_{invoice.id}"]


def match_form(currency: str, invoices: Sequence[Invoice]) -> type[MatchForm]:
    """The form with an amount for each open invoice of the payer."""
    fields = {f"part_{each.id}": MoneyField(each.title, [Optional()], currency=currency) for each in invoices}
    return type("MatchForm", (MatchForm,), fields)


class DismissForm(Form):
    """Why a booking is no customer's payment."""

    note = TextAreaField(
        _l("Note"), [DataRequired(_l("Enter a note.")), Length(max=1000)], render_kw={"rows": 2}
    )
