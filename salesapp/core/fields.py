"""A field is declared once.

These helpers make the column and the `Field` that forms, lists, filters, import, export, history, search and the API
read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any, cast

from sqlalchemy import Date, Enum, ForeignKey, Integer
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import Boolean

from salesapp.core.db import Amount, LongText, Percent, Quantity, Rate, ShortText, UnitPrice, UtcTime
from salesapp.core.types import OneOf


@dataclass(frozen=True)
class Field:
    """What every reader of a record type needs to know of one attribute."""

    kind: str
    label: str
    name: str = ""
    required: bool = False
    listed: bool = False
    in_words: bool = True
    """Of a text: whether people read it as words, in an order of their language; numbers of documents are none."""
    searchable: bool = False
    editable: bool = True
    importable: bool = True
    section: str = "main"
    hint: str = ""
    choices: type[Any] | None = None
    """Of a choice: an enum, or a list that an administrator extends (`salesapp.records.picklists`). Iterated it gives
    its members, each with a `value` and a `label`; called with a value it gives the member, or raises ValueError."""
    target: str = ""
    row: str = ""
    """Of a link: what gives the linked record, where it is not called as the field. Of an amount of a line: what gives
    the record whose currency it is in."""
    dispensable: bool = False
    """Of a link in a file: where the record is not here, the row belongs to the next thing that it names."""
    also: str = ""
    """Of a link: the relationship to rows that each link to one more, where a record can have several."""
    currency: str = ""
    unchosen: str = ""
    """Of a currency: what none is called, where that is a choice of its own."""
    shown: str = ""
    """The attribute that lists show in its place: the actual amount of what was won, where a form has the estimate."""
    worth: str = ""
    """Of money: the attribute that keeps what it is worth in the company's currency, where the record does."""
    country: str = ""
    """Of a phone number: the attribute that says in which country it is dialled without its country code."""
    length: int = 255
    least: int = 0
    most: int = 2**31 - 1
    """Of a whole number: what it may be; four bytes on Postgres."""
    counts: bool = False
    """Of a whole number: whether it counts something, so that a sum of them says something; scores and years do not."""
    year: bool = False
    """Of a whole number: whether it names a year, which is written without thousands: 1996."""
    autocomplete: str = ""
    synonyms: tuple[str, ...] = ()
    when: Callable[[], bool] | None = None
    """Whether the company uses what the field is about; where it does not, nothing offers the field."""
    divides: bool = False
    """Of a field that lists don't show: whether reports divide what links to the record by it all the same."""
    derived: bool = False
    """Worked out from other values or rows, never set by anybody: what it comes from has the history."""

    @property
    def is_offered(self) -> bool:
        """Whether forms, filters, files and reports offer it."""
        return self.when is None or self.when()

    @property
    def attribute(self) -> str:
        """The column that holds it: a link `account` is kept in `account_id`."""
        return f"{self.name}_id" if self.kind == "link" else self.name

    @property
    def linked(self) -> str:
        """The attribute that gives the linked record."""
        return self.row or self.name

    @property
    def filterable(self) -> bool:
        return self.kind != "long_text"

    @property
    def numeric(self) -> bool:
        return self.kind in {"integer", "decimal", "quantity", "unit_price", "percent", "money", "rate"}

    @property
    def adds_up(self) -> bool:
        """Whether values of several records make a sum: amounts and counts do, scores, percentages and rates don't."""
        return self.kind in {"money", "quantity"} or self.counts


def _column(type_: Any, declared: Field, **options: Any) -> Any:
    options.setdefault("nullable", not declared.required)
    return mapped_column(type_, info={"field": declared}, active_history=not declared.derived, **options)


def _split(options: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Options of the Field, options of the column."""
    known = Field.__dataclass_fields__
    ours = {key: value for key, value in options.items() if key in known}
    return ours, {key: value for key, value in options.items() if key not in known}


def _make(kind: str, type_: Any, label: str, options: dict[str, Any]) -> Any:
    ours, columns = _split(options)
    return _column(type_, Field(kind=kind, label=label, **ours), **columns)


def text(label: str, **options: Any) -> Any:
    """One line; `length` characters at most (255)."""
    return _make("text", ShortText(options.get("length", 255)), label, options)


def long_text(label: str, **options: Any) -> Any:
    """Paragraphs."""
    return _make("long_text", LongText(), label, options)


def email(label: str, **options: Any) -> Any:
    """An e-mail address."""
    return _make("email", ShortText(254), label, {"autocomplete": "email", **options})


def phone(label: str, **options: Any) -> Any:
    """A phone number, kept as it was typed; compared and dialled in E.164.

    `country` names the attribute that holds the record's country (default `country`).
    """
    return _make("phone", ShortText(50), label, {"autocomplete": "tel", "country": "country", **options})


def url(label: str, **options: Any) -> Any:
    """An http or https address."""
    return _make("url", ShortText(500), label, {"length": 500, **options})


def country(label: str, **options: Any) -> Any:
    """ISO 3166 two letters, shown by name in the reader's language."""
    return _make("country", ShortText(2), label, {"length": 2, "autocomplete": "country", **options})


def currency_code(label: str, **options: Any) -> Any:
    """ISO 4217 three letters."""
    return _make("currency_code", ShortText(3), label, {"length": 3, **options})


def time_zone(label: str, **options: Any) -> Any:
    """The name of a zone of the tz database: `Europe/Berlin`."""
    return _make("time_zone", ShortText(60), label, {"length": 60, **options})


def integer(label: str, **options: Any) -> Any:
    """A whole number between `least` (0) and `most` (what four bytes hold)."""
    return _make("integer", Integer(), label, options)


def quantity(label: str, **options: Any) -> Any:
    """A Decimal of three places."""
    return _make("quantity", Quantity(), label, options)


def unit_price(label: str, **options: Any) -> Any:
    """A Decimal of four places, in the row's currency."""
    return _make("unit_price", UnitPrice(), label, {"currency": "currency", **options})


def percent(label: str, **options: Any) -> Any:
    """A Decimal; 12.5 means 12.5 %."""
    return _make("percent", Percent(), label, options)


def rate(label: str, **options: Any) -> Any:
    """An exchange rate of eight places."""
    return _make("rate", Rate(), label, options)


def money(label: str, **options: Any) -> Any:
    """Whole minor units; `currency` names the attribute that holds the currency (default `currency`)."""
    return _make("money", Amount(), label, {"currency": "currency", **options})


def date_(label: str, **options: Any) -> Any:
    """A calendar day, which never passes through a time zone."""
    return _make("date", Date(), label, options)


def instant(label: str, **options: Any) -> Any:
    """An instant in UTC, shown in the reader's zone."""
    return _make("instant", UtcTime(), label, options)


def boolean(label: str, **options: Any) -> Any:
    """Yes or no, never unknown."""
    options.setdefault("default", False)
    return _make("boolean", Boolean(create_constraint=False), label, {"nullable": False, **options})


def choice(choices: type[Any], label: str, **options: Any) -> Any:
    """One of several whose members have a `label`; the value is stored, so names may change."""
    kept = enum_of(choices) if issubclass(choices, StrEnum) else OneOf(choices)
    return _make("choice", kept, label, {"choices": choices, **options})


def offered(choices: type[Any], kept: Any = None) -> list[Any]:
    """The members that people may choose: not what was archived, unless the record has it already."""
    return [each for each in choices if each == kept or not getattr(each, "archived", False)]


def enum_of(choices: type[StrEnum]) -> Enum:
    """The column type of a choice."""
    return Enum(
        choices,
        native_enum=False,
        length=40,
        values_callable=lambda e: [m.value for m in e],
        create_constraint=False,
    )


def link(target: str, table: str, label: str, **options: Any) -> Any:
    """The id of another record: declare it on `NAME_id`; the field is called NAME.

    `target` is the record type's key, `table` its table. `apart` names the foreign key of a link that would close a
    circle of tables: it is left aside where they are put in order.
    """
    options.setdefault("index", True)
    ours, columns = _split(options)
    declared = Field(kind="link", label=label, target=target, **ours)
    columns.setdefault("nullable", not declared.required)
    ondelete = columns.pop("ondelete", None)
    apart = columns.pop("apart", None)
    reference = ForeignKey(f"{table}.id", ondelete=ondelete, name=apart, use_alter=apart is not None)
    return mapped_column(reference, info={"field": declared}, active_history=True, **columns)


@cache
def declared_fields(model: Any) -> tuple[Field, ...]:
    """The fields of a mapped class in the order they were written, each with its name."""
    found = []
    for attribute in model.__mapper__.column_attrs:
        declared = getattr(attribute.columns[0], "info", {}).get("field")  # a computed column has none
        if declared is not None:
            name = attribute.key.removesuffix("_id") if declared.kind == "link" else attribute.key
            found.append((attribute.columns[0]._creation_order, replace(cast("Field", declared), name=name)))
    return tuple(each for _, each in sorted(found, key=lambda pair: pair[0]))


@cache
def fields_with_history(model: Any) -> tuple[Field, ...]:
    """The fields whose changes are kept as events: all but those that are worked out."""
    return tuple(each for each in declared_fields(model) if not each.derived)
