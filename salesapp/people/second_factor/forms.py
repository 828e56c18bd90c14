"""The code of the second step, and the password that turns it off."""

from __future__ import annotations

from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired

from salesapp.core.i18n import _l
from salesapp.web.forms import Form


class CodeForm(Form):
    """Six digits, or a recovery code."""

    code = StringField(
        _l("Verification code"),
        [DataRequired(_l("This field is required."))],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "off", "enterkeyhint": "go"},
    )


class TurnOffForm(Form):
    """Whoever finds a phone unlocked does not turn it off."""

    password = PasswordField(
        _l("Password"),
        [DataRequired(_l("This field is required."))],
        render_kw={"autocomplete": "current-password"},
    )
