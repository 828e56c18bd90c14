"""What is typed of a payment, with an amount for each open invoice of its payer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, DateField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from salesapp.core.fields import offered
from salesapp.core.i18n import _, _l
from salesapp.invoices.models import Invoice, PaymentMethod
from salesapp.web.forms import Form, LinkField
from salesapp.web.inputs.money import ABOVE_ZERO, MoneyField
from salesapp.web.inputs.select import SelectField

NEEDED = _l("This field is required.")
REST = [
    SelectChoice("open", _l("Stays open")),
    SelectChoice("discount", _l("Early-payment discount")),
    SelectChoice("charge", _l("Bank charges")),
    SelectChoice("give_up", _l("Write it off")),
]
"""What may become of what a payment leaves open."""


class PaymentForm(Form):
    """Money that came in; made by `payment_form`, since its amounts have a currency."""

    amount: MoneyField
    paid_on = DateField(_l("Paid on"), [DataRequired(NEEDED)])
    method = SelectField(
        _l("Method"), choices=[SelectChoice(each.value, each.label) for each in offered(PaymentMethod)]
    )
    reference = StringField(_l("Reference"), [Length(max=140)], render_kw={"autocomplete": "off"})
    over = BooleanField(_l("Keep the overpayment as the customer’s credit"))
    anyway = BooleanField(_l("Record it anyway"))
    known = HiddenField()
    """The ids of the possible duplicates that were shown."""
    shown = StringField()
    """Whose open invoices the sheet shows, in which currency."""
    proposed = StringField()
    """The amount, in minor units, for which the parts were proposed."""
    rest = RadioField(
        _l("What is left of partly paid invoices"),
        choices=REST,
        default="open",
        validate_choice=False,
    )
    reason = TextAreaField(_l("Reason for the write-off"), [Length(max=1000)], render_kw={"rows": 2})

    def part(self, invoice: Invoice) -> Any:
        """What of the payment settles this invoice."""
        return self[f"part_{invoice.id}"]

    def validate(self, extra_validators: Any = None) -> bool:
        """Also refuses a write-off without a reason."""
        valid = super().validate(extra_validators)
        if self.rest.data == "give_up" and not (self.reason.data or "").strip():
            self.reason.errors = [_("Enter the reason for the write-off.")]
            return False
        return valid

    @property
    def gives_up(self) -> bool:
        """Whether what is left of partly paid invoices is written off, be it for charges of a bank on the way."""
        return self.rest.data in {"give_up", "charge"}

    @property
    def discounts(self) -> bool:
        """Whether what is left of them is a discount for paying early."""
        return bool(self.rest.data == "discount")

    @property
    def why_given_up(self) -> str:
        """The reason for writing it off; empty where it is not."""
        if self.rest.data == "charge":
            return _("Bank charges")
        return (self.reason.data or "").strip() if self.gives_up else ""

    def offer(self, *names: str) -> None:
        """What may become of the rest: leaving it open, and these."""
        self.rest.choices = [each for each in REST if each.value in {"open", *names}]


def payment_form(currency: str, invoices: Sequence[Invoice], *, named: bool) -> type[PaymentForm]:
    """The form for a payment in that currency; `named` asks who paid and in what currency as well."""
    rules = [InputRequired(NEEDED), ABOVE_ZERO]
    fields: dict[str, Any] = {"amount": MoneyField(_l("Amount"), rules, currency=currency)}
    if named:
        fields["account"] = LinkField(_l("Account"), target="account")
        fields["contact"] = LinkField(
            _l("Contact"), target="contact", description=_l("Or a person without a company")
        )
        fields["currency"] = SelectField(_l("Currency"))
    for each in invoices:
        fields[f"part_{each.id}"] = MoneyField(each.title, [Optional()], currency=currency)
        fields[f"seen_{each.id}"] = StringField()
    return type("PaymentForm", (PaymentForm,), fields)
