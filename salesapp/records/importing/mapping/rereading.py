"""A file read in another way: what somebody has answered about its columns goes on, whatever they are called now."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from salesapp.records.importing.mapping.guessing import guessed_plan
from salesapp.records.importing.planning.plan import ImportPlan
from salesapp.records.tables.table import Table


def carried_over(answered: ImportPlan, before: Table, guessed: ImportPlan, now: Table) -> ImportPlan:
    """The guesses about the table as it is read `now`, with what was answered otherwise than was guessed `before`."""
    proposed = guessed_plan(answered.type, before, answered.source)
    called = _called_now(before, now)
    decided = {
        old: answered.mapping.get(old, "")
        for old in called
        if answered.mapping.get(old, "") != proposed.mapping.get(old, "")
    }
    mapping = {
        column: name
        for column, name in guessed.mapping.items()
        if column not in {called[old] for old in decided} and name not in decided.values()
    } | {called[old]: name for old, name in decided.items() if name}
    formats = {
        called[old]: each
        for old, each in answered.formats.items()
        if old in called and each != proposed.formats.get(old)
    }
    defaults = {
        name: _renamed(text, called)
        for name, text in answered.defaults.items()
        if text != proposed.defaults.get(name)
    }
    return replace(
        guessed,
        mapping=mapping,
        match=answered.match if answered.match != proposed.match else guessed.match,
        formats={**guessed.formats, **formats},
        defaults={**guessed.defaults, **defaults},
        factors={called[old]: each for old, each in answered.factors.items() if old in called},
        creates=answered.creates,
        duplicates=answered.duplicates,
        replacements={
            name: {_read_anew(old, before, now): new for old, new in meant.items()}
            for name, meant in answered.replacements.items()
        },
    )


def _called_now(before: Table, now: Table) -> dict[str, str]:
    """The columns by their places where there are as many, else those that are called as before."""
    if len(before.columns) == len(now.columns):
        return dict(zip(before.columns, now.columns, strict=True))
    return {column: column for column in before.columns if column in now.columns}


def _renamed(text: str, called: Mapping[str, str]) -> str:
    for old, new in called.items():
        text = text.replace(f"{{{old}}}", f"{{{new}}}")
    return text


def _read_anew(text: str, before: Table, now: Table) -> str:
    """A cell's text in the other encoding; as it was where it can't be told."""
    if before.encoding and now.encoding and before.encoding != now.encoding:
        with suppress(UnicodeError):
            return text.encode(before.encoding).decode(now.encoding)
    return text
