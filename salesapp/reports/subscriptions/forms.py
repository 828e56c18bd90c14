"""On which days a report comes, at what time and with which files."""

from __future__ import annotations

from datetime import time
from typing import Any

from wtforms import SelectMultipleField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from salesapp.core.i18n import _l
from salesapp.reports.subscriptions.models import FILES, ReportSubscription
from salesapp.reports.subscriptions.rhythm import Rhythm, choices, words
from salesapp.web.filters import locale
from salesapp.web.forms import Form
from salesapp.web.inputs.select import SelectField

NEEDED = _l("This field is required.")
FILE_NAMES = {"pdf": _l("PDF"), "xlsx": _l("Excel"), "csv": _l("CSV")}
MORNING = time(8)


class SubscribeForm(Form):
    """When it comes, and what the mail brings beside picture and table."""

    days = SelectField(_l("When"), default="week-0")
    at = TimeField(_l("Time"), [InputRequired(NEEDED)], default=MORNING)
    files = SelectMultipleField(
        _l("Attachments"),
        choices=[SelectChoice(each, FILE_NAMES[each]) for each in FILES],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def __init__(self, kept: ReportSubscription | None = None, *, exports: bool) -> None:
        given: dict[str, Any] = {"files": ["pdf"]}
        if kept is not None:
            given = {"days": kept.days, "at": time(*divmod(kept.minutes, 60)), "files": kept.files}
        super().__init__(data=given)
        offered = choices(locale())
        if kept is not None and kept.days not in dict(offered):
            offered.append((kept.days, words(kept.days, locale())))
        self.days.choices = [SelectChoice(*each) for each in offered]
        self.files.choices = [
            SelectChoice(each, FILE_NAMES[each]) for each in FILES if exports or each == "pdf"
        ]

    @property
    def rhythm(self) -> Rhythm:
        """What was chosen."""
        at: time = self.at.data or MORNING
        return Rhythm(self.days.data, at.hour * 60 + at.minute)
