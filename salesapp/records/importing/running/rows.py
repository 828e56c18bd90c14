"""A row of the file as typed values of the plan's fields, or the problems that keep it out."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from salesapp.core.company import company
from salesapp.core.db import Record
from salesapp.core.fields import Field
from salesapp.core.i18n import Said, _, kept
from salesapp.records.importing.planning.plan import PLACEHOLDER, ImportPlan, import_fields
from salesapp.records.importing.running.runs import Outcome
from salesapp.records.notation.choices import choice_names, folded
from salesapp.records.notation.formats import Format
from salesapp.records.notation.values import Reading, Value, read_value
from salesapp.records.tables.table import Row

REMEMBERED = 5_000
FEW_VALUES = frozenset({"choice", "country", "currency_code", "boolean"})


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot come in: where, what stands there, and one sentence. `column` is empty for the whole row."""

    column: str
    value: str
    reason: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", kept(self.reason))

    def as_json(self) -> dict[str, Any]:
        """The problem as it is kept with its row; `reason_of` tells its reason to whoever reads it."""
        told = {"column": self.column, "value": self.value, "reason": str(self.reason)}
        return told | {"said": self.reason.made_of} if isinstance(self.reason, Said) else told


def reason_of(problem: Mapping[str, Any]) -> str:
    """The reason of a problem that was kept, in the reader's language."""
    return Said.again(problem["said"]) if "said" in problem else str(problem["reason"])


@dataclass(slots=True)
class Entry:
    """A row on its way in.

    `given` holds the values its own cells gave, by field; `assumed` what defaults add when a record is made. Links are
    texts until they are resolved to ids, amounts `Sum` until the record's currency is known.
    """

    row: Row
    given: dict[str, Any] = field(default_factory=dict)
    assumed: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    key: tuple[Any, ...] = ()
    fingerprint: str | None = None
    record: Record | None = None
    name: str = ""
    is_new: bool = False
    """Whether the row is about nobody who is here, though somebody has the same address."""
    candidates: list[Record] = field(default_factory=list)
    outcome: Outcome | None = None
    duplicate: Problem | None = None
    """What is there already and likely the same, though no field says so."""
    alike: Record | None = None
    """Which record that is."""
    awaits: Problem | None = None
    """The link that a later row may still bring."""

    @property
    def values(self) -> dict[str, Any]:
        """Everything a new record is made of."""
        return self.assumed | self.given

    def start_over(self) -> None:
        """Forget what was tried with the row, which had no problems of its own."""
        self.record = self.outcome = self.duplicate = self.alike = None
        self.is_new, self.candidates = False, []
        self.problems = []

    def refuse(self, column: str, value: str, reason: str) -> None:
        """One more reason why the row stays out."""
        self.problems.append(Problem(column, value, reason))


@dataclass(frozen=True, slots=True)
class Cell:
    """How the cells of one mapped column are read."""

    place: int
    column: str
    name: str
    read: Callable[[str], Value]
    replaced: dict[str, str]


class RowReader:
    """Reads the rows of one table by one plan; made once per run, in an application context."""

    def __init__(self, plan: ImportPlan, columns: tuple[str, ...]) -> None:
        """`columns` are those of the file."""
        self.plan = plan
        self.columns = columns
        self.fields = import_fields(plan.type)
        # In the file's order: a plan kept on Postgres forgets the order of its columns.
        self.cells = [self.cell(column, plan.mapping[column]) for column in columns if column in plan.mapping]
        self.defaults = [
            (name, text, self.reader(self.fields[name], Format())) for name, text in plan.defaults.items()
        ]
        self.column_of = {name: column for column, name in plan.mapping.items()}

    def cell(self, column: str, name: str) -> Cell:
        """How this column is read."""
        read = self.reader(self.fields[name], self.plan.formats.get(column, Format()))
        replaced = {folded(old): new for old, new in self.plan.replacements.get(name, {}).items()}
        return Cell(self.columns.index(column), column, name, read, replaced)

    def reader(self, declared: Field, format_: Format) -> Callable[[str], Value]:
        """The function from text to value for this field."""
        names = choice_names(declared.choices) if declared.choices else {}
        length = {"email": 254, "phone": 50}.get(declared.kind, declared.length)
        extended = declared.name in self.plan.creates
        reading = Reading(declared.kind, format_, length, names, company().zone, extended)
        if declared.kind in FEW_VALUES:
            return remembering(lambda text: read_value(text, reading))
        return lambda text: read_value(text, reading)

    def read(self, row: Row) -> Entry:
        """The row's values; its problems are in the entry, none is raised."""
        entry = Entry(row)
        if row.surplus:
            entry.refuse("", row.surplus[0], _("The row has more cells than there are column headings."))
        texts = self.texts(row)
        for cell, text in zip(self.cells, texts, strict=True):
            self.read_cell(cell, text, entry)
        for name, pattern, read in self.defaults:
            if name not in entry.given and name not in self.failed(entry):
                self.assume(name, pattern, read, entry, texts)
        if not all(name in entry.given or name in entry.assumed for name in self.plan.match or ("",)):
            entry.fingerprint = self.fingerprint(texts)
        return entry

    def texts(self, row: Row) -> list[str]:
        """The mapped cells, with what is to stand in their place."""
        return [
            cell.replaced.get(folded(text), text) if cell.replaced else text
            for cell, text in ((cell, row.cells[cell.place]) for cell in self.cells)
        ]

    def read_cell(self, cell: Cell, text: str, entry: Entry) -> None:
        """One cell's value; blank ones say nothing."""
        try:
            value = cell.read(text) if text else None
        except ValueError as error:
            entry.refuse(cell.column, entry.row.cells[cell.place], str(error))
        else:
            if value is not None:
                entry.given[cell.name] = value

    def failed(self, entry: Entry) -> set[str]:
        """The fields whose cells could not be read."""
        return {self.plan.mapping[problem.column] for problem in entry.problems if problem.column}

    def assume(
        self, name: str, pattern: str, read: Callable[[str], Value], entry: Entry, texts: list[str]
    ) -> None:
        """The default of a field that the row leaves blank."""
        text = self.filled(pattern, entry.row, texts, address=self.fields[name].kind == "email")
        try:
            value = read(text) if text else None
        except ValueError as error:
            reason = _("%(field)s: %(problem)s", field=self.fields[name].label, problem=error.args[0])
            entry.refuse("", text, reason)
        else:
            if value is not None:
                entry.assumed[name] = value

    def filled(self, pattern: str, row: Row, texts: list[str], *, address: bool) -> str:
        """The pattern with `{field}` and `{Column}` replaced by the row's own texts."""
        if "{" not in pattern:
            return pattern
        known = dict(zip(self.columns, row.cells, strict=True))
        known |= {cell.name: text for cell, text in zip(self.cells, texts, strict=True)}

        def text_of(match: re.Match[str]) -> str:
            text = known.get(match[1], "").strip()
            return as_address(text) if address else text

        return " ".join(PLACEHOLDER.sub(text_of, pattern).split())

    def fingerprint(self, texts: list[str]) -> str:
        """The whole contents of a row as 32 letters, by which the same row is known again."""
        parts = [
            f"{cell.name}={text.strip()}"
            for cell, text in zip(self.cells, texts, strict=True)
            if text.strip()
        ]
        return hashlib.sha256("\x1f".join([self.plan.record_type, *sorted(parts)]).encode()).hexdigest()[:32]


def as_address(text: str) -> str:
    """A name as the first part of an e-mail address: `Mei-Mei Johns` becomes mei-mei.johns."""
    latin = text if text.isascii() else _in_latin(text)
    words = (word.strip("-") for word in re.findall(r"[a-z0-9-]+", latin.lower()))
    return ".".join(word for word in words if word)


def _in_latin(text: str) -> str:
    from pypinyin import lazy_pinyin

    return unicodedata.normalize("NFKD", "".join(lazy_pinyin(text))).encode("ascii", "ignore").decode()


def remembering(read: Callable[[str], Value]) -> Callable[[str], Value]:
    """The same function, not asked twice about one text: columns of choices repeat a handful of words."""
    seen: dict[str, Value] = {}

    def remembered(text: str) -> Value:
        if text not in seen:
            if len(seen) >= REMEMBERED:
                seen.clear()
            seen[text] = read(text)
        return seen[text]

    return remembered


def link_texts(entries: list[Entry], name: str) -> Iterator[str]:
    """The texts of one link field in these entries."""
    for entry in entries:
        for values in (entry.given, entry.assumed):
            text = values.get(name)
            if isinstance(text, str):
                yield text
