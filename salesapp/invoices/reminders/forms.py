"""What is typed of reminders: their levels in set-up, and why an invoice is contested."""

from __future__ import annotations

from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from salesapp.core.i18n import _, _l
from salesapp.invoices.reminders.levels import LANGUAGES, MOST, Level
from salesapp.web.forms import Form
from salesapp.web.inputs.rules import WholeField


class LevelsForm(Form):
    """Up to four levels; made by `levels_form`. A level without days is none."""

    def named(self, what: str, level: int, language: str = "") -> Any:
        """One of its fields."""
        return self[f"{what}_{level}{'_' + language if language else ''}"]

    def validate(self, extra_validators: Any = None) -> bool:
        """Also asks for the words of each level that has days, in both languages."""
        valid = super().validate(extra_validators)
        for level in self.used:
            for language in LANGUAGES:
                for what in ("subject", "text"):
                    typed = self.named(what, level, language)
                    if not (typed.data or "").strip():
                        typed.errors = [_("This field is required.")]
                        valid = False
        return valid

    @property
    def used(self) -> list[int]:
        return [level for level in range(1, MOST + 1) if self.named("days", level).data]

    def levels(self) -> list[Level]:
        """What was typed, without gaps."""
        return [
            Level(place, self.named("days", level).data, self._words(level))
            for place, level in enumerate(self.used, start=1)
        ]

    def _words(self, level: int) -> dict[str, tuple[str, str]]:
        def typed(what: str, language: str) -> str:
            return str(self.named(what, level, language).data or "").strip()

        return {each: (typed("subject", each), typed("text", each)) for each in LANGUAGES}


def levels_form(known: list[Level]) -> LevelsForm:
    """The form with the levels that are set up, until something is sent."""
    fields: dict[str, Any] = {}
    for level in range(1, MOST + 1):
        fields[f"days_{level}"] = WholeField(_l("Days overdue"), [Optional(), NumberRange(1, 365)])
        for language in LANGUAGES:
            end = f"{level}_{language}"
            fields[f"subject_{end}"] = StringField(_l("Subject"), [Length(max=200)])
            fields[f"text_{end}"] = TextAreaField(_l("Text"), [Length(max=4000)], render_kw={"rows": 6})
    data: dict[str, Any] = {}
    for each in known:
        data[f"days_{each.level}"] = each.days
        for language, (subject, text) in each.words.items():
            data |= {f"subject_{each.level}_{language}": subject, f"text_{each.level}_{language}": text}
    made: LevelsForm = type("LevelsForm", (LevelsForm,), fields)(data=data, existing=known)
    return made


class DisputeForm(Form):
    """Why the customer does not pay."""

    reason = TextAreaField(
        _l("Reason"), [DataRequired(_l("Enter the reason of the dispute.")), Length(max=1000)]
    )
