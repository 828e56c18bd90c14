"""The encodings a file can be read in, and what stands in it by each of those that may be meant."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from salesapp.records.importing.planning.plan import ImportPlan
from salesapp.records.tables.code_pages import LONGEST_SAMPLE
from salesapp.records.tables.encodings import valid
from salesapp.records.tables.readings import other_readings
from salesapp.records.tables.table import Table

ENCODINGS = (
    ("utf-8", "Unicode (UTF-8)"),
    ("utf-16", "Unicode (UTF-16)"),
    ("gb18030", "简体中文 (GB18030)"),
    ("big5hkscs", "繁體中文 (Big5)"),
    ("cp932", "日本語 (Shift-JIS)"),
    ("cp949", "한국어 (EUC-KR)"),
    ("cp1252", "Western European (Windows-1252)"),
    ("cp1250", "Central European (Windows-1250)"),
    ("cp1251", "Cyrillic (Windows-1251)"),
    ("koi8-r", "Cyrillic (KOI8-R)"),
    ("cp866", "Cyrillic (DOS, 866)"),
    ("cp1253", "Greek (Windows-1253)"),
    ("cp1254", "Turkish (Windows-1254)"),
    ("cp1255", "Hebrew (Windows-1255)"),
    ("cp1256", "Arabic (Windows-1256)"),
    ("cp874", "Thai (Windows-874)"),
    ("cp1257", "Baltic (Windows-1257)"),
    ("euc_jp", "日本語 (EUC-JP)"),
    ("cp850", "Western European (DOS, 850)"),
    ("mac-roman", "Mac Roman"),
)
OFFERED_AS = {"cp950": "big5hkscs"}
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """An encoding as it is offered, and some of the file's cells in it."""

    name: str
    label: str
    cells: list[str]


def readings_of(content: bytes, table: Table, plan: ImportPlan) -> list[Reading]:
    """What is asked about the file: the encoding that was taken and the others it may be in; nothing where it is clear.

    Nothing either once somebody has said it.
    """
    if table.encoding is None or table.delimiter is None or "encoding" in plan.source:
        return []
    others = other_readings(content[:LONGEST_SAMPLE], table.encoding)
    possible = [name for name in others if valid(BytesIO(content), name)]
    if not possible:
        return []
    return [_reading(content, name, table.delimiter) for name in (table.encoding, *possible)]


def _reading(content: bytes, encoding: str, delimiter: str) -> Reading:
    name = OFFERED_AS.get(encoding, encoding)
    text = content[:LONGEST_SAMPLE].decode(encoding, "ignore")
    cells = (cell.strip('" ') for line in text.splitlines() for cell in line.split(delimiter))
    told = list(dict.fromkeys(cell[:40] for cell in cells if not cell.isascii()))
    return Reading(name, dict(ENCODINGS).get(name, encoding), told[:SHOWN])
