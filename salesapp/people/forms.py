"""Signing in and one's own preferences."""

from __future__ import annotations

from wtforms import BooleanField, DateField, EmailField, HiddenField, PasswordField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional

from salesapp.core import clock
from salesapp.core.i18n import _l
from salesapp.people.models import Language, Theme
from salesapp.web.forms import Form
from salesapp.web.inputs.select import SelectField


def _zones() -> list[SelectChoice]:
    return [
        SelectChoice("", _l("Company default")),
        *(SelectChoice(zone) for zone in clock.zones()),
    ]


class LoginForm(Form):
    """Address and password."""

    email = EmailField(
        _l("E-mail"),
        [DataRequired(_l("This field is required."))],
        render_kw={"autocomplete": "username", "autocapitalize": "off", "enterkeyhint": "next"},
    )
    password = PasswordField(
        _l("Password"),
        [DataRequired(_l("This field is required."))],
        render_kw={"autocomplete": "current-password", "enterkeyhint": "go"},
    )
    next = HiddenField()


class PasswordForm(Form):
    """The old password and the new one."""

    current = PasswordField(
        _l("Current password"),
        [DataRequired(_l("This field is required."))],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        _l("New password"),
        [DataRequired(_l("This field is required."))],
        render_kw={"autocomplete": "new-password"},
    )


class FirstPasswordForm(Form):
    """A password set by an administrator for somebody."""

    password = PasswordField(
        _l("New password"),
        [DataRequired(_l("This field is required."))],
        render_kw={"autocomplete": "new-password"},
    )


class PreferencesForm(Form):
    """Language, appearance, time zone, out of office."""

    locale = RadioField(
        _l("Language"), choices=[SelectChoice(each.value, each.label) for each in Language], coerce=Language
    )
    theme = RadioField(
        _l("Appearance"), choices=[SelectChoice(each.value, each.label) for each in Theme], coerce=Theme
    )
    zone = SelectField(_l("Time zone"), choices=_zones, coerce=lambda value: value or None)
    roomy_lists = BooleanField(_l("Comfortable rows in lists"))
    away_until = DateField(_l("Out of office up to and including"), validators=[Optional()])
