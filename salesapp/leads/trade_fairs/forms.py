"""What is chosen once for a trade fair, and what is typed for each lead at it."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from salesapp.core.i18n import _l
from salesapp.leads.forms import QuickLeadForm
from salesapp.marketing.kinds import LeadSource
from salesapp.marketing.models import running
from salesapp.web.forms import NOTHING, Form, options_of
from salesapp.web.inputs.select import SelectField

LONGEST_NOTE = 5000


def _key(typed: str | None) -> int | None:
    return int(typed) if typed else None


class FairForm(Form):
    """The campaign and the source of all leads, and when they are followed up."""

    campaign = SelectField(_l("Campaign"), coerce=_key)
    source = SelectField(
        _l("Source"),
        coerce=lambda typed: LeadSource(typed) if typed else None,
        default=LeadSource.TRADE_FAIR,
    )
    follow_up = RadioField(
        _l("Follow-up task"),
        choices=[
            SelectChoice("", _l("No task")),
            SelectChoice("1", _l("+1 day")),
            SelectChoice("3", _l("+3 days")),
            SelectChoice("7", _l("+1 week")),
        ],
        default="",
    )

    @property
    def follow_up_days(self) -> int | None:
        """Days until the follow-up; None without one."""
        return _key(self.follow_up.data)


def fair_form(campaign: int | None) -> FairForm:
    """The form with the campaigns that may still bring leads, `campaign` chosen."""
    offered = running(campaign)
    form = FairForm(data={"campaign": campaign if campaign in dict(offered) else None})
    form.source.choices = [NOTHING, *options_of(LeadSource)]
    form.campaign.choices = [NOTHING, *(SelectChoice(str(key), name) for key, name in offered)]
    return form


class FairLeadForm(QuickLeadForm):
    """A lead at a stand: who, of which company, how to reach them, and what was talked about."""

    about: Any = None
    company = StringField(
        _l("Company"),
        filters=[lambda typed: typed.strip() or None if typed else None],
        validators=[Optional(), Length(max=255)],
        render_kw={"autocomplete": "off", "enterkeyhint": "next"},
    )
    note = TextAreaField(
        _l("Note"),
        filters=[lambda typed: typed.strip() or None if typed else None],
        validators=[Optional(), Length(max=LONGEST_NOTE)],
        render_kw={"rows": 2},
    )
