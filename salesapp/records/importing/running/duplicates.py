"""Rows of an import that are likely about records which are there already, though no field says that they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, in_a_list
from salesapp.core.registry import type_of
from salesapp.records.capturing import REFUSE, refuses_duplicates, typed
from salesapp.records.importing.planning.plan import ImportPlan, import_fields, row_attributes
from salesapp.records.importing.running.rows import Entry, Problem


class Duplicates:
    """Looks at the new rows of a batch together: few statements however many rows."""

    def __init__(self, plan: ImportPlan) -> None:
        """The plan says whether such rows are left out; where it says nothing, the company's setting does."""
        self.type = plan.type
        self.refusing = plan.duplicates == REFUSE if plan.duplicates else refuses_duplicates(plan.record_type)
        self.fields = import_fields(plan.type)
        self.columns = {name: column for column, name in plan.mapping.items()}

    def find(self, entries: list[Entry], values_of: Callable[[Entry], dict[str, Any]]) -> None:
        """Names the likely duplicate of each entry, and refuses it where duplicates are kept out.

        A record of another type keeps nothing out: a customer's further enquiry is no duplicate of the customer.
        """
        if self.type.likely_duplicates is None or not entries:
            return
        like = [(entry, made) for entry in entries if (made := self.made_of(entry, values_of)) is not None]
        made = [each for _entry, each in like]
        with db.session.no_autoflush:
            found = self.type.likely_duplicates(made)
            elsewhere = (
                self.type.known_elsewhere(made) if self.type.known_elsewhere else [[] for _each in made]
            )
        for (entry, _made), same, others in zip(like, found, elsewhere, strict=True):
            if same or others:
                match = (same or others)[0]
                entry.duplicate, entry.alike = self.problem(entry, match), match.record
            if entry.duplicate is not None and same and self.refusing:
                entry.problems.append(entry.duplicate)

    def made_of(self, entry: Entry, values_of: Callable[[Entry], dict[str, Any]]) -> Any:
        """The record that the row would become; None for a row that will be refused for what it says, or lacks."""
        try:
            made = typed(self.type, row_attributes(self.type, values_of(entry)))
        except (ValueError, RuleBroken):
            return None
        named = self.type.titled_by or (self.type.title,)
        return made if any(getattr(made, each) for each in named) else None

    def problem(self, entry: Entry, match: Any) -> Problem:
        """Where the row says the same, what it says there, and of whom."""
        kinds = {"name": "text"}
        wanted = [kinds.get(each, each) for each in match.kinds]
        names = (
            name
            for kind in wanted
            for name, each in self.fields.items()
            if each.kind == kind and self.says(entry, name)
        )
        name = next(names, "")
        why = in_a_list(match.reasons)
        reason = self.told(match.record, why)
        return Problem(self.columns.get(name, ""), str(entry.values.get(name, "")), reason)

    def told(self, record: Any, why: str) -> str:
        """The sentence; of a record of another type, with what it is."""
        there = type_of(record)
        if there is self.type:
            return _("Likely the same as %(title)s: %(why)s.", title=record.title, why=why)
        return _(
            "Already there as %(type)s %(title)s: %(why)s.", type=there.label, title=record.title, why=why
        )

    def says(self, entry: Entry, name: str) -> bool:
        """Whether a column of the file gives the row this field."""
        return name in self.columns and entry.values.get(name) not in (None, "")
