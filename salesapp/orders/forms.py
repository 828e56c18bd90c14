"""What is typed on the pages of orders."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from salesapp.core.i18n import _l
from salesapp.web.forms import Form


class CancelForm(Form):
    """Why the order ends."""

    reason = TextAreaField(
        _l("Reason"), [DataRequired(_l("Enter the reason for cancelling.")), Length(max=2000)]
    )
