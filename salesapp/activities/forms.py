"""What is asked when something is planned, logged or written down."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from flask_wtf.file import FileField, MultipleFileField
from wtforms import DateField, RadioField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from salesapp.activities.models import ActivityKind, CallOutcome
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, _l
from salesapp.web.forms import Form
from salesapp.web.inputs.select import SelectField

NEEDED = _l("This field is required.")


class TaskForm(Form):
    """What, of which kind, by when."""

    subject = StringField(
        _l("What needs to be done?"),
        [DataRequired(NEEDED), Length(max=255)],
        render_kw={"enterkeyhint": "done"},
    )
    kind = SelectField(
        _l("Kind"),
        choices=[SelectChoice(each.value, each.label) for each in ActivityKind],
        coerce=ActivityKind,
    )
    due_on = DateField(_l("Due"), [Optional()])


class PlanForm(Form):
    """What is to be done, on which day; a meeting also from when to when."""

    subject = StringField(
        _l("What is it about?"), [DataRequired(NEEDED), Length(max=255)], render_kw={"enterkeyhint": "done"}
    )
    in_days = RadioField(
        _l("Day"),
        choices=[
            SelectChoice("0", _l("Today")),
            SelectChoice("1", _l("Tomorrow")),
            SelectChoice("3", _l("+3 days")),
            SelectChoice("7", _l("+1 week")),
        ],
        default="1",
    )
    due_on = DateField(_l("Or on another day"), [Optional()])
    begins = TimeField(_l("Begins"), [InputRequired(NEEDED)], default=time(10))
    ends = TimeField(_l("Ends"), [Optional()])

    def __init__(self, kind: ActivityKind, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.has_hours = kind is ActivityKind.MEETING
        if not self.has_hours:
            self.subject.label.text = _("What needs to be done?")
            del self.begins, self.ends

    def day(self, today: date) -> date:
        """The date that was typed, else the chip, counted from today."""
        typed: date | None = self.due_on.data
        return typed or today + timedelta(days=int(self.in_days.data))

    def refuse(self, broken: RuleBroken) -> None:
        """The hours of the day stand for the moments that the rule is about."""
        names = {"starts_at": "begins", "ends_at": "ends"}
        super().refuse(RuleBroken(broken.sentence, field=names.get(broken.field or "", broken.field)))


class NoteForm(Form):
    """Free words."""

    body = TextAreaField(_l("Note"), [DataRequired(NEEDED), Length(max=20000)])


class FilesForm(Form):
    """Files from the device, or a photo taken now: one of the two inputs holds something."""

    files = MultipleFileField(_l("File"))
    photo = FileField(_l("Photo"), render_kw={"accept": "image/*", "capture": "environment"})

    @property
    def chosen(self) -> list[Any]:
        """What either input holds."""
        return [*(self.files.data or []), *filter(None, [self.photo.data])]

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if not self.chosen:
            self.refuse(RuleBroken(_("Choose a file."), field="files"))
            valid = False
        return valid


class CallForm(Form):
    """What a call came to, and when the next one is."""

    outcome = RadioField(
        _l("Outcome"),
        [DataRequired(NEEDED)],
        choices=[SelectChoice(each.value, each.label) for each in CallOutcome],
        coerce=CallOutcome,
        default=CallOutcome.REACHED,
    )
    note = TextAreaField(_l("Note"), [Optional(), Length(max=20000)])
    next_in = RadioField(
        _l("Next step"),
        choices=[
            SelectChoice("", _l("No next step")),
            SelectChoice("1", _l("+1 day")),
            SelectChoice("3", _l("+3 days")),
            SelectChoice("7", _l("+1 week")),
        ],
        default="",
    )
    next_step = StringField(_l("What’s next?"), [Optional(), Length(max=255)])


class RescheduleForm(Form):
    """Another day."""

    due_on = DateField(_l("Due"), [DataRequired(NEEDED)])
