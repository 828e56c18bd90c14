"""CSV in all its dialects: comma, semicolon, tab or bar, quoted line breaks, any encoding."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from typing import BinaryIO

from salesapp.core.i18n import _
from salesapp.records.tables.encodings import detect_encoding
from salesapp.records.tables.table import Table, Unreadable, headings, refuse_width

DELIMITERS = (",", ";", "\t", "|")
SNIFFED_RECORDS = 100
LONGEST_CELL = 131_072

Opener = Callable[[], BinaryIO]


def read_delimited(
    opener: Opener, encoding: str | None = None, delimiter: str | None = None, header: int | None = None
) -> Table:
    """The table in a file of delimited text; encoding and delimiter are found out unless given.

    Raises `Unreadable`, and LookupError for an encoding that does not exist.
    """
    if encoding is None:
        with opener() as file:
            encoding = detect_encoding(file)
    codecs.lookup(encoding)
    declared = declared_delimiter(opener, encoding)
    delimiter = delimiter or declared or sniff_delimiter(opener, encoding)

    def records() -> Iterator[tuple[int, tuple[str, ...]]]:
        return delimited_records(opener, encoding, delimiter, skip=1 if declared else 0)

    row, columns = headings(records(), header)
    refuse_width(len(columns))
    if not columns:
        raise Unreadable(_("The file is empty."))
    return Table(columns, records, encoding=encoding.removesuffix("-sig"), delimiter=delimiter, header=row)


def declared_delimiter(opener: Opener, encoding: str) -> str | None:
    """The delimiter named by the line `sep=;` that some spreadsheets put first."""
    with io.TextIOWrapper(opener(), encoding=encoding, errors="replace", newline="") as text:
        first = text.readline(64).strip().lower()
    return first[4:] or "\t" if first.startswith("sep=") and len(first) <= 5 else None


def sniff_delimiter(opener: Opener, encoding: str) -> str:
    """The delimiter under which the first records agree best about the number of columns."""
    return max(DELIMITERS, key=lambda delimiter: agreement(opener, encoding, delimiter))


def agreement(opener: Opener, encoding: str, delimiter: str) -> tuple[bool, float, int]:
    """How well a delimiter fits: it splits the headings at all, the share of records as wide as them, that width."""
    widths = []
    # What is wrong further down is said when the rows are read.
    with suppress(Unreadable):
        for _line, cells in islice(delimited_records(opener, encoding, delimiter), SNIFFED_RECORDS):
            if any(cells):
                widths.append(len(cells))
    if not widths:
        return False, 0.0, 0
    # A title above the headings is a record of one cell; the table below it decides.
    width = widths[0] if widths[0] > 1 else max(widths, key=lambda each: (widths.count(each), each))
    return width > 1, widths.count(width) / len(widths), width


def delimited_records(
    opener: Opener, encoding: str, delimiter: str, skip: int = 0
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(first line, cells) of each record; the file is closed when the iteration ends.

    Raises `Unreadable` naming the line when a quotation mark is never closed or a byte is not valid.
    """
    with io.TextIOWrapper(opener(), encoding=encoding, newline="") as text:
        lines = Remembering(islice(text, skip, None), delimiter, skip)
        reader = csv.reader(lines, delimiter=delimiter)
        try:
            for cells in reader:
                yield lines.begin + 1, tuple(cells)
                lines.next_record()
        except csv.Error as error:
            raise Unreadable(
                _(
                    "A cell that begins on line %(line)s is too long or its quotation marks are incorrect.",
                    line=lines.begin + 1,
                )
            ) from error
        except UnicodeDecodeError as error:
            raise Unreadable(
                _(
                    "The file isn’t valid %(encoding)s after line %(line)s.",
                    encoding=encoding,
                    line=lines.last,
                )
            ) from error


class Remembering:
    """The lines of a file, keeping those of the record being read so that an open quotation mark can be named."""

    def __init__(self, lines: Iterator[str], delimiter: str, skipped: int) -> None:
        """Lines are numbered from `skipped` + 1."""
        self.lines = lines
        self.delimiter = delimiter
        self.begin = self.last = skipped
        self.kept: list[str] = []

    def __iter__(self) -> Remembering:
        return self

    def __next__(self) -> str:
        line = next(self.lines, None)
        if line is None:
            self.refuse_open_quote()
            raise StopIteration
        self.last += 1
        self.kept.append(line)
        return line

    def next_record(self) -> None:
        """The reader has taken a whole record."""
        self.begin = self.last
        self.kept.clear()

    def refuse_open_quote(self) -> None:
        """At the end of the file no record may still be under way: its quotation mark swallowed the rest."""
        if self.kept:
            raise Unreadable(
                _("The quotation mark opened on line %(line)s isn’t closed.", line=self.begin + 1)
            )
