"""The form of an entry of a picklist."""

from __future__ import annotations

from typing import Any

from wtforms import StringField
from wtforms.validators import Length, Optional

from salesapp.core.i18n import _l
from salesapp.records.notation.choices import labels
from salesapp.records.picklists.models import LONGEST_NAME, PicklistEntry
from salesapp.web.forms import Form

NAMES = ("name_en", "name_zh")


def _stripped(typed: str | None) -> str | None:
    return " ".join((typed or "").split()) or None


class EntryForm(Form):
    """What an entry is called, in each language of the product; one name is enough."""

    picklist: str = ""
    name_en = StringField(
        _l("English name"),
        filters=[_stripped],
        validators=[Optional(), Length(max=LONGEST_NAME, message=_l("At most %(max)d characters."))],
    )
    name_zh = StringField(
        _l("Chinese name"),
        filters=[_stripped],
        validators=[Optional(), Length(max=LONGEST_NAME, message=_l("At most %(max)d characters."))],
    )

    def values(self) -> dict[str, Any]:
        """What was typed, and for a new entry the list it belongs to."""
        return super().values() | ({"picklist": self.picklist} if self.picklist else {})


def entry_form(entry: PicklistEntry | None, picklist: str = "") -> EntryForm:
    """The form of an entry, or of a new one of the list."""
    if entry is None:
        form = EntryForm()
        form.picklist = picklist
        return form
    form = EntryForm(data={name: getattr(entry, name) for name in NAMES}, existing=entry)
    shipped = labels(entry.shipped_name) if entry.shipped_name else ("", "")
    for name, label in zip(NAMES, shipped, strict=True):
        form[name].render_kw = {"placeholder": label, "autocomplete": "off"}
    return form
