"""What is typed about leads beside their own fields."""

from __future__ import annotations

import re
from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, ValidationError

from salesapp.core.i18n import _, _l
from salesapp.core.parsing.texts import key_in
from salesapp.leads.kinds import DisqualifyReason, LeadStatus
from salesapp.leads.models.statuses import default_of, offered
from salesapp.web.forms import Form, LinkField, options_of

NEEDED = _l("This field is required.")
LEAST_DIGITS = 4


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _reachable(form: Form, field: Any) -> None:
    """An e-mail address where there is an @, else a phone number."""
    if "@" in field.data:
        Email(_("This isn’t an e-mail address."))(form, field)
    elif len(re.sub(r"\D", "", field.data)) < LEAST_DIGITS:
        raise ValidationError(_("Enter a phone number or an e-mail address."))


class QuickLeadForm(Form):
    """A lead in three fields."""

    name = StringField(
        _l("Name"),
        filters=[_stripped],
        validators=[DataRequired(NEEDED), Length(max=255)],
        render_kw={"autocomplete": "off", "enterkeyhint": "next", "autofocus": True},
    )
    reach = StringField(
        _l("Phone or e-mail"),
        filters=[_stripped],
        validators=[DataRequired(NEEDED), Length(max=254), _reachable],
        render_kw={
            "autocomplete": "off",
            "autocapitalize": "off",
            "enterkeyhint": "next",
            "inputmode": "email",
        },
    )
    about = StringField(
        _l("Subject"),
        filters=[_stripped],
        validators=[Optional(), Length(max=255)],
        render_kw={"autocomplete": "off", "enterkeyhint": "done"},
    )

    @property
    def is_email(self) -> bool:
        return "@" in (self.reach.data or "")


class CardForm(Form):
    """A business card: photographed now, as a file (a vCard or a picture), or as text."""

    photo = FileField(_l("Take a photo"), render_kw={"accept": "image/*", "capture": "environment"})
    file = FileField(
        _l("Picture or vCard file"), render_kw={"accept": "image/*,.vcf,text/vcard,text/x-vcard"}
    )
    pasted = TextAreaField(
        _l("Paste a signature or card"),
        description=_l("The signature of an e-mail, the lines of a card or the text of its QR code."),
        render_kw={"rows": 6, "autocomplete": "off", "spellcheck": "false"},
    )

    @property
    def sent(self) -> str:
        """The field that holds the card."""
        return next((name for name in ("photo", "file") if self[name].data), "pasted")


class DisqualifyForm(Form):
    """Why a lead will not buy."""

    status = SelectField(_l("Status"), coerce=int)
    reason = RadioField(
        _l("Why won’t they buy?"),
        coerce=DisqualifyReason,
        validators=[InputRequired(_l("Choose a reason for disqualifying the lead."))],
    )
    note = TextAreaField(_l("Note"), filters=[_stripped], validators=[Length(max=500)], render_kw={"rows": 2})


def disqualify_form() -> DisqualifyForm:
    """With the statuses of disqualified leads, the first choice chosen."""
    form = DisqualifyForm(data={"status": default_of(LeadStatus.DISQUALIFIED).id})
    form.status.choices = [(each.id, each.title) for each in offered([LeadStatus.DISQUALIFIED])]
    form.reason.choices = options_of(DisqualifyReason)
    if not form.status.raw_data:
        form.status.data = form.status.default = default_of(LeadStatus.DISQUALIFIED).id
    return form


class AssignForm(Form):
    """Whose lead it becomes: the id of a person, `queue-` and the id of a queue, or `rules`."""

    RULES = "rules"

    owner = SelectField(_l("New owner"), validators=[DataRequired(_l("Choose a new owner."))])
    with_activities = BooleanField(_l("Include its open activities"), default=True)

    @property
    def queue_id(self) -> int | None:
        """The chosen queue; None where a person was chosen."""
        kind, _dash, key = (self.owner.data or "").partition("-")
        return key_in(key) if kind == "queue" else None

    @property
    def owner_id(self) -> int | None:
        """The chosen person; None where a queue or the rules were chosen."""
        return key_in(self.owner.data)


class ChangeOwnerForm(AssignForm):
    """Whose leads they become."""

    with_activities = BooleanField(_l("Include their open activities"), default=True)


class MembersForm(Form):
    """Who works a queue off."""

    members = SelectMultipleField(_l("Members"), coerce=int)


class ConvertForm(Form):
    """What the three panels and the follow-up ask beside the fields of new records."""

    then = HiddenField()
    account = StringField()
    contact = StringField()
    opportunity = StringField()
    found_account = LinkField(_l("Search all accounts"), target="account")
    found_contact = LinkField(_l("Search all contacts"), target="contact")
    sales_process = SelectField(_l("Sales process"), coerce=int, validate_choice=False)
    task = StringField(
        _l("Follow-up task"),
        filters=[_stripped],
        validators=[Optional(), Length(max=255)],
        render_kw={"autocomplete": "off"},
    )
    task_due = DateField(_l("Due"), validators=[Optional()])
