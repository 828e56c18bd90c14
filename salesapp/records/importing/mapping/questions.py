"""What has to be asked about a file before it can come in: formats in doubt, and words that are none of the choices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask_babel import get_locale
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.fields import Field, offered
from salesapp.core.i18n import _, ngettext
from salesapp.core.registry import record_type
from salesapp.records.importing.planning.plan import ImportPlan, import_fields, with_formats
from salesapp.records.importing.running.links import SEVERAL, Links
from salesapp.records.importing.running.rows import FEW_VALUES, Cell, RowReader
from salesapp.records.notation.choices import choice_names, folded, nearest
from salesapp.records.notation.countries import country_choices
from salesapp.records.notation.formats import Ambiguous, Reading
from salesapp.records.notation.values import NO_VALUE, tidy
from salesapp.records.tables.table import Table

LOOKED_AT = 2_000
"""So many rows are read for the questions; what turns up later is refused row by row and can be mended there."""
MOST_WORDS = 200
FEW_NAMES = 20
"""So many customers that are not there are asked about one by one; more are a file to be imported first."""


def meanings(declared: Field) -> list[tuple[str, str]]:
    """What may stand in such a field, where that is a list one can choose from: (what a file says, label)."""
    if declared.kind == "country":
        return country_choices(str(get_locale() or "en"))
    members = [] if declared.choices is None else offered(declared.choices)
    found = [(member.value, str(getattr(member, "label", member.value))) for member in members]
    if declared.target and record_type(declared.target).few:
        model = record_type(declared.target).model
        titles = dict.fromkeys(
            str(each.title) for each in db.session.scalars(select(model).order_by(model.id))
        )
        found = [*((title, title) for title in titles), *found]
    return found


@dataclass(frozen=True)
class UnknownWord:
    """A text in a column of choices that is none of them."""

    field: Field
    text: str

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What it could mean: (value, label), for fields with few choices and for countries."""
        return meanings(self.field)

    @property
    def near(self) -> str:
        """The label of the choice most like it, empty when none is: offered, never chosen for anybody."""
        names = choice_names(self.field.choices) if self.field.choices else {}
        found = nearest(folded(self.text), names)
        return str(getattr(names[found], "label", names[found].value)) if found else ""


@dataclass(frozen=True)
class Questions:
    """Everything in doubt about a plan, and the plan with all that is not."""

    plan: ImportPlan
    formats: dict[str, Ambiguous]
    words: list[UnknownWord]

    @property
    def open_formats(self) -> set[str]:
        """The columns whose question has no answer yet."""
        return self.formats.keys() - self.plan.formats.keys()


def questions_about(plan: ImportPlan, table: Table) -> Questions:
    """What the beginning of the file leaves open under this plan."""
    known = {column: name for column, name in plan.mapping.items() if column in table.columns}
    plan = replace(plan, mapping=known)
    beginning = table.beginning(LOOKED_AT)
    decided, formats = with_formats(plan, beginning)
    words = [*unknown_words(plan, beginning), *unknown_names(plan, beginning)]
    return Questions(decided, formats, words)


def in_words(reading: Reading) -> str:
    """What a way of reading makes of its own example, and how many values it would refuse."""
    means = _("“%(text)s” is %(value)s", text=reading.example, value=reading.shown)
    if not reading.unread:
        return means
    refused = ngettext("%(num)s value doesn’t fit", "%(num)s values don’t fit", reading.unread)
    return f"{means} ({refused})"


def unknown_words(plan: ImportPlan, table: Table) -> Iterator[UnknownWord]:
    """The first texts in columns of choices that are none of them."""
    fields = import_fields(plan.type)
    cells = [cell for cell in RowReader(plan, table.columns).cells if fields[cell.name].kind in FEW_VALUES]
    seen: set[tuple[str, str]] = set()
    for row in table.rows() if cells else ():
        for cell in cells:
            text = row.cells[cell.place].strip()
            if (cell.name, text) not in seen:
                seen.add((cell.name, text))
                if not readable(cell, text):
                    yield UnknownWord(fields[cell.name], text)
        if len(seen) > MOST_WORDS * 5:
            return


def unknown_names(plan: ImportPlan, table: Table) -> Iterator[UnknownWord]:
    """The names in columns of links that this person knows no record by, where they are few enough to say something of.

    What later rows may bring, or what is made on demand, is no question.
    """
    reader = RowReader(plan, table.columns)
    columns = reader.column_of
    for cell in reader.cells:
        declared = reader.fields[cell.name]
        if not declared.target or declared.target == plan.record_type or cell.name in plan.creates:
            continue
        links = Links(plan, [declared], columns)
        places = [cell.place, *(table.columns.index(columns[each]) for each in links.references.values())]
        said = {tuple(row.cells[place].strip() for place in places) for row in table.rows()}
        known = links.known_by_reference(declared, {each[-1] for each in said} if len(places) > 1 else ())
        texts = {text for text, *reference in said if not known.intersection(reference)}
        meant = {
            text: cell.replaced.get(folded(text), text).strip()
            for text in texts
            if tidy(text) not in NO_VALUE
        }
        links.learn(declared, {each for each in meant.values() if each})
        unknown = [
            text for text, each in meant.items() if each and links.id_of(declared, each) in {None, SEVERAL}
        ]
        if len(unknown) <= (MOST_WORDS if record_type(declared.target).few else FEW_NAMES):
            yield from (UnknownWord(declared, text) for text in sorted(unknown))


def readable(cell: Cell, text: str) -> bool:
    """Whether the column can make something of the text."""
    meant = cell.replaced.get(folded(text), text)
    try:
        cell.read(meant)
    except ValueError:
        return False
    return True


def new_words(left: Questions, asked: Questions) -> bool:
    """Whether there are words to ask about that nobody was asked about yet."""
    known = {(word.field.name, word.text) for word in asked.words}
    return any((word.field.name, word.text) not in known for word in left.words)
