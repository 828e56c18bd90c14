"""What is typed of a number format."""

from __future__ import annotations

from wtforms import StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Regexp

from salesapp.core.i18n import _l
from salesapp.core.numbering import NumberFormat
from salesapp.web.forms import Form
from salesapp.web.inputs.rules import WholeField
from salesapp.web.inputs.select import SelectField

REQUIRED = _l("This field is required.")
MOST_DIGITS, MOST_FIRST = 9, 999_999_999


class NumbersForm(Form):
    """The parts of a number, and the first to be given."""

    prefix = StringField(
        _l("Prefix"),
        [Length(max=12), Regexp(r"[^\W_]*([-/. ][^\W_]+)*\Z", message=_l("Use letters and digits only."))],
    )
    separator = SelectField(
        _l("Separator"),
        choices=lambda: [SelectChoice(each, each or str(_l("Nothing"))) for each in ("-", "/", ".", "")],
    )
    year_digits = SelectField(
        _l("Year"),
        choices=lambda: [
            SelectChoice("4", str(_l("Four digits; begins anew each year"))),
            SelectChoice("2", str(_l("Two digits; begins anew each year"))),
            SelectChoice("0", str(_l("No year; counts on over the years"))),
        ],
    )
    digits = WholeField(_l("Digits"), [InputRequired(REQUIRED), NumberRange(3, MOST_DIGITS)])
    first = WholeField(_l("First number"), [InputRequired(REQUIRED), NumberRange(1, MOST_FIRST)])

    def format(self) -> NumberFormat:
        """What was chosen."""
        prefix = (self.prefix.data or "").strip()
        return NumberFormat(prefix, self.separator.data, int(self.year_digits.data), self.digits.data or 0)
