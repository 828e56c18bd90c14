"""Forms of the verbs on an opportunity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import select
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.utils import unset_value
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from salesapp.core import clock
from salesapp.core.access import ROLES, Permission
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.i18n import _, _l
from salesapp.core.parsing.texts import key_in
from salesapp.core.relations.owners import owners
from salesapp.marketing.competitors import NAME_LENGTH
from salesapp.opportunities.approvals.winning import agreed_amount
from salesapp.opportunities.models import OPPORTUNITY, BuyingRole, Opportunity, OpportunityLine, Outcome
from salesapp.opportunities.path.filling_in import filling_form
from salesapp.opportunities.processes.models import LossReason, processes
from salesapp.people.models import User
from salesapp.web.filters import money, zone
from salesapp.web.forms import Form, LinkField, take_new
from salesapp.web.inputs.money import AmountField, MoneyField
from salesapp.web.inputs.rules import WholeField

NEEDED = _l("This field is required.")
NOTHING = ("", "–")
TYPED_MONEY = {"inputmode": "decimal", "autocomplete": "off"}


def _key(value: Any) -> int | None:
    return key_in(str(value or ""))


def _stripped(value: str | None) -> str | None:
    return (value or "").strip() or None


class ProcessForm(Form):
    """The sales process to go by."""

    sales_process = SelectField(_l("Sales process"), coerce=_key, validators=[DataRequired(NEEDED)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sales_process.choices = [(str(each.id), each.name) for each in processes()]


class QuickForm(ProcessForm):
    """What ＋ asks for a new opportunity: three fields, the rest folded."""

    name = StringField(_l("Name"), filters=[_stripped], validators=[DataRequired(NEEDED), Length(max=255)])
    account = LinkField(_l("Account"), target="account")
    amount = StringField(_l("Amount"))
    contact = LinkField(_l("Contact"), target="contact")
    close_on = DateField(_l("Expected close date"), validators=[Optional()])
    next_step = StringField(_l("Next step"), filters=[_stripped], validators=[Length(max=255)])
    next_step_on = DateField(_l("Next step on"), validators=[Optional()])


def quick_form(**values: Any) -> QuickForm:
    """The form of ＋, its amount in the company's currency."""
    amount = MoneyField(
        _l("Amount"), currency=company().currency, validators=[Optional()], render_kw=TYPED_MONEY
    )
    form = type("QuickOpportunityForm", (QuickForm,), {"amount": amount})(data=values)
    return cast("QuickForm", take_new(form))


class MoveForm(Form):
    """The stage to move to, also in another process; what a dropped card sends as well."""

    stage = WholeField(_l("Stage"), validators=[InputRequired(NEEDED)])
    behind = WholeField(_l("Behind the card"), validators=[Optional()])


class AssignForm(Form):
    """Who becomes the owner: somebody at work whose role owns opportunities."""

    owner = SelectField(_l("New owner"), coerce=_key, validators=[DataRequired(NEEDED)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner.choices = [NOTHING, *_owner_choices()]


class PushForm(Form):
    """How many days later, or which day."""

    days = WholeField(_l("Days later"), validators=[Optional(), NumberRange(-3650, 3650)])
    close_on = DateField(_l("Expected close date"), validators=[Optional()])

    def validate(self, extra_validators: Any = None) -> bool:
        """One of the two is needed."""
        fine: bool = super().validate(extra_validators)
        if not (self.days.data or self.close_on.data or self.days.errors or self.close_on.errors):
            self.close_on.errors = [NEEDED]
            return False
        return fine


class CloseForm(Form):
    """What every closing asks."""

    closed_on = DateField(_l("Closed on"), validators=[DataRequired(NEEDED)])
    reason = SelectField(_l("Reason"), coerce=_key)
    note = TextAreaField(_l("Note"), filters=[_stripped])

    def outcome(self) -> Outcome:
        """What was filled in."""
        values, competitor = self.values(), self._fields.get("competitor")
        return Outcome(
            closed_on=values["closed_on"],
            actual_amount=values.get("actual_amount"),
            reason_id=values["reason"],
            competitor=None if competitor is None else competitor.called,
            note=values["note"],
        )


class SplitForm(Form):
    """What goes over into the second opportunity."""

    name = StringField(_l("Name"), filters=[_stripped], validators=[DataRequired(NEEDED), Length(max=255)])
    close_on = DateField(_l("Expected close date"), validators=[Optional()])


def split_form(opportunity: Opportunity, *, name: str | None = None) -> SplitForm:
    """The form that asks for what there is: products, where there are some, and an amount that is not their sum."""
    inputs: dict[str, Any] = {}
    if opportunity.lines:
        shown = [SelectChoice(str(each.id), each.product.name) for each in opportunity.lines]
        inputs["lines"] = SelectMultipleField(_l("Products to move"), coerce=int, choices=shown)
    if opportunity.amount is not None and not (opportunity.lines and opportunity.amount_follows_lines):
        label = _l("Amount to move")
        inputs["amount"] = MoneyField(label, currency=opportunity.currency, render_kw=TYPED_MONEY)
    data = {"name": name, "close_on": opportunity.close_on, "version": str(opportunity.version)}
    return cast("SplitForm", type("SplitInParts", (SplitForm,), inputs)(data=data))


class RenewalForm(Form):
    """Which opportunity renews a won one."""

    renewal = SelectField(_l("Renewal"), coerce=_key, validators=[DataRequired(NEEDED)])


def renewal_form(offered: Sequence[Opportunity]) -> RenewalForm:
    """The form with the opportunities it may be."""
    form = RenewalForm()
    form.renewal.choices = [
        SelectChoice("", "–"),
        *(SelectChoice(str(each.id), each.name) for each in offered),
    ]
    return form


class AgainForm(Form):
    """What a copy or a renewal is called, and when it is expected to close."""

    name = StringField(_l("Name"), filters=[_stripped], validators=[DataRequired(NEEDED), Length(max=255)])
    close_on = DateField(_l("Expected close date"), validators=[Optional()])


class CompetitorField(LinkField):
    """A competitor out of those there are, or the name of a new one: `called`."""

    def __init__(self, *args: Any, needed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, target="competitor", **kwargs)
        self.flags.required = needed

    @property
    def called(self) -> str | None:
        """The name, as its record has it where there is one."""
        found = self._record(self.data)
        return self.typed if found is None else str(found.title)

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """What stands in it at first is a name."""
        super().process(formdata, None, extra_filters)
        if self.typed is None and not (formdata and f"{self.name}_text" in formdata):
            self.typed = None if data is unset_value else data

    def pre_validate(self, form: Any) -> None:
        if self.flags.required and not self.called:
            raise ValidationError(NEEDED)
        if len(self.typed or "") > NAME_LENGTH:
            raise ValidationError(_("At most %(max)d characters.", max=NAME_LENGTH))


class CompetitorForm(Form):
    """A competitor whom one meets, and what is known of their offer."""

    competitor = CompetitorField(_l("Competitor"), needed=True)
    note = StringField(_l("Note"), filters=[_stripped], validators=[Length(max=255)])


class LoseForm(CloseForm):
    """Losing asks who won instead."""

    reason = SelectField(_l("Why was it lost?"), coerce=_key, validators=[DataRequired(NEEDED)])
    competitor = CompetitorField(_l("Competitor"))


def closing_form(opportunity: Opportunity, *, won: bool) -> CloseForm:
    """The form of the closing sheet, with the reasons in use and the amount prefilled."""
    base: type[CloseForm] = LoseForm
    if won:
        actual = MoneyField(
            _l("Actual amount"),
            currency=opportunity.currency,
            validators=[InputRequired(NEEDED), NumberRange(0, None, _l("Enter the actual amount."))],
            render_kw=TYPED_MONEY,
        )
        base = type("WinForm", (CloseForm,), {"actual_amount": actual})
    data: dict[str, Any] = {
        "closed_on": clock.today(zone()),
        "actual_amount": agreed_amount(opportunity) if won else None,
        # Which of several it was is not guessed: a loss would be counted for the wrong one.
        "competitor": opportunity.competitor if len(opportunity.competitors) < 2 else None,
        "version": str(opportunity.version),
    }
    form = filling_form(base, opportunity, **data) if won else base(data=data)
    reasons = select(LossReason.id, LossReason.name).where(LossReason.active, LossReason.for_won == won)
    rows = db.session.execute(reasons.order_by(LossReason.name))
    form.reason.choices = [NOTHING, *((str(key), name) for key, name in rows)]
    return form


class LineForm(Form):
    """Quantity, price and discount of a product line; an empty price is the book's. Made by `line_form`."""

    quantity = AmountField(
        _l("Quantity"), places=3, validators=[InputRequired(NEEDED)], render_kw={"inputmode": "decimal"}
    )
    unit_price: AmountField
    discount = AmountField(
        _l("Discount"), percent=True, validators=[Optional()], render_kw={"inputmode": "decimal"}
    )


class NewLineForm(LineForm):
    """A line of a product that is looked for."""

    product = LinkField(_l("Product"), target="product", validators=[DataRequired(NEEDED)])


KEEP, TAKE_SUM = "keep", "sum"


def line_form(opportunity: Opportunity, line: OpportunityLine | None) -> LineForm:
    """The form of a line, or of a new one; the first one beside a typed amount asks which of them stands."""
    inputs: dict[str, Any] = {
        "unit_price": AmountField(
            _l("Unit price"),
            currency=opportunity.currency,
            validators=[Optional()],
            render_kw={"inputmode": "decimal", "autocomplete": "off"},
        )
    }
    if line is not None:
        values = {"quantity": line.quantity, "unit_price": line.unit_price, "discount": line.discount}
        kind: type[LineForm] = type("LineForm", (LineForm,), inputs)
        return kind(data=values, existing=line)
    if opportunity.amount is not None and not opportunity.lines:
        inputs["amount_from"] = _amount_from(opportunity)
    new: type[NewLineForm] = type("NewLineForm", (NewLineForm,), inputs)
    return new(data={"quantity": 1, "amount_from": KEEP})


def _amount_from(opportunity: Opportunity) -> RadioField:
    typed = money(opportunity.amount, opportunity.currency)
    choices = [
        SelectChoice(KEEP, _("Keep %(amount)s", amount=typed)),
        SelectChoice(TAKE_SUM, _("Use the sum of the products")),
    ]
    return RadioField(_l("Amount"), choices=choices, validators=[Optional()])


class PersonForm(Form):
    """A contact who takes part, and what they mean for the decision."""

    contact = LinkField(_l("Contact"), target="contact", validators=[DataRequired(NEEDED)])
    role = SelectField(_l("Role"), coerce=lambda value: BuyingRole(value) if value else None)
    is_primary = BooleanField(_l("Primary contact"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [NOTHING, *((each.value, each.label) for each in BuyingRole)]


class MemberForm(Form):
    """A colleague for the team: somebody at work whose role sees opportunities at all."""

    user = SelectField(_l("Colleague"), coerce=_key, validators=[DataRequired(NEEDED)])
    role = StringField(_l("Role"), filters=[_stripped], validators=[Length(max=80)])
    split = AmountField(
        _l("Share in %"), places=2, validators=[Optional()], render_kw={"inputmode": "decimal"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user.choices = [NOTHING, *_people_who(Permission.OPPORTUNITY_VIEW)]


def _owner_choices() -> list[tuple[str, str]]:
    """Who may own opportunities, by name."""
    query = select(User.id, User.name).where(owners(OPPORTUNITY)).order_by(User.name)
    return [(str(key), name) for key, name in db.session.execute(query)]


def _people_who(permission: Permission) -> list[tuple[str, str]]:
    """Who is at work and may do so, by name."""
    roles = [role for role, granted in ROLES.items() if permission in granted]
    query = select(User.id, User.name).where(User.active, User.role.in_(roles))
    return [(str(key), name) for key, name in db.session.execute(query.order_by(User.name))]


def chosen_user(form: MemberForm) -> User | None:
    """The colleague that was picked."""
    return cast("User | None", db.session.get(User, form.user.data))
