"""What is said when a discount is submitted for approval, and when it is decided."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import Length

from salesapp.core.i18n import _l
from salesapp.web.forms import Form


class NoteForm(Form):
    """A few words."""

    note = TextAreaField(
        _l("Note"), [Length(max=2000)], filters=[lambda typed: (typed or "").strip() or None]
    )


class DecisionForm(NoteForm):
    """What whoever decides says to it."""

    note = TextAreaField(
        _l("Your answer"), [Length(max=2000)], filters=[lambda typed: (typed or "").strip() or None]
    )
