"""What a list shows of a record type: its columns and their heads, the second line, and how one reaches somebody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from markupsafe import Markup, escape

from salesapp.core.db import Record
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.core.registry import Computed, RecordType, type_of
from salesapp.records.lists.listing import Criteria
from salesapp.web.filters import field_text


def subtitle_of(record: Record) -> Markup:
    """The second line of a record in lists: its type's subtitle fields with a value that the title does not say."""
    type_ = type_of(record)
    found = [field_text(record, type_.field(name)) for name in type_.subtitle]
    said = record.title.split(" · ")
    return escape(" · ".join(each for each in found if each and each not in said))


def reach_of(record: Record) -> tuple[str | None, str | None]:
    """The number and the e-mail address by which one reaches whom the record is about, unless they asked not to be."""
    numbers, addresses = type_of(record).reached_by
    number = None if getattr(record, "do_not_call", False) else _first(record, numbers)
    return number, None if getattr(record, "do_not_email", False) else _first(record, addresses)


def _first(record: Record, names: tuple[str, ...]) -> str | None:
    return next((value for name in names if (value := getattr(record, name))), None)


def other_columns(type_: RecordType) -> list[Field]:
    """The listed fields beside the title and the subtitle."""
    shown = {type_.title, *type_.titled_by, *type_.subtitle}
    return [each for each in type_.listed if each.name not in shown]


def shown_columns(type_: RecordType, chosen: Sequence[Field]) -> list[Field]:
    """The columns beside the title: those that somebody chose, else the type's."""
    title = next(iter(type_.titled_by), type_.title)
    return [each for each in chosen if each.name != title] if chosen else other_columns(type_)


def marked_column(type_: RecordType, chosen: Sequence[Field] = ()) -> str | None:
    """The column that a phone shows beside the muted line: the record's state, or else its day."""
    columns = shown_columns(type_, chosen)
    states = [each.name for each in columns if each.choices is not None and hasattr(each.choices, "tone")]
    choices = [each.name for each in columns if each.choices is not None]
    days = [each.name for each in columns if each.kind in {"date", "instant"}]
    named = [each.name for each in columns if each.name == "status"]
    return next(iter([*named, *states, *days, *choices]), None)


def list_columns(criteria: Criteria) -> list[dict[str, Any]]:
    """Table heads with the address that sorts by each."""
    type_ = criteria.type
    title = type_.fields_by_name.get(next(iter(type_.titled_by), type_.title))
    first = {"label": type_.label} if title is None else _column(criteria, title)
    if type_.titled_by:
        first["label"] = type_.label
    computed = [{"label": each.label, "align": "end"} for each in computed_columns(type_, criteria.columns)]
    columns = shown_columns(type_, criteria.chosen)
    return [first, *(_column(criteria, each) for each in columns), *computed]


def computed_columns(type_: RecordType, chosen: Sequence[Any]) -> tuple[Computed, ...]:
    """What is worked out for the rows; not where somebody chose what to see."""
    return () if chosen else type_.computed


def _column(criteria: Criteria, declared: Field) -> dict[str, Any]:
    found: dict[str, Any] = {"label": declared.label, "align": "end" if declared.numeric else ""}
    if declared.kind in {"link", "long_text"}:
        return found
    sort = f"-{declared.name}" if criteria.sort == declared.name else declared.name
    arguments: dict[str, Any] = {**criteria.args, "sort": sort}
    found["sort_url"] = url_for(f"{criteria.type.plural}.index", **arguments)
    found["sorted"] = {declared.name: "asc", f"-{declared.name}": "desc"}.get(criteria.sort)
    return found


def sort_options(type_: RecordType) -> list[tuple[str, str]]:
    """What a list can be sorted by."""
    found = [("-changed_at", _("Last changed first")), ("-created_at", _("Newest first"))]
    for each in type_.listed:
        if each.kind not in {"link", "long_text"}:
            found += [(each.name, f"{each.label} ↑"), (f"-{each.name}", f"{each.label} ↓")]
    return found
