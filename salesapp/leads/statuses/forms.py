"""The form of a lead status."""

from __future__ import annotations

from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from salesapp.core.company import MOST_DAYS
from salesapp.core.i18n import _l
from salesapp.leads.kinds import LeadStatus
from salesapp.leads.models.statuses import DIVIDED, NamedStatus, Tone
from salesapp.web.forms import Form
from salesapp.web.inputs.rules import WholeField

NEEDED = _l("This field is required.")


class StatusForm(Form):
    """A status as the administrator sees it. What it stands for is asked once, when it is made."""

    name = StringField(
        _l("Name"),
        filters=[lambda typed: (typed or "").strip() or None],
        validators=[Optional(), Length(max=40, message=_l("At most %(max)d characters."))],
        render_kw={"autocomplete": "off"},
    )
    state = RadioField(
        _l("Maps to"),
        choices=[SelectChoice(each.value, each.label) for each in DIVIDED],
        coerce=LeadStatus,
    )
    tone = RadioField(
        _l("Colour"), choices=[SelectChoice(each.value, each.label) for each in Tone], coerce=Tone
    )
    stale_days = WholeField(
        _l("Days until stale"),
        validators=[Optional(), NumberRange(1, MOST_DAYS, _l("From 1 to 3,650 days."))],
        render_kw={"inputmode": "numeric"},
    )


def status_form(status: NamedStatus | None, state: str | None = None) -> StatusForm:
    """The form of a status, or of a new one that stands for `state`."""
    if status is None:
        begun = LeadStatus(state) if state in set(DIVIDED) else LeadStatus.WORKING
        form = StatusForm(data={"state": begun, "tone": Tone(begun.tone)})
        form.name.validators = [DataRequired(NEEDED), *form.name.validators[1:]]
        return form
    names = ("name", "tone", "stale_days")
    form = StatusForm(data={name: getattr(status, name) for name in names}, existing=status)
    form.name.render_kw = {"autocomplete": "off", "placeholder": str(status.state.label)}
    del form.state
    if not status.is_open:
        del form.stale_days
    return form
