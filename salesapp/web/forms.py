"""Forms from declared fields, with the record's version and a once-key in every one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from flask import url_for
from sqlalchemy import func, inspect, select
from wtforms import BooleanField, DateField, EmailField, StringField, TelField, TextAreaField, URLField
from wtforms.utils import unset_value
from wtforms.validators import (
    DataRequired,
    Email,
    InputRequired,
    Length,
    Optional,
    StopValidation,
    ValidationError,
)

from salesapp.core.company import company
from salesapp.core.db import Record, db
from salesapp.core.fields import Field
from salesapp.core.i18n import _, _l
from salesapp.core.parsing.texts import key_in
from salesapp.core.registry import RecordType, record_type
from salesapp.web.editing.form import Form as Form  # noqa: PLC0414  features find it here
from salesapp.web.guards import can, visible_or_none
from salesapp.web.inputs.choices import NOTHING as NOTHING  # noqa: PLC0414  features find it here
from salesapp.web.inputs.choices import choice_of, country, currency_code, link_of, time_zone
from salesapp.web.inputs.choices import in_use as in_use  # noqa: PLC0414
from salesapp.web.inputs.choices import options_of as options_of  # noqa: PLC0414
from salesapp.web.inputs.moments import InstantField
from salesapp.web.inputs.money import AmountField, MoneyField
from salesapp.web.inputs.rules import WholeField, web_address, within

NEW = "new"
"""In place of a record's id: make one of the title that was typed."""
PLACES = {"quantity": 3, "unit_price": 4, "percent": 4, "rate": 8, "decimal": 4}


class LinkField(StringField):
    """Another record: its id travels in NAME, what was typed in NAME_text. Without script the title alone finds it.

    `NEW` in place of the id asks for a new one of that title, where the form takes that (`take_new`).
    """

    def __init__(self, *args: Any, target: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.target, self._beside = target, kwargs.get("_form")
        self.typed: str | None = None
        self.takes_new = self._new_asked = False
        self._held: Any = None

    @property
    def target_type(self) -> RecordType:
        return record_type(self.target)

    @property
    def search_url(self) -> str:
        """Where candidates come from as one types."""
        return url_for(f"{self.target_type.plural}.pick", new="1" if self.takes_new else None)

    @property
    def beside(self) -> StringField | None:
        """The form's link to what the records to choose from are linked to by the same name: its own come first.

        So a contact is chosen beside an account.
        """
        known = self.target_type.fields_by_name
        for each in self._beside or ():
            if isinstance(each, LinkField) and each is not self:
                own = known.get(each.short_name)
                if own is not None and own.target == each.target:
                    return each
        return None

    @property
    def makes(self) -> str | None:
        """The title of the record that is to be made."""
        return self.typed if self.takes_new and self._new_asked and self.data is None else None

    @property
    def text(self) -> str:
        """What the visible input shows."""
        if self.typed is not None:
            return self.typed
        found = self._record(self.data)
        return "" if found is None else str(found.title)

    def _record(self, key: int | None) -> Any:
        """The record with that id, if it may be chosen; held, so that what links to it finds it in the session."""
        self._held = None if key is None else visible_or_none(self.target_type.model, key)
        return self._held

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters)
        self.typed, self._new_asked = None, False
        if formdata and (self.name in formdata or f"{self.name}_text" in formdata):
            key = formdata.get(self.name, "").strip()
            self.typed = formdata.get(f"{self.name}_text", "").strip() or None
            self.data = self._found(key)
            self._new_asked = key == NEW

    def _found(self, key: str) -> int | None:
        chosen = self._record(key_in(key))
        if chosen is not None and self.typed in (None, str(chosen.title)):
            return int(chosen.id)
        return self._by_title() if self.typed else None

    def _by_title(self) -> int | None:
        model = self.target_type.model
        column = getattr(model, self.target_type.title)
        query = select(model.id).where(func.lower(column) == (self.typed or "").lower()).limit(2)
        found = list(db.session.scalars(query))
        return int(found[0]) if len(found) == 1 else None

    def pre_validate(self, form: Any) -> None:
        if self.makes:
            longest = self.target_type.field(self.target_type.title).length
            if len(self.makes) > longest:
                raise StopValidation(_("At most %(max)d characters.", max=longest))
            raise StopValidation  # what is asked of an id is not asked of a title
        if self.typed and self.data is None:
            raise ValidationError(
                _("There is no record called “%(name)s”. Choose one from the list.", name=self.typed)
            )


def take_new(form: Form) -> Form:
    """The form, its links to what may be made by its title taking new ones: who saves it makes these as well."""
    for each in form:
        if isinstance(each, LinkField):
            each.takes_new = each.target_type.made_by_title and can(each.target_type.edit)
    return form


def form_for(
    type_: RecordType,
    record: Record | None = None,
    *,
    only: Iterable[str] | None = None,
    currency: str | None = None,
    values: dict[str, Any] | None = None,
    require: Iterable[str] = (),
    prefix: str = "",
) -> Form:
    """A form over the type's editable fields (or `only` those), filled from `record`, else from `values` and defaults.

    `currency` is what its money is in (the record's own, else the company's); `require` makes further fields needed.
    With a `prefix` it is part of another form, which carries the CSRF token for it.
    """
    names = set(only) if only is not None else None
    chosen = [each for each in type_.editable if names is None or each.name in names]
    given = _defaults(type_, chosen) | dict(values or {})
    asked = {each.name for each in chosen}
    shapes = tuple(
        Shape(
            each.name,
            each.required or each.name in require,
            (currency or _unit(each, record, given)) if each.kind == "money" else "",
            _beside(each, type_, asked, record),
        )
        for each in chosen
    )
    data = {each.name: getattr(record, each.attribute) for each in chosen} if record is not None else given
    meta = {"csrf": False} if prefix else None
    return _form_class(type_, shapes, currency)(data=data, prefix=prefix, meta=meta, existing=record)


def lasting_numbers(type_: RecordType) -> list[str]:
    """The fields in which a record has a number in any case: a new one begins with it, and nobody can take it away."""
    columns = inspect(type_.model).columns
    return [each.name for each in type_.editable if each.numeric and not columns[each.attribute].nullable]


class Shape(NamedTuple):
    """What a field of a form depends on besides its declaration."""

    name: str
    required: bool
    currency: str
    beside: str


@lru_cache(maxsize=1000)
def _form_class(type_: RecordType, shapes: tuple[Shape, ...], currency: str | None) -> type[Form]:
    """The class of such forms, made once: it is dearer to make than a form of it."""
    chosen = [type_.field(each.name) for each in shapes]
    inputs = {each.name: _input(declared, each, type_) for declared, each in zip(chosen, shapes, strict=True)}
    others = {"currency_of": staticmethod(_currency_of(type_, currency)), "together": _priced(chosen)}
    return type(f"{type_.key.title()}Form", (Form,), {**inputs, **others})


def _defaults(type_: RecordType, chosen: Sequence[Field]) -> dict[str, Any]:
    """What the model takes where nothing is said: a blank form shows it, not whichever choice stands first."""
    columns = type_.model.__table__.columns
    return {
        each.name: columns[each.attribute].default.arg
        for each in chosen
        if each.kind in {"choice", "boolean"}
        and each.attribute in columns
        and getattr(columns[each.attribute].default, "is_scalar", False)
    }


def _priced(chosen: Sequence[Field]) -> tuple[tuple[str, ...], ...]:
    """The amounts of the form with the currency that they are in: either means nothing without the other."""
    amounts: dict[str, list[str]] = {}
    for each in chosen:
        if each.kind == "money":
            amounts.setdefault(each.currency or "currency", []).append(each.name)
    attributes = {each.attribute: each.name for each in chosen}
    return tuple((attributes[unit], *names) for unit, names in amounts.items() if unit in attributes)


def apply(form: Form, record: Record, type_: RecordType) -> None:
    """Sets what the form says on the record."""
    for name, value in form.values().items():
        declared = type_.fields_by_name.get(name)
        if declared is not None:
            setattr(record, declared.attribute, value)


def _unit(declared: Field, record: Record | None, values: dict[str, Any]) -> str:
    """The currency of one field's money: what the record's own attribute for it says, else the company's."""
    name = declared.currency or "currency"
    return getattr(record, name, None) or values.get(name) or company().currency


def _beside(declared: Field, type_: RecordType, asked: set[str], record: Record | None) -> str:
    """The field that says what an amount is in, where the form or the new record's other fields decide it."""
    if declared.kind != "money" or declared.currency not in type_.fields_by_name:
        return ""
    return declared.currency if declared.currency in asked or record is None else ""


def _currency_of(type_: RecordType, currency: str | None) -> Callable[[dict[str, Any]], str]:
    def found(values: dict[str, Any]) -> str:
        return currency or (type_.currency_of and type_.currency_of(values)) or company().currency

    return found


def _input(declared: Field, shape: Shape, type_: RecordType) -> Any:  # noqa: C901, PLR0912  one line per kind
    keywords: dict[str, Any] = {
        "description": declared.hint,
        "render_kw": _render(declared),
        "validators": _validators(declared, shape.required),
    }
    label = declared.label
    match declared.kind:
        case "long_text":
            return TextAreaField(label, filters=[_stripped], **keywords)
        case "email":
            return EmailField(label, filters=[_stripped], **keywords)
        case "phone":
            return TelField(label, filters=[_stripped], **keywords)
        case "url":
            return URLField(label, filters=[_stripped, _with_scheme], **keywords)
        case "integer":
            return WholeField(label, **keywords)
        case "quantity" | "unit_price" | "percent" | "rate" | "decimal":
            keywords["percent"] = declared.kind == "percent"
            return AmountField(label, places=PLACES[declared.kind], **keywords)
        case "money":
            return MoneyField(label, currency=shape.currency, beside=shape.beside, **keywords)
        case "date":
            return DateField(label, **keywords)
        case "instant":
            return InstantField(label, **keywords)
        case "boolean":
            return BooleanField(label, description=declared.hint)
        case "choice":
            return choice_of(declared, label, required=shape.required, **keywords)
        case "link" if record_type(declared.target).few:
            return link_of(declared, label, owned=type_ if declared.name == "owner" else None, **keywords)
        case "link":
            return LinkField(label, target=declared.target, **keywords)
        case "country":
            return country(label, **keywords)
        case "time_zone":
            return time_zone(label, **keywords)
        case "currency_code":
            return currency_code(label, declared.unchosen, **keywords)
        case _:
            return StringField(label, filters=[_stripped], **keywords)


def _validators(declared: Field, required: bool) -> list[Any]:
    found: list[Any] = []
    if required:
        needed = InputRequired if declared.numeric else DataRequired
        found.append(needed(_l("This field is required.")))
    else:
        found.append(Optional(strip_whitespace=True))
    if declared.kind == "integer":
        found.append(within(declared))
    if declared.kind == "email":
        found.append(Email(_l("This isn’t an e-mail address.")))
    if declared.kind in {"text", "email", "url", "phone"}:
        longest = {"phone": 50, "email": 254, "url": 500}.get(declared.kind, declared.length)
        found.append(Length(max=longest, message=_l("At most %(max)d characters.")))
    if declared.kind == "url":
        found.append(web_address)
    return found


def _render(declared: Field) -> dict[str, Any]:
    """Keyboard and autofill of a phone for the kind of value."""
    kinds: dict[str, dict[str, Any]] = {
        "email": {"inputmode": "email", "autocapitalize": "off"},
        "phone": {"inputmode": "tel"},
        "url": {"inputmode": "url", "autocapitalize": "off"},
        "integer": {"inputmode": "numeric"},
    }
    decimal = {"inputmode": "decimal", "autocomplete": "off"}
    found = dict(kinds.get(declared.kind, decimal if declared.numeric else {}))
    if declared.autocomplete:
        found["autocomplete"] = declared.autocomplete
    return found


def _stripped(value: str | None) -> str | None:
    return value.strip() or None if isinstance(value, str) else value


def _with_scheme(value: str | None) -> str | None:
    """`example.com` is what people type."""
    return f"https://{value}" if value and "://" not in value and "." in value and ":" not in value else value
