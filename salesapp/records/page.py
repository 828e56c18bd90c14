"""What the generic templates ask about types, lists and events."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import Flask, url_for
from markupsafe import Markup, escape
from sqlalchemy import ColumnElement, exists, or_, select

from salesapp.core.company import Company
from salesapp.core.db import Record, db
from salesapp.core.events import Event, kind_of
from salesapp.core.fields import Field, declared_fields
from salesapp.core.i18n import _
from salesapp.core.parsing.texts import keys_in
from salesapp.core.registry import Panel, RecordType, record_type, type_of
from salesapp.core.relations.owners import owners
from salesapp.records.bulk.acts import is_offered
from salesapp.records.lists.columns import (
    list_columns,
    marked_column,
    other_columns,
    sort_options,
    subtitle_of,
)
from salesapp.records.lists.order import order_of, title_order
from salesapp.records.lists.rows import printed_rows
from salesapp.records.looking import news_of
from salesapp.records.merging import following  # noqa: F401  listens to the session
from salesapp.records.merging.screens import merged_here
from salesapp.records.screens import shown_sections
from salesapp.web.filters import event_sentence, field_value, plain_value, show, tel
from salesapp.web.guards import can
from salesapp.web.markup import linked


def init(app: Flask) -> None:
    """Gives the helpers to the templates."""
    app.jinja_env.globals.update(
        shown_sections=shown_sections,
        subtitle_of=subtitle_of,
        field_link=field_link,
        record_link=record_link,
        list_columns=list_columns,
        other_columns=other_columns,
        printed_rows=printed_rows,
        sort_options=sort_options,
        filter_fields=filter_fields,
        filter_options=filter_options,
        filter_words=filter_words,
        without=without,
        timeline_entries=timeline_entries,
        is_offered_in_bulk=is_offered,
        panel_arguments=panel_arguments,
        merged_here=merged_here,
        news_of=news_of,
        marked_column=marked_column,
    )


SETTINGS = {f"company.{each.name}": each for each in declared_fields(Company)}
"""What history calls the company's settings, which are no record of their own."""


def field_link(record: Record, declared: Field) -> str | Markup:
    """A field's value as one can act on it: dial, mail, open."""
    value, text = getattr(record, declared.attribute), field_value(record, declared)
    if not text:
        return "–"  # nothing there, or a record that the viewer does not see
    match declared.kind:
        case "email":
            return linked(f"mailto:{value}", text)
        case "phone":
            return linked(f"tel:{tel(value)}", text)
        case "url" if str(value).startswith(("http://", "https://")):
            return Markup('<a href="{}" rel="noopener noreferrer" target="_blank">{}</a>').format(value, text)
        case "link":
            return linked(url_for(f"{record_type(declared.target).plural}.show", key=value), text)
        case "long_text":
            return Markup('<span class="prewrap">{}</span>').format(text)
        case _:
            return escape(text)


def record_link(record: Record | None, text: str | None = None) -> str | Markup:
    """What a record is called (or the text) as the way to its page; only the text where it is not there any more."""
    said = text or ("" if record is None else str(record.title))
    if record is None or record.deleted_at is not None or not said:
        return said
    return linked(url_for(f"{type_of(record).plural}.show", key=record.id), said)


def filter_fields(type_: RecordType) -> list[Field]:
    """The fields the filter sheet offers: those that lists show, and choices of what the viewer may see.

    What the type itself narrows its lists by, as leads by their statuses, everybody sees who sees the list.
    """
    offered = [
        each for each in type_.fields if each.filterable and (each.listed or each.kind in {"choice", "link"})
    ]
    return [
        each
        for each in offered
        if each.kind != "link" or each.name in type_.criteria or can(record_type(each.target).view)
    ]


def filter_options(of: RecordType, declared: Field) -> list[tuple[str, str]]:
    """(value, label) for a select in the filter sheet of the type `of`."""
    if declared.kind == "boolean":
        return [("1", _("Yes")), ("0", _("No"))]
    if declared.choices is not None:
        return [(each.value, str(getattr(each, "label", each.value))) for each in declared.choices]
    type_ = record_type(declared.target)
    if type_.few:
        order = order_of(type_, type_.default_sort).terms
        query = select(type_.model).order_by(*order)
        if declared.name == "owner":
            query = query.where(or_(owners(of), owns_some(of)))
        return [(str(each.id), each.title) for each in db.session.scalars(query)]
    column = getattr(type_.model, type_.title)
    named = select(type_.model.id, column).where(column.is_not(None)).order_by(*title_order(type_)).limit(200)
    return [(str(key), str(title)) for key, title in db.session.execute(named)]


def owns_some(type_: RecordType) -> ColumnElement[bool]:
    """The users who own records of the type that the viewer sees, also when they could not be given any today."""
    model, user = type_.model, record_type("user").model
    return exists(select(model.id).where(model.owner_id == user.id))


def filter_words(type_: RecordType, name: str, text: str) -> str:
    """`Owner: Ada`: a chosen filter as its chip says it."""
    if name in type_.criteria_words:
        return type_.criteria_words[name](text)
    key, _sep, bound = name.partition("__")
    declared = type_.field(key)
    named = {"min": f"{declared.label} ≥ ", "max": f"{declared.label} ≤ "}
    if declared.kind in {"choice", "boolean", "link"}:
        options = (
            _titles_of(declared, text) if declared.kind == "link" else dict(filter_options(type_, declared))
        )
        text = ", ".join(options.get(each, each) for each in text.split(","))
    return named.get(bound, _("%(label)s: ", label=declared.label)) + text


def _titles_of(declared: Field, text: str) -> dict[str, str]:
    """The titles of the chosen records that the viewer sees, however many others there are."""
    type_ = record_type(declared.target)
    chosen = select(type_.model).where(type_.model.id.in_(keys_in(text.split(","))))
    seen = db.session.scalars(chosen) if can(type_.view) else ()
    return {str(each.id): str(each.title) for each in seen}


def without(args: dict[str, str], name: str) -> dict[str, str]:
    """The arguments less one."""
    return {key: value for key, value in args.items() if key != name}


def timeline_entries(events: list[Event], record: Record) -> list[dict[str, Any]]:
    """Events as the timeline macro shows them on the page of `record`."""
    return [_entry(each, record) for each in events]


def _entry(event: Event, record: Record) -> dict[str, Any]:
    fields = record_type(event.subject_type).fields_by_name | SETTINGS
    changes = [
        (
            fields[each["field"]].label if each["field"] in fields else each["field"],
            *(_told(fields.get(each["field"]), each[when]) for when in ("before", "after")),
        )
        for each in event.changes
    ]
    body, sentence, title = event.particulars.get("body"), event_sentence(event), event.subject_title
    own = (event.subject_type, event.subject_id) == (record.record_type_key, record.id)
    return {
        "icon": kind_of(event.kind).icon,
        "sentence": sentence,
        "at": event.at,
        # “created this” on the page of another record says of what.
        "about": "" if own or any(part in sentence for part in title.split(" · ")) else title,
        "changes": changes,
        "body": body,
    }


def _told(declared: Field | None, value: Any) -> str:
    """What a field was or became: a choice and a country by their names, a share with its sign, the rest as it is."""
    if declared is not None and declared.kind == "percent" and isinstance(value, dict):
        return show(declared, Decimal(value["decimal"]))
    if declared is None or not isinstance(value, str):
        return plain_value(value)
    chosen = declared.choices(value) if declared.choices is not None else value
    return show(declared, chosen)


def panel_arguments(panel: Panel, record: Record) -> dict[str, Any]:
    """The address arguments of a panel on this record's page; `type` for panels that serve every type."""
    found: dict[str, Any] = {panel.argument: record.id}
    if panel.argument == "subject_id":
        found["subject_type"] = record.record_type_key
    return found
