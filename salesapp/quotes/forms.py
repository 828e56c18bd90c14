"""What is typed on the pages of quotes and orders."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from salesapp.core import mail
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, _l
from salesapp.products.models import TaxRate
from salesapp.products.queries import tax_rates
from salesapp.quotes.mailing import recipients
from salesapp.web.forms import Form, LinkField
from salesapp.web.inputs.money import AmountField
from salesapp.web.inputs.select import SelectField
from salesapp.web.inputs.signature import SignatureField

MOST_RECIPIENTS = 20
NEEDED = _l("This field is required.")


class CustomerForm(Form):
    """Who it is for; everything else follows from that."""

    account = LinkField(_l("Account"), target="account")
    contact = LinkField(_l("Contact"), target="contact", description=_l("Or a person without a company"))


class LineForm(Form):
    """One line of a draft; made by `line_form`, since the price has a currency."""

    description = TextAreaField(_l("Product or text"), [Length(max=4000)])
    quantity = AmountField(_l("Quantity"), [InputRequired(NEEDED)], places=3)
    unit_price: AmountField
    discount = AmountField(
        _l("Discount in %"),
        [Optional(), NumberRange(0, 100, _l("A discount must be between 0 and 100 percent."))],
        percent=True,
    )
    tax_rate = SelectField(_l("Tax"), coerce=lambda value: int(value) if value else None)

    def __init__(self, rates: list[TaxRate], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tax_rate.choices = [("", "–"), *((str(rate.id), rate.said) for rate in rates)]

    @property
    def discount_given(self) -> Decimal:
        return self.discount.data or Decimal(0)


def line_form(line: Any, currency: str) -> LineForm:
    """The form over a line of a document as it stands."""
    names = ("description", "quantity", "unit_price", "discount")
    values = {name: getattr(line, name) for name in names} | {"tax_rate": line.tax_rate_id}
    price = AmountField(_l("Price"), [InputRequired(NEEDED)], currency=currency)
    kind: type[LineForm] = type("LineForm", (LineForm,), {"unit_price": price})
    return kind(tax_rates(line), data=values, existing=line)


class TextLineForm(Form):
    """A line of free text."""

    description = StringField(_l("Text"), [DataRequired(NEEDED), Length(max=500)])


def mail_address(_form: Form, field: StringField) -> None:
    """Refuses what mail servers would not take."""
    try:
        if (field.data or "").strip():
            mail.checked_address(field.data.strip())
    except RuleBroken as broken:
        raise ValidationError(broken.sentence) from None


class SendForm(Form):
    """The e-mail as it goes to the customer."""

    to = StringField(
        _l("To"),
        [Length(max=254), mail_address],
        description=_l("Leave empty to send no e-mail. You can copy the customer’s link afterwards."),
        render_kw={"inputmode": "email", "autocomplete": "off", "autocapitalize": "off"},
    )
    subject = StringField(_l("Subject"), [Length(max=200)])
    text = TextAreaField(
        _l("Text"),
        [Length(max=10000)],
        description=_l("{link} is replaced with the customer’s link to the quote."),
    )


def mail_addresses(_form: Form, field: StringField) -> None:
    """Refuses more than a few addresses, and what is none."""
    typed = recipients(field.data or "")
    if len(typed) > MOST_RECIPIENTS:
        raise ValidationError(_("At most %(num)s recipients.", num=MOST_RECIPIENTS))
    for each in typed:
        try:
            mail.checked_address(each)
        except RuleBroken as broken:
            raise ValidationError(broken.sentence) from None


class QuoteSendForm(SendForm):
    """The e-mail of a quote: each recipient gets one with a link of their own."""

    to = StringField(
        _l("To"),
        [Length(max=2000), mail_addresses],
        description=_l(
            "Several addresses with commas: each gets a link of their own. Leave empty to send no e-mail."
        ),
        render_kw={"inputmode": "email", "autocomplete": "off", "autocapitalize": "off"},
    )


class LinkForm(Form):
    """Whom a further link is for."""

    recipient = StringField(
        _l("For whom"),
        [Length(max=254)],
        description=_l("So that you see who opened the quote and who answered."),
        render_kw={"autocomplete": "off"},
    )


class LetterForm(SendForm):
    """The e-mail that brings a document: without somebody who gets it there is none."""

    def validate_to(self, field: StringField) -> None:
        if not (field.data or "").strip():
            raise ValidationError(_("Choose a recipient."))


class AcceptForm(Form):
    """Who says yes, and the signature where one was drawn."""

    name = StringField(
        _l("Name"),
        [DataRequired(_l("Enter the name of the person accepting.")), Length(max=120)],
        render_kw={"autocomplete": "name"},
    )
    signature = SignatureField(_l("Signature"))


class DeclineForm(Form):
    """Why not."""

    reason = TextAreaField(
        _l("Reason"), [DataRequired(_l("Enter the reason it was declined.")), Length(max=2000)]
    )


class ChangeForm(Form):
    """What should be different."""

    wish = TextAreaField(
        _l("What would you like to change?"),
        [DataRequired(_l("Tell us what should change.")), Length(max=2000)],
    )
