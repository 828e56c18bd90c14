"""What the generic templates ask about types, lists and events."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import Flask, url_for
from markupsafe import Markup, escape

from salesapp.core.company import Company
from salesapp.core.db import Record
from salesapp.core.events import Event, kind_of
from salesapp.core.fields import Field, declared_fields
from salesapp.core.i18n import _l
from salesapp.core.registry import Panel, record_type, type_of
from salesapp.records.bulk.acts import is_offered
from salesapp.records.lists.columns import (
    list_columns,
    marked_column,
    other_columns,
    sort_options,
    subtitle_of,
)
from salesapp.records.lists.options import filter_parts, filter_words
from salesapp.records.lists.rows import printed_rows
from salesapp.records.looking import news_of
from salesapp.records.merging import following  # noqa: F401  listens to the session
from salesapp.records.merging.screens import merged_here
from salesapp.records.recycle_bin.telling import said_of, told_of_bin
from salesapp.records.screens import shown_sections
from salesapp.web.filters import event_sentence, field_value, plain_value, show, tel
from salesapp.web.guards import InBin
from salesapp.web.markup import linked


def init(app: Flask) -> None:
    """Gives the helpers to the templates, and words to a record that somebody deleted."""
    app.register_error_handler(InBin, told_of_bin)
    app.jinja_env.globals.update(
        shown_sections=shown_sections,
        subtitle_of=subtitle_of,
        field_link=field_link,
        record_link=record_link,
        list_columns=list_columns,
        other_columns=other_columns,
        printed_rows=printed_rows,
        sort_options=sort_options,
        filter_words=filter_words,
        filter_parts=filter_parts,
        without=without,
        timeline_entries=timeline_entries,
        is_offered_in_bulk=is_offered,
        panel_arguments=panel_arguments,
        merged_here=merged_here,
        news_of=news_of,
        said_of_bin=said_of,
        marked_column=marked_column,
    )


FORMER = (
    Field("text", _l("Bank"), name="bank"),
    Field("text", _l("IBAN or account number"), name="account_number"),
    Field("text", _l("BIC (SWIFT)"), name="bic"),
    Field("text", _l("Bank code"), name="bank_code"),
)
"""Settings of the company that are records of their own by now."""
SETTINGS = {f"company.{each.name}": each for each in (*declared_fields(Company), *FORMER)}
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
    """What a field was or became: a choice and a country by name, a share with its sign, a year as one."""
    if declared is not None and declared.kind == "percent" and isinstance(value, dict):
        return show(declared, Decimal(value["decimal"]))
    if declared is not None and declared.year and isinstance(value, int):
        return show(declared, value)
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
