"""The form on which somebody agrees to a win or does not."""

from __future__ import annotations

from wtforms import TextAreaField

from salesapp.core.i18n import _l
from salesapp.web.forms import Form


class DecisionForm(Form):
    """What whoever must agree to a win says."""

    note = TextAreaField(_l("Your answer"), filters=[lambda typed: (typed or "").strip() or None])
