"""Names to records: a link in a file is the other record's external id, number, code, e-mail address or title."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import product
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Integer, func, or_, select

from salesapp.core.access import Viewer
from salesapp.core.db import db
from salesapp.core.fields import Field
from salesapp.core.i18n import _
from salesapp.core.registry import RecordType, record_type
from salesapp.core.relations.owners import owners
from salesapp.records.importing.planning.plan import ImportPlan, references
from salesapp.records.importing.running.rows import Entry, Problem, link_texts
from salesapp.records.notation.choices import folded

REMEMBERED = 100_000
LONGEST_NUMBER = 10
"""Longer ones are no numbers of records."""
SEVERAL = -1
"""Stands for a name that more than one record has."""


class Make(Protocol):
    """Gives the id of a new record of the field's type that is called so, or None where that is not wanted."""

    def __call__(self, declared: Field, text: str, by: Viewer, reference: str = "") -> int | None: ...


class By(Enum):
    """How a text names a record."""

    NAME = "name"
    """By anything that may stand for it."""
    OWN_NUMBER = "own number"
    """By its external id, else by the number it has here."""
    UNKNOWN_ABROAD = "unknown abroad"
    """By a name, where no file has given it an external id yet."""


class Links:
    """Finds linked records, asking the database once per batch and field for all names it has not seen."""

    def __init__(
        self, plan: ImportPlan, fields: Iterable[Field], columns: dict[str, str], make: Make | None = None
    ) -> None:
        """`columns` is field → column; rows to come may bring further records of the plan's own type."""
        self.make = make
        self.fields = [each for each in fields if each.kind == "link"]
        self.own_key = plan.record_type
        self.columns = columns
        self.references = {
            link.name: name
            for name, link in references(plan.type).items()
            if name in columns and link in self.fields
        }
        """Link → the column beside it, where the file has one."""
        # Only where the file's numbers are those of the records here do they lead to them.
        self.by_reference = By.OWN_NUMBER if "id" in plan.mapping.values() else By.NAME
        self.known: dict[tuple[By, str, str], int] = {}

    def resolve(self, entries: list[Entry], *, last: bool, by: Viewer) -> None:
        """Replace the texts of every link by ids.

        A name that is not found is a problem of its row; where a row to come may still bring it (`last` is False), the
        row awaits it instead.
        """
        for declared in self.fields:
            self.learn(declared, link_texts(entries, declared.name))
            if declared.name in self.references:
                self.resolve_references(declared, entries, last=last, by=by)
            self.make_missing(declared, entries, by)
            for entry in entries:
                for values in (entry.given, entry.assumed):
                    if isinstance(values.get(declared.name), str):
                        self.resolve_one(declared, entry, values, last=last, by=by)

    def resolve_references(self, declared: Field, entries: list[Entry], *, last: bool, by: Viewer) -> None:
        """The rows that say which record they mean; a name beside that is only of use where nobody is known by it."""
        reference = self.references[declared.name]
        said = [each for each in entries if reference in each.given]
        self.learn(declared, [each.given[reference] for each in said], self.by_reference)
        names = [each.given[declared.name] for each in said if declared.name in each.given]
        self.learn(declared, names, By.UNKNOWN_ABROAD)
        for entry in said:
            text, name = entry.given.pop(reference), entry.given.pop(declared.name, None)
            entry.assumed.pop(declared.name, None)
            self.resolve_reference(declared, entry, (text, name), last=last, by=by)

    def known_by_reference(self, declared: Field, texts: Iterable[str]) -> set[str]:
        """Those of these texts that say which record a link means."""
        wanted = {text for text in texts if text}
        self.learn(declared, wanted, self.by_reference)
        return {
            text for text in wanted if self.id_of(declared, text, self.by_reference) not in {None, SEVERAL}
        }

    def resolve_reference(
        self, declared: Field, entry: Entry, said: tuple[str, str | None], *, last: bool, by: Viewer
    ) -> None:
        """One link of one row that says which record it means, and perhaps what that is called."""
        text, name = said
        found = self.id_of(declared, text, self.by_reference)
        if found is None and declared.target == self.own_key and not last:
            entry.awaits = self.problem(declared, text)
            return
        if found is None and name is not None:
            found = self.id_of(declared, name, By.UNKNOWN_ABROAD)
            if found is None and not entry.problems:
                found = self.made(declared, name, by, text)
        elif found is not None and name is not None and self.contradicts(declared, name, found):
            reason = _("The record with the ID “%(text)s” has a different name.", text=text)
            entry.refuse(self.column_of(declared), name, reason)
            return
        problem = self.fault(declared, name or text, found, by)
        if problem is None:
            entry.given[declared.name] = found
        elif not self.spared(declared, entry, found):
            entry.problems.append(problem)

    def contradicts(self, declared: Field, name: str, found: int) -> bool:
        """Whether the name is that of another record than the one found; what was renamed since has none here."""
        other = self.id_of(declared, name)
        if other in {None, SEVERAL, found}:
            return False
        record = db.session.get(record_type(declared.target).model, found)
        return record is not None and folded(str(record.title)) != folded(name)

    def make_missing(self, declared: Field, entries: list[Entry], by: Viewer) -> None:
        """What rows without problems name and nobody knows is made, where that is wanted."""
        for text in link_texts([each for each in entries if not each.problems], declared.name):
            if self.id_of(declared, text) is None:
                self.made(declared, text, by)

    def made(self, declared: Field, text: str, by: Viewer, reference: str = "") -> int | None:
        """The new record called so, if one is wanted."""
        made = None if self.make is None else self.make(declared, text, by, reference)
        if made is not None:
            known = self.id_of(declared, text)
            self.known[By.NAME, declared.target, folded(text)] = made if known is None else SEVERAL
            if reference:
                self.known[self.by_reference, declared.target, folded(reference)] = made
        return made

    def resolve_one(
        self, declared: Field, entry: Entry, values: dict[str, Any], *, last: bool, by: Viewer
    ) -> None:
        """One link of one row, by its name."""
        text = values[declared.name]
        found = self.id_of(declared, text)
        problem = self.fault(declared, text, found, by)
        if problem is None:
            values[declared.name] = found
        elif self.spared(declared, entry, found):
            del values[declared.name]
        elif found is None and declared.target == self.own_key and not last:
            entry.awaits = problem
        else:
            entry.problems.append(problem)

    def fault(self, declared: Field, text: str, found: int | None, by: Viewer) -> Problem | None:
        """Why the row cannot be linked to what was found."""
        if found is None or found == SEVERAL:
            return self.problem(declared, text, several=found == SEVERAL)
        if declared.name == "owner" and not may_give_to(found, by, self.own_key):
            reason = _("You can assign records only to yourself and to people who report to you.")
            return Problem(self.column_of(declared), text, reason)
        return None

    def spared(self, declared: Field, entry: Entry, found: int | None) -> bool:
        """Whether the row does without this record, as it names something else that it belongs to."""
        others = (each.name for each in self.fields if each.target not in {"user", declared.target})
        return found is None and declared.dispensable and any(each in entry.given for each in others)

    def column_of(self, declared: Field) -> str:
        """Where the row says the link."""
        reference = self.references.get(declared.name, "")
        return self.columns.get(declared.name) or self.columns.get(reference, "")

    def problem(self, declared: Field, text: str, *, several: bool = False) -> Problem:
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
        return Problem(self.column_of(declared), text, reason)

    def id_of(self, declared: Field, text: str, how: By = By.NAME) -> int | None:
        """The id found for a name, if it was."""
        return self.known.get((how, declared.target, folded(text)))

    def learn(self, declared: Field, texts: Iterable[str], how: By = By.NAME) -> None:
        """Look these names up; those that are not found stay unknown, since a row to come may bring them."""
        target = record_type(declared.target)
        if len(self.known) > REMEMBERED:
            self.known.clear()
        wanted = {folded(text): text for text in texts if self.id_of(declared, text, how) is None}
        if target.names is not None:
            self.known |= (
                {(how, target.key, name): key for name, key in target.names().items()} if wanted else {}
            )
            return
        for (column, criteria), among in product(looked_up(target, how), self._preferred(target.key)):
            if not wanted:
                return
            found: dict[str, int] = {}
            for key, name in named(target, column, list(wanted.values()), [*criteria, *among]):
                place = folded(str(name))
                found[place] = SEVERAL if place in found and found[place] != key else key
            for place, key in found.items():
                if wanted.pop(place, None) is not None:
                    self.known[how, target.key, place] = key

    def _preferred(self, target: str) -> list[list[ColumnElement[bool]]]:
        """Among whom a name is looked up first: of two people called alike, who may own such records is meant."""
        return [[owners(record_type(self.own_key))], []] if target == "user" else [[]]


def looked_up(type_: RecordType, how: By) -> Iterator[tuple[Any, list[ColumnElement[bool]]]]:
    """The columns in which a text is looked for, the surest first, each with what else a record must be."""
    if how is By.OWN_NUMBER:
        yield from ((type_.model.external_id, []), (type_.model.id, []))
        return
    criteria = [type_.model.external_id.is_(None)] if how is By.UNKNOWN_ABROAD else []
    for column in naming_columns(type_):
        yield column, criteria


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
    type_: RecordType, column: Any, texts: list[str], criteria: Iterable[ColumnElement[bool]] = ()
) -> list[tuple[int, str]]:
    """(id, name) of the visible records whose column is one of the texts, whatever its case."""
    if isinstance(column.type, Integer):
        alike = column.in_([int(text) for text in texts if text.isdecimal() and len(text) < LONGEST_NUMBER])
    else:
        alike = or_(column.in_(texts), func.lower(column).in_([text.lower() for text in texts]))
    query = select(type_.model.id, column).where(alike, *criteria)
    return [(int(key), str(name)) for key, name in db.session.execute(query)]


def may_give_to(owner: int, by: Viewer, record_key: str) -> bool:
    """Whether this person may hand records of the type to that user."""
    return owner == by.id or owner in by.reach or by.edits_all(record_key)
