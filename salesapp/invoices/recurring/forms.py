"""What is chosen of a recurring invoice."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, DateField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import HiddenInput

from salesapp.core.company import today_for
from salesapp.core.i18n import _l
from salesapp.invoices.models import Invoice
from salesapp.invoices.recurring.actions import Plan
from salesapp.invoices.recurring.models import RecurringInvoice
from salesapp.invoices.recurring.queries import sources_of
from salesapp.invoices.recurring.schedule import Covers, Schedule, Unit
from salesapp.invoices.wording import amount_words
from salesapp.web.forms import Form
from salesapp.web.inputs.rules import WholeField

NEEDED = _l("This field is required.")
MOST_UNITS = 60
MOST_TIMES = 600


class RepeatForm(Form):
    """How often, from when until when, what for, and what becomes of each invoice."""

    every = WholeField(
        _l("Every"),
        [InputRequired(NEEDED), NumberRange(1, MOST_UNITS, _l("Between %(min)d and %(max)d."))],
        default=1,
    )
    unit = SelectField(
        _l("Rhythm"), choices=[SelectChoice(each.value, each.label) for each in Unit], default=Unit.MONTH
    )
    first_on = DateField(_l("Next invoice on"), [InputRequired(NEEDED)])
    month_end = BooleanField(_l("Always on the last day of the month"))
    until = DateField(_l("Until"), [Optional()], description=_l("The last day on which there may be one"))
    times = WholeField(
        _l("How many more"),
        [Optional(), NumberRange(1, MOST_TIMES, _l("Between %(min)d and %(max)d."))],
        description=_l("Skipped dates count. Leave both empty if there is no last one."),
    )
    covers = RadioField(
        _l("Each invoice is for"),
        choices=[SelectChoice(each.value, each.label) for each in Covers],
        default=Covers.COMING,
    )
    then = RadioField(
        _l("On each date"),
        choices=[
            SelectChoice("draft", _l("Create a draft")),
            SelectChoice("issue", _l("Issue the invoice and send it")),
        ],
        default="draft",
    )

    @property
    def plan(self) -> Plan:
        """What was chosen."""
        return Plan(
            every=self.every.data or 1,
            unit=Unit(self.unit.data),
            first_on=self.first_on.data or today_for(),
            month_end=self.month_end.data and self.unit.data != Unit.WEEK,
            until=self.until.data,
            times=self.times.data,
            covers=Covers(self.covers.data),
            issues=self.then.data == "issue",
        )


class ChangeForm(RepeatForm):
    """The same of one that goes on, and whose lines and prices the next ones have."""

    source = SelectField(
        _l("Lines and prices of"),
        coerce=int,
        description=_l("To change a price, change it in the last draft and choose that invoice here."),
    )

    def __init__(self, recurring: RecurringInvoice, **options: Any) -> None:
        left = None if recurring.times is None else recurring.times - recurring.position
        now: dict[str, Any] = {
            "every": recurring.every,
            "unit": recurring.unit,
            "first_on": recurring.next_on,
            "month_end": recurring.month_end,
            "until": recurring.until,
            "times": left,
            "covers": recurring.covers,
            "then": "issue" if recurring.issues else "draft",
            "source": recurring.source_id,
        }
        super().__init__(data=now, existing=recurring, **options)
        self.source.choices = [SelectChoice(each.id, _called(each)) for each in sources_of(recurring)]


class ResumeForm(Form):
    """What becomes of the dates that passed."""

    missed = RadioField(
        _l("Dates that have passed"),
        choices=[
            SelectChoice("make", _l("Create their invoices now")),
            SelectChoice("skip", _l("Skip them")),
        ],
        default="make",
    )


class SkipForm(Form):
    """The date that was seen as the next one, or as the last one skipped."""

    seen = DateField(widget=HiddenInput())
    ends = BooleanField(widget=HiddenInput())
    """Said where it is the last one."""


def proposed(invoice: Invoice) -> dict[str, Any]:
    """What a new one begins with: the same day of the next months that is still to come."""
    begin = invoice.supply_from or invoice.issued_on or today_for()
    schedule, today = Schedule(1, Unit.MONTH, begin), today_for()
    place = next(place for place in range(1, 10_000) if schedule.nth(place) > today)
    return {"first_on": schedule.nth(place)}


def _called(invoice: Invoice) -> str:
    return f"{invoice.title} · {amount_words(invoice.payable, invoice.currency)}"
