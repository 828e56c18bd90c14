"""What a declared field asks of a value that was typed, beyond its kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import IntegerField  # noqa: TID251  made safe here
from wtforms.validators import NumberRange, ValidationError

from salesapp.core.fields import Field
from salesapp.core.i18n import _, _l
from salesapp.core.parsing.texts import LARGEST

FEW_DIGITS = 9999


class WholeField(IntegerField):
    """A whole number that fits the database; every form uses it in place of WTForms' own."""

    data: int | None

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is not None and abs(self.data) > LARGEST:
            self.data = None
            raise ValueError(_("Enter a whole number that isn’t too large."))


def within(declared: Field) -> NumberRange:
    """The bounds of a whole number; nobody is told of the largest one that the database holds."""
    wide = declared.least == 0 and declared.most > FEW_DIGITS
    said = (
        _l("Enter a whole number that isn’t negative or too large.")
        if wide
        else _l("Between %(min)d and %(max)d.")
    )
    return NumberRange(declared.least, declared.most, said)


def web_address(_form: Any, field: Any) -> None:
    if field.data and not field.data.startswith(("http://", "https://")):
        raise ValidationError(_("Enter a web address that begins with http:// or https://."))
