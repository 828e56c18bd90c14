"""Texts that are none of a field's choices, added to its list where the plan says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from salesapp.core.access import Permission, Viewer, allows
from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.records.importing.running.rows import Entry
from salesapp.records.notation.choices import folded
from salesapp.records.notation.values import Unlisted
from salesapp.records.picklists.entries import add_entry
from salesapp.records.picklists.picklist import Picklist


class Additions:
    """Puts a member of the list in the place of what a row says. Lists are the administrator's to extend."""

    def __init__(self, fields: Iterable[Field], columns: dict[str, str]) -> None:
        """`columns` is field → column."""
        self.fields = [each for each in fields if each.choices and issubclass(each.choices, Picklist)]
        self.columns = columns
        self.added: dict[tuple[str, str], Picklist] = {}

    def resolve(self, entries: list[Entry], *, by: Viewer) -> None:
        """What rows without problems say and the list does not have is added to it, once for all rows."""
        may = allows(by, Permission.SETUP)
        for declared in self.fields:
            for entry in entries:
                for values in (entry.given, entry.assumed):
                    if isinstance(values.get(declared.name), Unlisted):
                        self._resolve_one(declared, entry, values, by=by if may else None)

    def _resolve_one(
        self, declared: Field, entry: Entry, values: dict[str, Any], *, by: Viewer | None
    ) -> None:
        text = values.pop(declared.name).text
        if entry.problems:
            return
        if by is None:
            reason = _("“%(text)s” isn’t one of the choices.", text=text)
            entry.refuse(self.columns.get(declared.name, ""), text, reason)
            return
        place = (declared.name, folded(text))
        try:
            if place not in self.added:
                self.added[place] = add_entry(declared.choices, text, by=by)  # type: ignore[arg-type]
            values[declared.name] = self.added[place]
        except RuleBroken as broken:
            entry.refuse(self.columns.get(declared.name, ""), text, broken.sentence)
