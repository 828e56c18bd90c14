"""What a file turns into: named columns and numbered rows of text, whatever the file was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from salesapp.core.i18n import _

MOST_COLUMNS = 1_000
LOOKED_AT = 50
"""So many rows tell titles from headings."""


class Unreadable(ValueError):
    """The file as a whole cannot be read; the message is one sentence for the person who brought it."""


class Exact(str):
    """A cell a program wrote (a number or date in a workbook): decimal point, ISO date, never to be guessed at."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One record of the file.

    `number` counts as a spreadsheet does (the headings are row 1, blank rows count), `line` as a text editor does.
    `cells` has exactly one text per column; `surplus` holds what stood beyond the last column.
    """

    number: int
    line: int
    cells: tuple[str, ...]
    surplus: tuple[str, ...] = ()
    short: bool = False


@dataclass(slots=True)
class Table:
    """A file opened for reading: its columns, and its rows as often as one asks for them.

    `header` is the number of the row that holds the headings: titles may stand above it. `encoding` and `delimiter` say
    how the file was understood (None for a workbook); `sheet` names the sheet read, `sheets` those it could be.
    `repeated` says how often the headings stand in it once more, as `count` found: pages that were exported one below
    the other. Such rows are no rows of the table, nor are `notes`: what a program writes below it, behind a blank row,
    in rows of one cell (who made the report, whose copyright it is).
    """

    columns: tuple[str, ...]
    records: Callable[[], Iterable[tuple[int, tuple[str, ...]]]] = field(repr=False)
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    header: int = 1
    repeated: int = 0
    notes: int = 0

    def rows(self, after: int = 0) -> Iterator[Row]:
        """The rows that hold anything, in the file's order, leaving out those numbered up to `after`."""
        width = len(self.columns)
        for number, line, cells, is_note in self._below():
            if number > after and not is_note and not self.repeats(cells):
                yield shaped(number, line, cells, width)

    def _below(self) -> Iterator[tuple[int, int, tuple[str, ...], bool]]:
        """Each record below the headings that is not blank, and whether it is a note below the table."""
        last, in_notes = self.header, False
        for number, line, cells in numbered(self.records()):
            if number > self.header:
                in_notes = len(cells) == 1 and len(self.columns) > 2 and (in_notes or number > last + 1)
                last = number
                yield number, line, cells, in_notes

    def beginning(self, size: int) -> Table:
        """The same table, broken off after about `size` records."""
        return replace(self, records=lambda: islice(self.records(), size + self.header))

    def count(self) -> int:
        """How many rows hold anything, found by reading the file once."""
        self.repeated = self.notes = rows = 0
        for _number, _line, cells, is_note in self._below():
            if is_note:
                self.notes += 1
            elif self.repeats(cells):
                self.repeated += 1
            else:
                rows += 1
        return rows

    def repeats(self, cells: tuple[str, ...]) -> bool:
        """Whether a record says the headings again; a table of one column may well hold the word above it."""
        if len(self.columns) < 2 or not cells or cells[0].strip() not in {"", self.columns[0]}:
            return False
        row = shaped(0, 0, cells, len(self.columns))
        return not row.surplus and distinct(row.cells) == self.columns

    def head(self, size: int) -> list[Row]:
        """The first `size` rows."""
        return [row for row, _place in zip(self.rows(), range(size), strict=False)]


def numbered(records: Iterable[tuple[int, tuple[str, ...]]]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """(row number, line, cells) of every record that is not blank; the first of them is the headings."""
    for number, (line, cells) in enumerate(records, start=1):
        if any(cells) and not all(cell.isspace() or not cell for cell in cells):
            yield number, line, cells


def shaped(number: int, line: int, cells: tuple[str, ...], width: int) -> Row:
    """The record cut or padded to the table's width, remembering that it was."""
    if len(cells) == width:
        return Row(number, line, cells)
    if len(cells) < width:
        return Row(number, line, cells + ("",) * (width - len(cells)), short=True)
    surplus = cells[width:] if any(cell.strip() for cell in cells[width:]) else ()
    return Row(number, line, cells[:width], surplus=surplus)


def headings(
    records: Iterable[tuple[int, tuple[str, ...]]], header: int | None = None
) -> tuple[int, tuple[str, ...]]:
    """The number of the row of headings and the column names, unique and never empty; no names where nothing stands.

    Unless it is given, that row is the first one that is not blank and not a title above a wider table.
    """
    beginning = list(islice(numbered(records), LOOKED_AT if header is None else header + 1))
    if header is not None:
        beginning = [each for each in beginning if each[0] >= header]
    widths = [filled(cells) for _number, _line, cells in beginning]
    usual = max(widths, key=lambda each: (widths.count(each), each), default=0)
    for (number, _line, cells), width in zip(beginning, widths, strict=True):
        if header is not None or width > 1 or usual < 3:
            return number, distinct(cells)
    return 0, ()


def filled(cells: Iterable[str]) -> int:
    """How many cells hold something."""
    return sum(bool(cell.strip()) for cell in cells)


def refuse_width(columns: int) -> None:
    """Refuse a table that is wider than anybody can look through."""
    if columns > MOST_COLUMNS:
        raise Unreadable(
            _(
                "The file has %(count)s columns. You can import at most %(most)s.",
                count=columns,
                most=MOST_COLUMNS,
            )
        )


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The headings without stray spaces; nameless ones get their spreadsheet letter, repeated ones a count."""
    taken: set[str] = set()
    result: list[str] = []
    for place, raw in enumerate(names):
        wanted = " ".join(raw.split()) or f"Column {letters(place)}"
        name, again = wanted, 2
        while name.casefold() in taken:
            name, again = f"{wanted} ({again})", again + 1
        taken.add(name.casefold())
        result.append(name)
    return tuple(result)


def letters(place: int) -> str:
    """The letters a spreadsheet gives the column at this place: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
