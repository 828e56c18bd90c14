"""What is typed where invoices are made, issued, credited and paid."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from wtforms import BooleanField, DateField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from salesapp.core.errors import RuleBroken
from salesapp.core.fields import offered
from salesapp.core.i18n import _, _l
from salesapp.core.money import exponent
from salesapp.invoices.approvals.wanted import HOW_LABELS
from salesapp.invoices.models import CreditNote, Invoice, Payment, PaymentMethod
from salesapp.invoices.wording import amount_words, day_words
from salesapp.orders.models import Order
from salesapp.products.bank_accounts.models import BankAccount, accounts_taking, known_account
from salesapp.products.pricing import Percentage
from salesapp.quotes.document import headline
from salesapp.quotes.issued.unprintable import unprintable_text
from salesapp.web.filters import number
from salesapp.web.forms import Form
from salesapp.web.inputs.money import ABOVE_ZERO, AmountField, MoneyField
from salesapp.web.inputs.select import SelectField

NEEDED = _l("This field is required.")
CHOOSE_QUANTITIES = _l("You entered quantities. Choose “Chosen quantities” above.")
CHOOSE_AMOUNT = _l("You entered an amount. Choose “An amount” above.")
CHOOSE_DOWN_PAYMENT = _l("You entered a share. Choose “A down payment” above.")
MOST_LINES = 2000
QUANTITY = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?", re.ASCII)
NOT_NEGATIVE = NumberRange(0, message=_l("A quantity can’t be negative."))


class IssueForm(Form):
    """The day that the invoice bears; made by `issue_form`, which adds the account where there is a choice."""

    on = DateField(_l("Date of the invoice"), [DataRequired(NEEDED)])

    @property
    def pay_to(self) -> BankAccount | None:
        """The account that was chosen."""
        return known_account(int(self["account"].data)) if "account" in self else None


def issue_form(invoice: Invoice, *, chosen: bool = False) -> type[IssueForm]:
    """The form for a draft, with the account it is paid to where several take its currency, or one was `chosen`."""
    accounts = accounts_taking(invoice.currency)
    if len(accounts) < 2 and not chosen:
        return IssueForm
    choices = [SelectChoice(str(each.id), _account_words(each)) for each in accounts]
    field = SelectField(_l("Paid to"), choices=choices, default=choices[0].value if choices else None)
    return type("IssueForm", (IssueForm,), {"account": field})


def _account_words(account: BankAccount) -> str:
    return " · ".join(filter(None, [account.name, account.currency, account.account_number]))


class LinesForm(Form):
    """A form with a quantity for each line of a document; made by `lines_form`."""

    taken_by_others: ClassVar[Any]
    """The sentence about what a colleague took of a line."""
    names: ClassVar[dict[str, str]] = {}
    """Field → what its line is called, also of lines of which nothing is left."""
    who: ClassVar[Any] = staticmethod(lambda: None)
    """Who was the last to take something of the document."""
    left_then = HiddenField()
    """What was left of each line when the form was opened, as `left_now` says it."""

    @property
    def left_now(self) -> str:
        """What is left of each line: `line_3=8,line_4=2.5`."""
        return ",".join(f"{field.name}={field.default.normalize():f}" for field in self.line_fields)

    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        if self.left_then.data is None:  # it is opened, or was sent without the form
            self.left_then.data = self.left_now

    def validate(self, extra_validators: Any = None) -> bool:
        """Also refuses what was chosen beside other quantities than there are now, and shows these."""
        in_order = super().validate(extra_validators)
        then, now = self.left_then.data or "", self.left_now
        if then == now:
            return in_order
        said = list(self._taken(_quantities(then), _quantities(now)))
        self.refuse(RuleBroken(" ".join([*said, _("Check the new quantities.")])))
        for field in self.line_fields:
            if field.data == _quantities(then).get(field.name):
                field.data, field.raw_data, field.errors = field.default, [], []
        self.left_then.data = now
        return False

    def _taken(self, then: dict[str, Decimal], now: dict[str, Decimal]) -> Iterator[str]:
        name = self.who() or _("A colleague")
        for field, seen in then.items():
            taken = seen - now.get(field, Decimal(0))
            if taken > 0 and field in self.names:
                line = self.names[field]
                yield str(self.taken_by_others) % {
                    "name": name, "taken": number(taken), "seen": number(seen), "line": line,
                }  # fmt: skip

    @property
    def line_fields(self) -> list[Any]:
        return [field for field in self if field.name.startswith("line_")]

    @property
    def quantities(self) -> dict[int, Decimal]:
        """Line id → quantity; lines left empty are left out."""
        found = {field.name: field.data for field in self.line_fields}
        return {int(name.removeprefix("line_")): value for name, value in found.items() if value}

    @property
    def has_changed_quantities(self) -> bool:
        """Whether somebody typed other quantities than those that were proposed."""
        return any(field.raw_data and field.data != field.default for field in self.line_fields)

    def expect(self, choice: Any, value: str, sentence: str) -> bool:
        """Whether the choice is the one for what was typed; else the sentence stands beside it."""
        if choice.data == value:
            return True
        choice.errors = [*choice.errors, sentence]
        return False


def _typed(field: Any) -> bool:
    """Whether anything was typed, also what cannot be read."""
    return any((each or "").strip() for each in field.raw_data or ())


class OrderInvoiceForm(LinesForm):
    """What of an order is invoiced; made by `order_invoice_form`, since the amount has a currency."""

    taken_by_others = _l("%(name)s invoiced %(taken)s of %(seen)s “%(line)s” in the meantime.")

    what = RadioField(
        _l("What to invoice"),
        choices=[
            SelectChoice("all", _l("Everything not yet invoiced")),
            SelectChoice("fulfilled", _l("Everything delivered")),
            SelectChoice("chosen", _l("Chosen quantities")),
            SelectChoice("down_payment", _l("A down payment")),
        ],
        default="all",
    )
    percent = AmountField(_l("Share in %"), [Optional(), NumberRange(0, 100)], percent=True)
    amount: AmountField
    anyway = BooleanField(_l("Issue anyway"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Also refuses what was typed for another choice: nobody invoices everything by overlooking a button."""
        fine = super().validate(extra_validators)
        if _typed(self.percent) and _typed(self.amount):
            self.amount.errors = [*self.amount.errors, _("Enter either a share or an amount, not both.")]
            fine = False
        if self.percent.data is not None or self.amount.data is not None:
            return self.expect(self.what, "down_payment", CHOOSE_DOWN_PAYMENT) and fine
        return (
            not self.has_changed_quantities or self.expect(self.what, "chosen", CHOOSE_QUANTITIES)
        ) and fine

    @property
    def asked(self) -> Decimal | Percentage:
        """The down payment: an amount where one is typed, else the share."""
        return Percentage(self.percent.data or Decimal(0)) if self.amount.data is None else self.amount.data


class CreditForm(LinesForm):
    """What of an invoice is taken back, and why."""

    taken_by_others = _l("%(name)s credited %(taken)s of %(seen)s “%(line)s” in the meantime.")

    how = RadioField(
        _l("What to credit"),
        choices=[SelectChoice(key, label) for key, label in HOW_LABELS.items()],
        default="all",
    )
    basis = RadioField(
        _l("The amount is"),
        choices=[SelectChoice("net", _l("Net")), SelectChoice("gross", _l("With tax"))],
        default="net",
        validate_choice=False,
    )
    again = RadioField(
        _l("Invoice it again?"),
        choices=[
            SelectChoice("no", _l("No, the order no longer requires it")),
            SelectChoice("yes", _l("Yes, invoice it again")),
        ],
        default="no",
    )
    reason = TextAreaField(
        _l("Reason"), [DataRequired(_l("Enter the reason for the credit.")), Length(max=1000)]
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Also refuses quantities that were typed for another choice."""
        fine = super().validate(extra_validators)
        if any(self.amounts):
            return self.expect(self.how, "amount", CHOOSE_AMOUNT) and fine
        return (
            not self.has_changed_quantities or self.expect(self.how, "chosen", CHOOSE_QUANTITIES)
        ) and fine

    @property
    def amount_fields(self) -> list[Any]:
        return [field for field in self if field.name.startswith("rate_")]

    @property
    def amounts(self) -> list[int]:
        """What is typed for each rate of which something is left, in minor units."""
        return [field.data or 0 for field in self.amount_fields]

    def validate_reason(self, field: Any) -> None:
        """It goes onto paper at once, so nobody would see what cannot be printed before the customer does."""
        if refusal := unprintable_text(field.data or ""):
            raise ValidationError(refusal)


class CloseForm(Form):
    """Why an order ends before all of it is invoiced."""

    reason = TextAreaField(
        _l("Reason"), [DataRequired(_l("Enter the reason for closing.")), Length(max=1000)]
    )


class CancelRestForm(Form):
    """Why the rest of an order is not delivered."""

    reason = TextAreaField(
        _l("Reason"), [DataRequired(_l("Enter the reason for cancelling.")), Length(max=1000)]
    )


class WriteOffForm(Form):
    """Why the rest is given up."""

    reason = TextAreaField(
        _l("Reason"), [DataRequired(_l("Enter the reason for the write-off.")), Length(max=1000)]
    )


class ReasonForm(Form):
    """Why something is reversed."""

    reason = TextAreaField(
        _l("Reason"), [DataRequired(_l("Enter the reason for reversing it.")), Length(max=1000)]
    )


class RefundForm(Form):
    """Money that goes back; made by `refund_form`, since the amount has a currency."""

    amount: MoneyField
    on = DateField(_l("Refunded on"), [DataRequired(NEEDED)])
    method = SelectField(
        _l("Method"), choices=[SelectChoice(each.value, each.label) for each in offered(PaymentMethod)]
    )
    reference = StringField(_l("Reference"), [Length(max=140)], render_kw={"autocomplete": "off"})


class AllocateForm(Form):
    """Which invoice is settled, and by how much; made by `allocate_form`."""

    invoice: SelectField
    amount: MoneyField


def _quantities(said: str) -> dict[str, Decimal]:
    """What `left_now` said; nonsense is left out."""
    pairs = (each.partition("=") for each in said.split(",")[:MOST_LINES])
    return {name: Decimal(text) for name, _is, text in pairs if QUANTITY.fullmatch(text)}


def lines_form(
    kind: type[Any],
    lines: Sequence[Any],
    left: dict[int, Decimal],
    who: Callable[[], str | None] = lambda: None,
    called: Mapping[int, str] | None = None,
) -> Any:
    """The form with a field for each line of which something is left, by the line's id; `who` took some last.

    `called` says what lines are called where their own words do not tell them apart.
    """
    called = called or {line.id: headline(line) for line in lines}
    fields: dict[str, Any] = {
        f"line_{line.id}": AmountField(
            called[line.id], [Optional(), NOT_NEGATIVE], places=3, default=left[line.id]
        )
        for line in lines
        if left.get(line.id)
    }
    names = {f"line_{line.id}": called[line.id] for line in lines}
    return type(kind.__name__, (kind,), fields | {"names": names, "who": staticmethod(who)})


def order_invoice_form(
    order: Order, left: dict[int, Decimal], who: Callable[[], str | None]
) -> type[OrderInvoiceForm]:
    """The form for what is left of each line of the order, by the line's id."""
    label, currency = _l("Or an amount including tax"), order.currency
    amount = AmountField(label, [Optional()], places=exponent(currency), currency=currency)
    form = type("OrderInvoiceForm", (OrderInvoiceForm,), {"amount": amount})
    found: type[OrderInvoiceForm] = lines_form(form, order.lines, left, who)
    return found


def refund_form(currency: str) -> type[RefundForm]:
    """The form for a refund in that currency."""
    fields = {"amount": MoneyField(_l("Amount"), [InputRequired(NEEDED), ABOVE_ZERO], currency=currency)}
    return type("RefundForm", (RefundForm,), fields)


def allocate_form(source: Payment | CreditNote, invoices: Sequence[Invoice]) -> type[AllocateForm]:
    """The form with the customer's open invoices."""
    choices = [SelectChoice(str(each.id), _choice(each)) for each in invoices]
    fields = {
        "invoice": SelectField(_l("Invoice"), [DataRequired(NEEDED)], choices=choices),
        "amount": MoneyField(_l("Amount"), [InputRequired(NEEDED), ABOVE_ZERO], currency=source.currency),
    }
    return type("AllocateForm", (AllocateForm,), fields)


def _choice(invoice: Invoice) -> str:
    due = "" if invoice.due_on is None else f" · {day_words(invoice.due_on)}"
    return f"{invoice.title} · {amount_words(invoice.open_amount, invoice.currency)}{due}"
