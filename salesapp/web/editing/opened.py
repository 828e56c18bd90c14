"""What a form was opened with, and the merge of *opened, mine, now* when it comes back.

A form that changes what exists carries the values that it showed, so that what its user did not touch can stay as
colleagues have made it meanwhile. The values only tell what was touched: whoever forges them changes no more than
the form lets them change anyhow.
"""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FieldList, FormField, SelectFieldBase
from wtforms import Field as Input

from salesapp.web.editing.shown import merged_inputs, said
from salesapp.web.returning import PRESSED

OWN = ("version", "once", "opened", "csrf_token", PRESSED)
"""The hidden fields of every form, which are no values of what it changes."""
THEIRS = "theirs"
"""Under this name come back the fields of which a user takes what the colleague saved."""
MOST = 4_000_000
Sent = dict[str, list[str]]
"""Inputs by name, as a browser sends them."""


@dataclass(frozen=True)
class Difference:
    """An input that two people changed: as it was, as I typed it, as they saved it."""

    field: Input
    before: str
    mine: str
    theirs: str


def pack(form: Iterable[Input]) -> str:
    """The values that exist, short enough to travel in a hidden input."""
    return _packed({each.name: as_sent(_showing(each, each.object_data)) for each in merged_inputs(form)})


def pack_shown(shown: Mapping[str, Any]) -> str:
    """The same of inputs that a template writes by hand: what it puts into each."""
    return _packed({name: {name: ["" if text is None else str(text)]} for name, text in shown.items()})


def _packed(values: Mapping[str, Sent]) -> str:
    written = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    return urlsafe_b64encode(zlib.compress(written)).decode()


def unpack(sent: Iterable[str]) -> dict[str, Sent]:
    """The values that the parts of a form were opened with; without those that cannot be read."""
    found: dict[str, Sent] = {}
    for text in sent:
        try:
            written = zlib.decompressobj().decompress(urlsafe_b64decode(text), MOST)
            found |= {name: {key: list(map(str, each)) for key, each in values.items()}
                      for name, values in json.loads(written).items()}  # fmt: skip
        except (ValueError, zlib.error, AttributeError, TypeError):
            continue
    return found


@dataclass(frozen=True)
class Merged:
    """What became of a form: where both changed something, and the names of the inputs that took what is there now."""

    clashes: Sequence[Difference] = ()
    taken: Sequence[str] = ()


@dataclass(frozen=True)
class _Reading:
    """One input as it was opened, as it came back, and as it would be now."""

    before: Input
    mine: Input
    now: Input


def merge(form: Iterable[Input], formdata: Any, together: Iterable[Iterable[str]]) -> Merged:
    """Puts what colleagues saved into the inputs that were left alone.

    `together` names inputs that mean nothing without each other, as an amount and its currency: they are merged as one.
    """
    opened, wanted = unpack(formdata.getlist("opened")), set(formdata.getlist(THEIRS))
    clashes: list[Difference] = []
    taken: list[str] = []
    for unit in _units(merged_inputs(form), together):
        differences = _differences(unit, formdata, opened)
        if wanted.intersection(each.name for each in unit) or (differences is not None and not differences):
            for each in unit:
                _take(each)
            taken += [each.name for each in unit]
        clashes += differences or ()
    return Merged([each for each in clashes if each.field.name not in taken], taken)


def _differences(unit: list[Input], formdata: Any, opened: dict[str, Sent]) -> list[Difference] | None:
    """Where mine and theirs differ; empty where I touched nothing of what they changed; None where they did nothing."""
    if all(opened.get(each.name) in (None, as_sent(_showing(each, each.object_data))) for each in unit):
        return None
    read = [_read(each, formdata, opened) for each in unit]
    if all(_same(each.before, each.now) for each in read):
        return None
    if all(_same(each.mine, each.before) for each in read):
        return []
    before, mine, now = ([getattr(each, at) for each in read] for at in ("before", "mine", "now"))
    found = [
        Difference(field, said(each.before, before), said(each.mine, mine), said(each.now, now))
        for field, each in zip(unit, read, strict=True)
        if not _same(each.mine, each.now)
    ]
    return found or None


def _read(field: Input, formdata: Any, opened: dict[str, Sent]) -> _Reading:
    now = as_sent(_showing(field, field.object_data))
    before = opened.get(field.name, now)
    return _Reading(_reading(field, _sent(before)), _reading(field, formdata), _reading(field, _sent(now)))


def _units(inputs: list[Input], together: Iterable[Iterable[str]]) -> Iterator[list[Input]]:
    joined = {name: set(unit) for unit in together for name in unit}
    done: set[str] = set()
    for each in inputs:
        if each.short_name not in done:
            names = joined.get(each.short_name, {each.short_name})
            done |= names
            yield [other for other in inputs if other.short_name in names]


def _showing(field: Input, data: Any) -> Input:
    """The input as it shows `data`, whatever was typed."""
    twin = _twin(field)
    twin.raw_data = None
    twin.process(None, data)
    return twin


def _sent(values: Sent) -> MultiDict[str, str]:
    return MultiDict([(name, each) for name, texts in values.items() for each in texts])


def _reading(field: Input, formdata: Any) -> Input:
    """The input as it reads what was sent."""
    twin = _twin(field)
    twin.process(formdata, field.object_data)
    return twin


def _twin(field: Input) -> Input:
    """The same input once more. WTForms makes none without a form, so neither does `copy`."""
    twin: Input = object.__new__(type(field))
    vars(twin).update(vars(field))
    return twin


def _take(field: Input) -> None:
    """The input with what is there now, as if that had been sent: some validators look at what was."""
    shown = as_sent(_showing(field, field.object_data))
    if isinstance(field, FieldList | FormField):
        field.process(_sent(shown), field.object_data)
        return
    field.raw_data = None
    field.process(None, field.object_data)
    field.raw_data = shown[field.name]


def as_sent(field: Input) -> Sent:
    """What a browser sends of an input that nobody touched."""
    if isinstance(field, FieldList | FormField):
        parts = field.entries if isinstance(field, FieldList) else field.form
        return {name: values for each in parts for name, values in as_sent(each).items()}
    if isinstance(field, BooleanField):
        return {field.name: ["y"] if field.data else []}
    if isinstance(field, SelectFieldBase):
        chosen = field.data if isinstance(field.data, list | tuple | set) else [field.data]
        return {field.name: [_text(each) for each in chosen]}
    return {field.name: [field._value()]}


def _text(choice: Any) -> str:
    return "" if choice is None else str(choice.value if isinstance(choice, Enum) else choice)


def _same(one: Input, other: Input) -> bool:
    return (_plain(one.data), one.process_errors) == (_plain(other.data), other.process_errors)


def _plain(value: Any) -> Any:
    """A value without what browsers add to it and without the many ways of being empty."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip() or None
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value] or None
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return None if value is False else value
