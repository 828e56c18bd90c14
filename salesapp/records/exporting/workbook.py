"""Rows as an Excel workbook, written by hand and piece by piece.

A library that keeps a tree for each cell took two thirds of the time of an export, and handed out its first byte behind
the last row: proxies give up before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

PIECE = 1 << 16
LONGEST_TEXT = 32_767
"""Characters that Excel keeps in a cell."""
FIRST_DAY = date(1899, 12, 30)
FIRST_RIGHT = date(1900, 3, 1)
"""Excel believes that there was a 29 February 1900: days before are texts."""
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold."""
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + "".join(
        f'<Override PartName="/xl/{part}.xml"'
        f' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for part, kind in (
            ("workbook", "sheet.main"),
            ("worksheets/sheet1", "worksheet"),
            ("styles", "styles"),
        )
    )
    + "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{SHEET}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


class _Passing:
    """A file that an archive is written into and that is emptied meanwhile."""

    def __init__(self) -> None:
        self.held = bytearray()

    def write(self, data: bytes) -> int:
        self.held += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def taken(self) -> bytes:
        held, self.held = bytes(self.held), bytearray()
        return held


def workbook(title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The bytes of a workbook with one sheet: texts, whole numbers, Decimals, dates, and instants as texts."""
    passing = _Passing()
    with ZipFile(passing, "w", ZIP_DEFLATED) as archive:  # type: ignore[call-overload]  # it only writes
        for name, content in (PARTS | {"xl/workbook.xml": _book(title)}).items():
            archive.writestr(name, XML + content)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'{XML}<worksheet xmlns="{SHEET}"><sheetData>'.encode())
            sheet.write(_row(1, headings))
            for number, row in enumerate(rows, 2):
                sheet.write(_row(number, row))
                if len(passing.held) > PIECE:
                    yield passing.taken()
            sheet.write(b"</sheetData></worksheet>")
    yield passing.taken()


def _book(title: str) -> str:
    name = escape(re.sub(r"[\[\]:*?/\\]", " ", title)[:31], {'"': "&quot;"})
    sheet = f'<sheet name="{name}" sheetId="1" r:id="rId1"/>'
    return f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>{sheet}</sheets></workbook>'


def _row(number: int, values: Sequence[Any]) -> bytes:
    cells = "".join(
        _cell(f"{_letters(place)}{number}", value) for place, value in enumerate(values) if value is not None
    )
    return f'<row r="{number}">{cells}</row>'.encode()


def _cell(where: str, value: Any) -> str:
    if isinstance(value, str):
        return _text(where, value)
    if isinstance(value, datetime):  # a sheet knows no time zones
        return _text(where, value.isoformat(timespec="seconds"))
    if isinstance(value, date):
        if value < FIRST_RIGHT:
            return _text(where, value.isoformat())
        return f'<c r="{where}" s="1"><v>{(value - FIRST_DAY).days}</v></c>'
    number = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return f'<c r="{where}"><v>{number}</v></c>'


def _text(where: str, text: str) -> str:
    """A cell that stays text even if it begins like a formula."""
    plain = escape(UNPRINTABLE.sub("", text[:LONGEST_TEXT]), {"\r": "&#13;"})
    return f'<c r="{where}" t="inlineStr"><is><t xml:space="preserve">{plain}</t></is></c>'


@cache
def _letters(place: int) -> str:
    """A, B, … Z, AA: the column at the place."""
    before, last = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)
