"""Inputs that offer a choice; what they offer is found out when it is needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true
from wtforms.fields.choices import SelectChoice

from salesapp.core.access import Shared
from salesapp.core.db import db
from salesapp.core.fields import Field, offered
from salesapp.core.money.currencies import active_currencies
from salesapp.core.parsing.texts import key_in
from salesapp.core.registry import RecordType, record_type
from salesapp.core.relations.owners import owners
from salesapp.core.relations.within import in_their_steps, titles_within
from salesapp.core.settings_cache import cached
from salesapp.web.filters import locale
from salesapp.web.inputs.moments import zones
from salesapp.web.inputs.select import SelectField

NOTHING = SelectChoice("", "–")
NO_COUNTRY = {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}


class ChoiceField(SelectField):
    """One of several; an empty choice where the field may be empty."""

    def pre_validate(self, form: Any) -> None:
        # What was sent is looked for as it is: reading every option there is costs more than all else about it.
        sent = self.raw_data[0] if self.raw_data and not self.process_errors else None
        if sent is None or all(each.value != sent for each in self.choices):
            super().pre_validate(form)


def choice_of(declared: Field, label: str, *, required: bool, **keywords: Any) -> Any:
    """One of the members of the field's choices."""
    enum: Any = declared.choices

    def choices(form: Any, _field: Any) -> list[SelectChoice]:
        found = options_of(enum, getattr(form.existing, declared.attribute, None))
        return found if required else [NOTHING, *found]

    return ChoiceField(
        label, choices=choices, coerce=lambda value: enum(value) if value else None, **keywords
    )


def options_of(choices: type[Any], kept: Any = None) -> list[SelectChoice]:
    """What a select offers of a field's choices; `kept` is what the record has already."""
    return [SelectChoice(each.value, each.label) for each in offered(choices, kept)]


def link_of(declared: Field, label: str, *, owned: RecordType | None, **keywords: Any) -> Any:
    """One of few records; for the owner of a record of the type `owned`, of those who may own one."""
    type_ = record_type(declared.target)

    def choices(form: Any, _field: Any) -> list[SelectChoice]:
        return _options(type_, getattr(form.existing, declared.attribute, None), owned)

    return ChoiceField(label, choices=choices, coerce=lambda value: key_in(str(value or "")), **keywords)


def _options(type_: RecordType, kept: int | None, owned: RecordType | None) -> list[SelectChoice]:
    """What the viewer sees and is in use, and what the record has already, whatever became of that."""
    choosable = in_use(type_) if owned is None else owners(owned)
    everybodys = _everybodys(type_, owned) if issubclass(type_.model, Shared) else None
    rows = everybodys() if everybodys else _rows(type_, choosable)
    if kept is not None and all(key != kept for key, _title in rows):
        rows = _rows(type_, or_(choosable, type_.model.id == kept))
    return [NOTHING, *(SelectChoice(str(key), title) for key, title in rows)]


@cache
def _everybodys(type_: RecordType, owned: RecordType | None) -> Callable[[], list[tuple[int, str]]]:
    """What the whole company sees and sets up is asked for once until it changes."""
    return cached(type_.model)(lambda: _rows(type_, in_use(type_) if owned is None else owners(owned)))


def _rows(type_: RecordType, choosable: ColumnElement[bool]) -> list[tuple[int, str]]:
    model, column = type_.model, getattr(type_.model, type_.title)
    if type_.within:
        return list(
            titles_within(type_, db.session.scalars(in_their_steps(type_).where(choosable)).all()).items()
        )
    rows = db.session.execute(select(model.id, column).where(choosable).order_by(column))
    return [(key, title) for key, title in rows]


def in_use(type_: RecordType) -> ColumnElement[bool]:
    """The records of a type that new ones may name."""
    found: ColumnElement[bool] = type_.model.active if "active" in type_.fields_by_name else true()
    return found


def country(label: str, **keywords: Any) -> Any:
    """A country, called as its reader calls it."""
    return ChoiceField(label, choices=lambda: _countries(str(locale())), coerce=_or_none, **keywords)


@lru_cache(maxsize=20)
def _countries(_language: str) -> list[SelectChoice]:
    names = ((code, str(name)) for code, name in locale().territories.items())
    known = (
        SelectChoice(code, name)
        for code, name in names
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY
    )
    return [NOTHING, *sorted(known, key=lambda each: str(each.label))]


def time_zone(label: str, **keywords: Any) -> Any:
    """One of the zones there are."""
    return ChoiceField(label, choices=lambda: [NOTHING, *zones()], coerce=_or_none, **keywords)


def currency_code(label: str, unchosen: str = "", **keywords: Any) -> Any:
    """One of the currencies in use, or none, as that is called where it may be chosen."""
    none = [SelectChoice("", unchosen)] if unchosen else []
    return ChoiceField(label, choices=lambda: [*none, *_currencies()], coerce=_or_none, **keywords)


def _currencies() -> list[SelectChoice]:
    names = locale().currencies
    return [SelectChoice(code, f"{code} · {names.get(code, code)}") for code in active_currencies()]


def _or_none(value: Any) -> str | None:
    return str(value) if value else None
