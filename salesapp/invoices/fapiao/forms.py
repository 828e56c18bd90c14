"""What is typed of a fapiao."""

from __future__ import annotations

from wtforms import DateField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from salesapp.core.i18n import _l
from salesapp.customers.kinds import FapiaoKind
from salesapp.invoices.fapiao.recording import Entered
from salesapp.web.forms import Form
from salesapp.web.inputs.select import SelectField

NEEDED = _l("This field is required.")


class FapiaoForm(Form):
    """What stands on it."""

    number = StringField(_l("Fapiao number"), [DataRequired(NEEDED), Length(max=40)])
    kind = SelectField(
        _l("Type"), choices=lambda: [SelectChoice(each.value, str(each.label)) for each in FapiaoKind]
    )
    issued_on = DateField(_l("Date"), validators=[DataRequired(NEEDED)])
    red_reference = StringField(_l("Red-letter confirmation"), [Length(max=40)])

    def entered(self) -> Entered:
        """What was typed."""
        return Entered(
            self.number.data or "",
            FapiaoKind(self.kind.data),
            self.issued_on.data,
            self.red_reference.data or "",
        )
