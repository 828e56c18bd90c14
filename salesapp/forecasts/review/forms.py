"""What is decided in a review."""

from __future__ import annotations

from wtforms import DateField, TextAreaField
from wtforms.validators import InputRequired

from salesapp.core.i18n import _l
from salesapp.web.forms import Form
from salesapp.web.inputs.select import SelectField

NEEDED = InputRequired(_l("This field is required."))


class PushForm(Form):
    """Another expected close date."""

    close_on = DateField(_l("Expected close date"), validators=[NEEDED])


class OwnerForm(Form):
    """Another owner."""

    owner = SelectField(_l("Owner"), validators=[NEEDED])


class NoteForm(Form):
    """A comment for everybody who works on it."""

    note = TextAreaField(_l("Comment"), validators=[NEEDED])


class StepForm(Form):
    """The next step, as a task for its owner."""

    what = TextAreaField(_l("What is to be done"), validators=[NEEDED], render_kw={"rows": 2})
    due_on = DateField(_l("Due on"), validators=[NEEDED])
