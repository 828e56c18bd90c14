"""What is asked about records that are to become one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from markupsafe import Markup
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice

from salesapp.core.db import Record
from salesapp.core.i18n import _, _l, in_a_list
from salesapp.core.registry import RecordType
from salesapp.records.merging.choosing import BOTH, Part, Question
from salesapp.web.filters import field_value
from salesapp.web.forms import Form, LinkField

SHOWN_TEXT = 160


def other_form(type_: RecordType) -> Form:
    """A picker over the records of the type."""
    made = {"other": LinkField(_l("Other record"), target=type_.key)}
    return cast("Form", type("OtherForm", (Form,), made)(meta={"csrf": False}))


def merge_form(winner: Record, records: Sequence[Record], asked: Sequence[Question]) -> Form:
    """One choice of who stays, one per part in which they differ, and the versions that were compared."""
    made: dict[str, Any] = {
        "winner": RadioField(
            _l("Which record do you want to keep?"),
            choices=[SelectChoice(str(each.id), each.title) for each in records],
        )
    }
    data: dict[str, Any] = {"winner": str(winner.id)}
    for each in (question for question in asked if not question.settled and question.offered):
        made[f"part_{each.part.key}"] = RadioField(each.part.label, choices=_choices(each))
        data[f"part_{each.part.key}"] = each.proposed
    for record in records:
        made[f"version_{record.id}"] = HiddenField()
        data[f"version_{record.id}"] = str(record.version)
    return cast("Form", type("MergeForm", (Form,), made)(data=data))


def answers(form: Form) -> dict[str, str]:
    """Part → the id of the record whose value was chosen."""
    return {
        name.removeprefix("part_"): str(value)
        for name, value in form.values().items()
        if name.startswith("part_") and value
    }


def changed_meanwhile(form: Form, records: Sequence[Record]) -> list[Record]:
    """The records that are no longer what was compared."""
    return [each for each in records if form[f"version_{each.id}"].data != str(each.version)]


def part_text(part: Part, record: Record) -> str:
    """A part's value as one line."""
    if any(each.autocomplete.endswith("name") for each in part.fields) and len(part.fields) > 1:
        return str(record.title)
    texts = (Markup(field_value(record, each)).striptags() for each in part.fields)  # noqa: S704  escaped there
    whole = in_a_list(dict.fromkeys(text for text in texts if text))
    return whole if len(whole) <= SHOWN_TEXT else f"{whole[:SHOWN_TEXT]}…"


def _choices(question: Question) -> list[SelectChoice]:
    found = [
        SelectChoice(str(each.id), part_text(question.part, each) or _("Not visible to you"))
        for each in question.offered
    ]
    return [*found, SelectChoice(BOTH, _("Keep all, one after another"))] if question.part.long else found
