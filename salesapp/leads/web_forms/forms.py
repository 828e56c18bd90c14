"""The form in set-up by which an administrator shapes a web form."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from salesapp.core.db import db
from salesapp.core.i18n import _, _l, in_a_list
from salesapp.core.relations.owners import may_own
from salesapp.leads.models import LEAD
from salesapp.leads.models.queues import LeadQueue
from salesapp.leads.web_forms.models import ASKABLE, Destination, WebForm
from salesapp.marketing.kinds import LeadSource
from salesapp.marketing.models import running
from salesapp.people.models import User
from salesapp.web.forms import NOTHING, Form, options_of
from salesapp.web.inputs.select import SelectField

DEFAULTS = {
    "active": True,
    "asked": ["name", "company", "email", "phone", "description"],
    "required": ["name", "email"],
    "source": LeadSource.WEB,
    "destination": Destination.RULES,
}
"""What a new one proposes."""


def _key(typed: str | None) -> int | None:
    return int(typed) if typed else None


class WebFormForm(Form):
    """Heading, questions, where the leads go, what is said, which sites may use it."""

    name = StringField(
        _l("Name"),
        description=_l("Visitors see it as the heading"),
        validators=[DataRequired(_l("This field is required.")), Length(max=80)],
    )
    active = BooleanField(_l("Active"))
    asked = SelectMultipleField(_l("Asked"))
    required = SelectMultipleField(_l("Required"))
    source = SelectField(_l("Lead source"), coerce=lambda typed: LeadSource(typed) if typed else None)
    campaign = SelectField(_l("Campaign of its leads"), coerce=_key)
    destination = RadioField(
        _l("Leads are assigned to"),
        choices=[SelectChoice(each.value, each.label) for each in Destination],
        coerce=Destination,
    )
    person = SelectField(_l("Person"), coerce=_key)
    queue = SelectField(_l("Queue"), coerce=_key)
    confirmed = BooleanField(
        _l("Confirm by e-mail"), description=_l("The lead is created when the visitor confirms by e-mail")
    )
    thanks = TextAreaField(
        _l("Thank-you message"),
        description=_l("Leave empty for a short thank-you in the visitor’s language"),
        validators=[Length(max=2000)],
        render_kw={"rows": 3},
    )
    sites = TextAreaField(
        _l("Allowed websites"),
        description=_l("One per line, such as https://www.example.com. Leave empty to allow any website."),
        validators=[Length(max=2000)],
        render_kw={"rows": 3, "autocapitalize": "off", "spellcheck": "false"},
    )


def web_form_form(web_form: WebForm | None) -> WebFormForm:
    """The form with the fields, people and queues there are."""
    form = WebFormForm(data=DEFAULTS if web_form is None else _values(web_form), existing=web_form)
    users = db.session.scalars(select(User).where(User.active).order_by(User.name))
    able = {each.id: each.name for each in users if may_own(each, LEAD)}
    if web_form is not None and web_form.person is not None:
        able.setdefault(web_form.person.id, web_form.person.name)
    queues = db.session.scalars(select(LeadQueue).order_by(LeadQueue.name))
    form.asked.choices = form.required.choices = [(name, LEAD.field(name).label) for name in ASKABLE]
    form.source.choices = [NOTHING, *options_of(LeadSource, web_form and web_form.source)]
    offered = running(None if web_form is None else web_form.campaign_id)
    form.campaign.choices = [NOTHING, *(SelectChoice(str(key), name) for key, name in offered)]
    form.person.choices = [NOTHING, *(SelectChoice(str(key), name) for key, name in able.items())]
    form.queue.choices = [NOTHING, *(SelectChoice(str(each.id), each.name) for each in queues)]
    return form


def _values(web_form: WebForm) -> dict[str, Any]:
    names = ("name", "active", "asked", "required", "source", "destination", "confirmed", "thanks", "sites")
    linked = {"person": web_form.person_id, "queue": web_form.queue_id}
    linked["campaign"] = web_form.campaign_id
    return {name: getattr(web_form, name) for name in names} | linked


def fill(web_form: WebForm, form: WebFormForm) -> None:
    """Sets what the administrator chose."""
    web_form.name, web_form.active = (form.name.data or "").strip(), bool(form.active.data)
    web_form.ask(form.asked.data or [], form.required.data or [])
    web_form.source, web_form.destination = form.source.data, form.destination.data
    web_form.person_id, web_form.queue_id = form.person.data, form.queue.data
    web_form.campaign_id = form.campaign.data
    web_form.thanks, web_form.sites = (form.thanks.data or "").strip() or None, form.sites.data or None
    web_form.confirmed = bool(form.confirmed.data)


def asked_words(web_form: WebForm) -> str:
    """`Name (required), Company`: what it asks, in one line."""
    labels = ((str(each.label), each.name in web_form.required) for each in web_form.fields)
    return in_a_list(_("%(field)s (required)", field=label) if needed else label for label, needed in labels)
