"""A name for what is shown now, and who is offered it."""

from __future__ import annotations

from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from salesapp.core.i18n import _l
from salesapp.records.views.offered import NAME_LENGTH, Audience
from salesapp.web.forms import Form


class OfferForm(Form):
    """What whatever is saved and offered asks."""

    name = StringField(
        _l("Name"),
        filters=[lambda text: (text or "").strip()],
        validators=[DataRequired(_l("This field is required.")), Length(max=NAME_LENGTH)],
    )
    audience = RadioField(
        _l("Who can see it?"),
        choices=[SelectChoice(each.value, each.label) for each in Audience],
        default=Audience.MINE.value,
    )
