"""The base of every form that changes something."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, ClassVar, cast

from babel.support import NullTranslations, Translations
from flask_babel import get_locale
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.i18n import messages_path

from salesapp.core.company import company
from salesapp.core.concurrency.attempts import running
from salesapp.core.db import Record
from salesapp.core.errors import RuleBroken
from salesapp.core.events import last_change
from salesapp.core.i18n import _, _l
from salesapp.core.once import new_key
from salesapp.core.parsing.texts import key_in
from salesapp.web.editing.opened import OWN, Difference, Merged, merge, pack
from salesapp.web.inputs.money import read_amounts

NO_CHOICE = _l("Choose one of the options.")
NO_CHOICES = frozenset(
    {
        "Invalid Choice: could not coerce.",
        "Invalid choice(s): one or more data inputs could not be coerced.",
        "Not a valid choice.",
        "'%(value)s' is not a valid choice for this field.",
    }
)
"""What WTForms says, partly in English only, of a choice that was never offered."""


@lru_cache(maxsize=20)
def words_in(language: str) -> NullTranslations:
    """What WTForms says itself, in that language: its catalogue is read once, not for every form."""
    return Translations.load(messages_path(), [language], domain="wtforms")


class Words:
    """WTForms' own sentences in one language, with ours where it says one thing in several ways."""

    def __init__(self, language: str) -> None:
        self.theirs = words_in(language)

    def gettext(self, message: str) -> str:
        return _(NO_CHOICE) if message in NO_CHOICES else self.theirs.gettext(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return _(NO_CHOICE) if singular in NO_CHOICES else self.theirs.ngettext(singular, plural, n)


class Form(FlaskForm):
    """Every form that changes something: CSRF token, `version` of the record it was opened on, `once` key.

    One that changes what exists is made with `existing`, and with its values. It carries them (`opened`): what its
    user left alone takes what colleagues saved meanwhile, and where both changed something it is not valid.
    """

    class Meta(FlaskForm.Meta):
        """Says what a field refuses in the reader's language."""

        def get_translations(self, form: Any) -> Any:
            return Words(str(get_locale() or "en"))

    version = HiddenField()
    once = HiddenField()
    opened = HiddenField()
    together: ClassVar[tuple[tuple[str, ...], ...]] = ()
    merged: Merged = Merged()
    opened_version: int | None = None

    def __init__(self, *args: Any, existing: Any = None, **kwargs: Any) -> None:
        self.existing = existing
        super().__init__(*args, **kwargs)
        if not self.once.data:
            self.once.data = new_key()
        if existing is None:
            del self.opened

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:
        super().process(formdata, *args, **kwargs)
        if self.existing is not None:
            self.opened_version = key_in(str(self.version.data or ""))
            sent = self.meta.wrap_formdata(self, formdata)
            self.merged = merge(self, sent, self.together) if sent else Merged()
            # What is rendered now has what is there now before it.
            self.opened.data, self.version.data = (
                pack(self),
                str(getattr(self.existing, "version", None) or ""),
            )
        # Only now: what was opened and what is there now are amounts in the currency that was there.
        read_amounts(self._fields, self.currency_of)

    @staticmethod
    def currency_of(_values: dict[str, Any]) -> str:
        """What an amount is in where the currency beside it is left open, told by the other fields."""
        return company().currency

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all can be kept: fields are in order, nobody changed the same ones or has what must be unique."""
        in_order = bool(super().validate(extra_validators))
        return self._is_free() and in_order and not self.clashes

    def _is_free(self) -> bool:
        """Whether the database did not refuse a moment ago what is sent, since another row has it.

        Rules look for that first and say it better; this is for what no rule looks for, and for two at one moment.
        """
        attempts = running()
        taken = attempts.taken if attempts is not None else None
        if taken is None:
            return True
        named = [name for name in self._fields if {name, f"{name}_id"} & taken.columns]
        alone = len(taken.columns) == 1 and bool(named)
        said = _("This is already taken. Choose another.") if alone else _("This already exists.")
        self.refuse(RuleBroken(said, field=named[0] if named else None))
        return False

    @property
    def clashes(self) -> Sequence[Difference]:
        """Where a colleague changed the same as the user of this form."""
        return self.merged.clashes

    @property
    def faster(self) -> str:
        """Who changed it since the form was opened, by name where the record's history knows."""
        known = self.opened_version is not None and isinstance(self.existing, Record)
        event = last_change(self.existing, since=self.opened_version or 0) if known else None
        if event is None:
            return _("Someone else has changed this since you opened it")
        return _("%(name)s has changed this since you opened it", name=event.by_name)

    @property
    def http_status(self) -> int:
        """What a form that is not valid is answered with: 409 where a colleague was faster."""
        return 409 if self.clashes else 422

    @property
    def expected_version(self) -> int | None:
        """The version the form was opened on; None where the form does not carry one."""
        return key_in(self.version.data)

    def refuse(self, broken: RuleBroken) -> None:
        """Shows every broken rule beside its field, or on top where it names none."""
        for each in broken.all:
            field = self._fields.get(each.field or "")
            errors = self.form_errors if field is None else field.errors
            if isinstance(errors, tuple):
                field.errors = [*errors, each.sentence]
            else:
                cast("list[str]", errors).append(each.sentence)

    def refuse_also(self, broken: RuleBroken) -> None:
        """Shows it beside the fields that are in order so far: what is said of the others may follow from them."""
        for each in broken.all:
            if each.field in self._fields and not self._fields[each.field].errors:
                self.refuse(RuleBroken(each.sentence, field=each.field))

    @property
    def all_errors(self) -> list[tuple[str | None, str]]:
        """(field id or None, sentence) for the summary on top."""
        found: list[tuple[str | None, str]] = [(None, str(each)) for each in self.form_errors]
        for field in self:
            found += [
                (field.id, _("%(field)s: %(problem)s", field=field.label.text, problem=error))
                for error in field.errors
            ]
        return found

    def values(self) -> dict[str, Any]:
        """What was typed, without the form's own hidden fields."""
        return {name: field.data for name, field in self._fields.items() if name not in OWN}
