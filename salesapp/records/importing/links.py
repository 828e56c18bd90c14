"""Names to records: a link in a file is the other record's external id, number, code, e-mail address or title."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, true

from salesapp.core.access import Viewer
from salesapp.core.db import db
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.core.owners import owners
from salesapp.core.registry import RecordType, record_type
from salesapp.records.importing.choices import folded
from salesapp.records.importing.rows import Entry, Problem, link_texts

Make = Callable[[Field, str, Viewer], int | None]
REMEMBERED = 100_000
SEVERAL = -1
"""Stands for a name that more than one record has."""


class Links:
    """Finds linked records, asking the database once per batch and field for all names it has not seen."""

    def __init__(
        self, fields: Iterable[Field], own_key: str, columns: dict[str, str], make: Make | None = None
    ) -> None:
        """`own_key` is the type being imported, whose records later rows may bring; `columns` is field → column.

        `make` gives the id of a new record of the field's type that is called so, or None where that is not wanted.
        """
        self.make = make
        self.fields = [each for each in fields if each.kind == "link"]
        self.own_key = own_key
        self.columns = columns
        self.known: dict[tuple[str, str], int] = {}

    def resolve(self, entries: list[Entry], *, last: bool, by: Viewer) -> None:
        """Replace the texts of every link by ids.

        A name that is not found is a problem of its row; where a row to come may still bring it (`last` is False), the
        row awaits it instead.
        """
        for declared in self.fields:
            texts = {
                text for text in link_texts(entries, declared.name) if self.id_of(declared, text) is None
            }
            self.learn(declared.target, texts)
            self.make_missing(declared, entries, by)
            for entry in entries:
                for values in (entry.given, entry.assumed):
                    if isinstance(values.get(declared.name), str):
                        self.resolve_one(declared, entry, values, last=last, by=by)

    def make_missing(self, declared: Field, entries: list[Entry], by: Viewer) -> None:
        """What rows without problems name and nobody knows is made, where that is wanted."""
        for text in link_texts([each for each in entries if not each.problems], declared.name):
            if self.make is not None and self.id_of(declared, text) is None:
                made = self.make(declared, text, by)
                if made is not None:
                    self.known[declared.target, folded(text)] = made

    def resolve_one(
        self, declared: Field, entry: Entry, values: dict[str, Any], *, last: bool, by: Viewer
    ) -> None:
        """One link of one row."""
        text = values[declared.name]
        found = self.id_of(declared, text)
        if found is None or found == SEVERAL:
            problem = self.problem(declared, text, several=found == SEVERAL)
            if found is None and declared.target == self.own_key and not last:
                entry.awaits = problem
            else:
                entry.problems.append(problem)
        elif declared.name == "owner" and not may_give_to(found, by, self.own_key):
            reason = _("You may give records only to yourself and to those who report to you.")
            entry.refuse(self.columns.get(declared.name, ""), text, reason)
        else:
            values[declared.name] = found

    def problem(self, declared: Field, text: str, *, several: bool) -> Problem:
        """Why this name leads nowhere."""
        target = record_type(declared.target)
        if several:
            reason = _(
                "There are several records of the type %(type)s called “%(text)s”.",
                type=target.label,
                text=text,
            )
        else:
            reason = _(
                "There is no record of the type %(type)s called “%(text)s”.", type=target.label, text=text
            )
        return Problem(self.columns.get(declared.name, ""), text, reason)

    def id_of(self, declared: Field, text: str) -> int | None:
        """The id found for a name, if it was."""
        return self.known.get((declared.target, folded(text)))

    def learn(self, target: str, texts: set[str]) -> None:
        """Look these names up; those that are not found stay unknown, since a row to come may bring them."""
        if len(self.known) > REMEMBERED:
            self.known.clear()
        known_as = record_type(target).names
        if known_as is not None:
            self.known |= {(target, name): key for name, key in known_as().items()} if texts else {}
            return
        wanted = {folded(text): text for text in texts}
        for column, among in product(naming_columns(record_type(target)), self._preferred(target)):
            if not wanted:
                return
            found: dict[str, int] = {}
            for key, name in named(record_type(target), column, list(wanted.values()), among):
                place = folded(str(name))
                found[place] = SEVERAL if place in found and found[place] != key else key
            for place, key in found.items():
                if wanted.pop(place, None) is not None:
                    self.known[target, place] = key

    def _preferred(self, target: str) -> list[ColumnElement[bool]]:
        """Among whom a name is looked up first: of two people called alike, who may own such records is meant."""
        return [owners(record_type(self.own_key)), true()] if target == "user" else [true()]


def naming_columns(type_: RecordType) -> Iterator[Any]:
    """The columns whose value may stand for a record, the surest first; a person's whole name is two of them."""
    addresses = [each.name for each in type_.fields if each.kind == "email"]
    for name in ("external_id", *type_.known_by, "number", "code", *addresses):
        if hasattr(getattr(type_.model, name, None), "in_"):
            yield getattr(type_.model, name)
    if {"given_name", "family_name"} <= set(type_.fields_by_name):
        given, family = type_.model.given_name, type_.model.family_name
        yield given + " " + family
        yield family + " " + given
        yield family + given
    yield getattr(type_.model, type_.title)


def named(
    type_: RecordType, column: Any, texts: list[str], among: ColumnElement[bool]
) -> list[tuple[int, str]]:
    """(id, name) of the visible records `among` these whose column is one of the texts, whatever its case."""
    lowered = [text.lower() for text in texts]
    called = or_(column.in_(texts), func.lower(column).in_(lowered))
    query = select(type_.model.id, column).where(called, among)
    return [(int(key), str(name)) for key, name in db.session.execute(query)]


def may_give_to(owner: int, by: Viewer, record_key: str) -> bool:
    """Whether this person may hand records of the type to that user."""
    return owner == by.id or owner in by.reach or by.edits_all(record_key)
