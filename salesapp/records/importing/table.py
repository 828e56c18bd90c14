"""What a file turns into: named columns and numbered rows of text, whatever the file was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice


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

    `encoding` and `delimiter` say how it was understood (None for a workbook); `sheet` names the sheet read.
    """

    columns: tuple[str, ...]
    records: Callable[[], Iterable[tuple[int, tuple[str, ...]]]] = field(repr=False)
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None

    def rows(self, after: int = 0) -> Iterator[Row]:
        """The rows that hold anything, in the file's order, leaving out those numbered up to `after`."""
        records = numbered(self.records())
        next(records, None)
        width = len(self.columns)
        for number, line, cells in records:
            if number > after:
                yield shaped(number, line, cells, width)

    def beginning(self, size: int) -> Table:
        """The same table, broken off after about `size` records."""
        return replace(self, records=lambda: islice(self.records(), size + 1))

    def count(self) -> int:
        """How many rows hold anything, found by reading the file once."""
        return sum(1 for _record in numbered(self.records())) - 1

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


def headings(records: Iterable[tuple[int, tuple[str, ...]]]) -> tuple[str, ...]:
    """The column names of the file: the first record that is not blank, made unique and never empty."""
    for _number, _line, cells in numbered(records):
        return distinct(cells)
    return ()


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
