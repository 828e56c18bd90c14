"""Opening a file somebody brought: delimited text or a workbook, told by its first bytes and not by its name."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from salesapp.core.i18n import _
from salesapp.records.tables.delimited import Opener, read_delimited
from salesapp.records.tables.table import Table, Unreadable
from salesapp.records.tables.workbook import read_workbook

ZIP = b"PK\x03\x04"
STRANGERS = (b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"PK\x05\x06")
MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head", b"<!--")
OLD_EXCEL = STRANGERS[0]


Read = Callable[[Opener, str | None], Table]
_formats: list[tuple[bytes, Read]] = []


def register_format(begins: bytes, read: Read) -> None:
    """A feature’s own kind of file, known by how it begins in any encoding; `read` gets the encoding somebody named."""
    if all(known != begins for known, _read in _formats):
        _formats.append((begins, read))


def read_table(
    source: Path | bytes,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    header: int | None = None,
) -> Table:
    """The table in a file, given by its path or its bytes; `header` is the number of the row with the headings.

    Nothing is read beyond what is needed to understand it; `Table.rows()` streams the rest.
    Raises `Unreadable` with one sentence when it is no table at all.
    """
    opener = opener_of(source)
    with opener() as file:
        head = file.read(64)
    if head.startswith(ZIP):
        return read_workbook(opener, sheet, header)
    refuse_stranger(head)
    refuse_markup(head)
    letters = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").upper()
    for begins, read in _formats:
        if letters.startswith(begins):
            return read(opener, encoding)
    return read_delimited(opener, encoding, delimiter, header)


def opener_of(source: Path | bytes) -> Opener:
    """Something that opens the source afresh each time it is called."""
    if isinstance(source, Path):
        return lambda: source.open("rb")
    return lambda: io.BytesIO(source)


def refuse_markup(head: bytes) -> None:
    """Web pages and XML that programs call a workbook (`.xls`), and JSON: each of their lines would be a row."""
    text = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if text.startswith(MARKUP):
        raise Unreadable(
            _(
                "This is a web page or XML, not a workbook. Open it in a spreadsheet program and save it as .xlsx "
                "or CSV."
            )
        )
    if text.startswith((b"[{", b'{"')):
        raise Unreadable(_("This isn’t a text file or a workbook."))


def refuse_stranger(head: bytes) -> None:
    """Say what is wrong with a file that is plainly something else."""
    if head.startswith(OLD_EXCEL):
        raise Unreadable(_("This is an old Excel file (.xls). Save it as .xlsx or CSV and try again."))
    if head.startswith(STRANGERS):
        raise Unreadable(_("This isn’t a text file or a workbook."))
