"""Excel workbooks (.xlsx): the first visible sheet, row by row, after the archive was found harmless."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from salesapp.core.i18n import _
from salesapp.records.tables.delimited import Opener
from salesapp.records.tables.table import MOST_COLUMNS, Exact, Table, Unreadable, headings, refuse_width

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

MOST_UNPACKED = 512 * 1024 * 1024
MOST_SHARED_TEXT = 128 * 1024 * 1024
MOST_PARTS = 5_000
MOST_RATIO = 200
WORTH_MEASURING = 1024 * 1024
LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
"""What a number format shows as it stands, and its colours, conditions and spaces."""
PADDED = re.compile("0{2,}")
FORMULA_CELL = re.compile(
    rb"<c\b(?P<attributes>[^>]*)>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
DAMAGE = (
    KeyError, ValueError, OSError, SyntaxError, TypeError, AttributeError, IndexError, zipfile.BadZipFile,
)  # fmt: skip
"""What the library raises over a file that is none of its workbooks."""
PIECE = 1 << 20
LONGEST_FORMULA = 1 << 14


def read_workbook(opener: Opener, sheet: str | None = None, header: int | None = None) -> Table:
    """The table on the named sheet, or on the first visible one that holds anything."""
    refuse_bomb(opener)
    with opener() as file:
        book = opened(file)
        name = chosen_sheet(book, sheet, opener)
        sheets = tuple(each.title for each in book.worksheets)
        refuse_uncalculated(file, book[name])

    def records() -> Iterator[tuple[int, tuple[str, ...]]]:
        return sheet_records(opener, name)

    row, columns = headings(records(), header)
    refuse_width(len(columns))
    if not columns:
        raise Unreadable(_("The sheet “%(sheet)s” is empty.", sheet=name))
    return Table(columns, records, sheet=name, sheets=sheets, header=row)


def refuse_bomb(opener: Opener) -> None:
    """Refuse an archive that would unpack to more than a sheet of honest data can need."""
    try:
        with opener() as file, zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise Unreadable(_("The workbook is damaged and can’t be opened.")) from error
    unpacked = sum(part.file_size for part in parts)
    shared = sum(part.file_size for part in parts if part.filename.endswith("sharedStrings.xml"))
    if (
        len(parts) > MOST_PARTS
        or unpacked > MOST_UNPACKED
        or shared > MOST_SHARED_TEXT
        or any(part.file_size > max(WORTH_MEASURING, MOST_RATIO * part.compress_size) for part in parts)
    ):
        raise Unreadable(_("The workbook is too large when unpacked. Save the sheet as CSV and import that."))


def refuse_uncalculated(file: Any, sheet: Any) -> None:
    """Refuse a sheet with a formula whose result was not saved: programs that write workbooks leave it to Excel.

    An empty text (`t="str"`) is a result.
    """
    path = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
    with zipfile.ZipFile(file) as archive, archive.open(path) as part:
        before = b""
        for piece in iter(lambda: part.read(PIECE), b""):
            text = before + piece
            if b"<f" in text:
                for found in FORMULA_CELL.finditer(text):
                    if b't="str"' not in found["attributes"]:
                        where = re.search(rb'\br="([A-Z]+\d+)"', found["attributes"])
                        raise Unreadable(
                            _(
                                "Cell %(cell)s of the sheet “%(sheet)s” is a formula whose result wasn’t saved. Open "
                                "the file in a spreadsheet program, save it and try again.",
                                cell=where[1].decode() if where else "?",
                                sheet=sheet.title,
                            )
                        )
            before = text[-LONGEST_FORMULA:]


def opened(file: Any) -> Workbook:
    """The workbook, read cell by cell and with the values formulas had when it was saved."""
    from openpyxl.reader.excel import ExcelReader

    class Tables(ExcelReader):
        def read_chartsheet(self, sheet: Any, rel: Any) -> None:
            """A chart is no table, and the library stumbles over an empty one."""

    try:
        reader = Tables(file, read_only=True, data_only=True, keep_links=False)
        reader.read()
        book: Workbook = reader.wb
    except DAMAGE as error:
        raise Unreadable(_("This isn’t an Excel workbook that can be opened.")) from error
    return book


def chosen_sheet(book: Workbook, wanted: str | None, opener: Opener) -> str:
    """The name of the sheet to read: charts are none, and a cover that was left empty is passed over."""
    names = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if wanted is None and names:
        return next(
            (each for each in names if any(cells for _row, cells in sheet_records(opener, each))), names[0]
        )
    if wanted is None or wanted not in {sheet.title for sheet in book.worksheets}:
        raise Unreadable(_("The workbook has no sheet “%(sheet)s”.", sheet=wanted or ""))
    return wanted


def sheet_records(opener: Opener, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(row number, cells as text) of each row; the file is closed when the iteration ends."""
    with opener() as file:
        book = opened(file)
        sheet: Any = book[name]
        # The size a file claims for itself is often wrong (whole empty columns, one cell); read what is there.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            yield number, trimmed(tuple(cell_text(cell) for cell in cells[: MOST_COLUMNS + 1]))
        book.close()


def trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Without the empty cells at the end, which are formatting rather than data."""
    width = len(cells)
    while width and not cells[width - 1]:
        width -= 1
    return cells[:width]


def cell_text(cell: Any) -> str:
    """What the cell holds, as text: ISO dates, decimal points, percentages with their sign."""
    match cell.value:
        case None:
            return ""
        case str(text):
            return text
        case bool(truth):
            return Exact("true" if truth else "false")
        case datetime() as moment:
            return Exact(moment.date() if moment.time() == time() else moment.isoformat(" ", "seconds"))
        case date() | time() | timedelta() as other:
            return Exact(other)
        case number:
            return number_text(number, str(cell.number_format or ""))


def number_text(value: float, number_format: str) -> str:
    """A number as the sheet shows it: fifteen digits, the precision spreadsheets keep."""
    plain = LITERAL.sub("", number_format)
    if "%" in plain:
        return Exact(f"{value * 100:.13g}%")
    if PADDED.fullmatch(plain) and isinstance(value, int) and value >= 0:
        return Exact(str(value).zfill(len(plain)))
    return Exact(str(value) if isinstance(value, int) else f"{value:.15g}")
