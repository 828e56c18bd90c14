"""Which character encoding a file of text is in, told from its bytes.

Order of trust: a byte order mark, the zero bytes of UTF-16 and UTF-32, validity as UTF-8, and for the rest whether the
high bytes look like Cyrillic, Chinese (GB18030, Big5), Korean, Japanese or Central European words, or like western
accents.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import BinaryIO

from salesapp.core.i18n import _
from salesapp.records.tables.code_pages import (
    CENTRAL_EUROPEAN,
    CYRILLIC,
    JAPANESE,
    LONE,
    LONGEST_SAMPLE,
    WESTERN,
    code_page,
)
from salesapp.records.tables.east_asian import KOREAN, TRADITIONAL, looks_korean, looks_traditional
from salesapp.records.tables.neighbours import neighbour
from salesapp.records.tables.table import Unreadable

BLOCK = 1 << 20
HIGHEST_PLANE = 0x10
RARER = b"\xd8"
"""Where the rarer half of GB2312 begins."""
FEW = 50
"""One zero byte in so many is no encoding but dirt."""
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, with whose mark it begins
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)

_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": TRADITIONAL,
    "euc_kr": KOREAN,
    "shift_jis": JAPANESE,
    "iso8859-1": WESTERN,
}


def detect_encoding(file: BinaryIO) -> str:
    """The Python name of the encoding of this file, which is read to the end and rewound.

    Raises `Unreadable` when it is none of those we know.
    """
    head = file.read(BLOCK)
    file.seek(0)
    found = marked(head) or zeroed(head) or ("iso2022_jp" if b"\x1b$B" in head else None)
    if found is None:
        found = "utf-8" if decodes(blocks(file), "utf-8") else eight_bit(file)
    file.seek(0)
    return found


def marked(head: bytes) -> str | None:
    """The encoding a byte order mark announces."""
    return next((name for mark, name in MARKS if head.startswith(mark)), None)


def zeroed(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: zero bytes, nearly all of them on one side of each pair.

    A stray one is what a program left in a text of bytes.
    """
    if head.count(0) * FEW <= len(head):
        return None
    if not any(head[3::4]) and max(head[2::4], default=0) <= HIGHEST_PLANE:
        return "utf-32-le"
    if not any(head[0::4]) and max(head[1::4], default=0) <= HIGHEST_PLANE:
        return "utf-32-be"
    low, high = head[1::2].count(0), head[0::2].count(0)
    if low > 4 * high:
        return "utf-16-le"
    if high > 4 * low:
        return "utf-16-be"
    raise Unreadable(_("This isn’t a text file or a workbook."))


def eight_bit(file: BinaryIO) -> str:
    """A rare encoding where only that makes words of the bytes, else the common one they look most like."""
    file.seek(0)
    sample = file.read(BLOCK)
    common = common_encoding(file, sample)
    for name in (neighbour(sample[:LONGEST_SAMPLE], common), common):
        if name is not None and valid(file, name):
            return name
    raise Unreadable(_("The file’s character encoding wasn’t recognised. Save it as UTF-8 and try again."))


def common_encoding(file: BinaryIO, sample: bytes) -> str | None:
    """An encoding of East Asia when most of what it yields are its everyday signs, else what the words look like."""
    chinese = valid(file, "gb18030")
    guessed, part = code_page(sample), sample[:LONGEST_SAMPLE]
    for east_asian, looks in ((KOREAN, looks_korean), (TRADITIONAL, looks_traditional)):
        if guessed != CYRILLIC and looks(part) and valid(file, east_asian):
            return east_asian
    if chinese and looks_chinese(sample) and guessed != CYRILLIC:
        return "gb18030"
    likely = (guessed, WESTERN, "gb18030", CENTRAL_EUROPEAN, CYRILLIC)
    return next((name for name in likely if name is not None and valid(file, name)), None)


def valid(file: BinaryIO, encoding: str) -> bool:
    """Whether the whole file is valid in this encoding."""
    file.seek(0)
    return decodes(blocks(file), encoding)


def looks_chinese(sample: bytes) -> bool:
    """Whether at least half of the double-byte characters are in GB2312.

    A western word such as "Zürich" also decodes as GB18030, but into rare characters: its second byte is a plain
    letter, which GB2312 never uses. Two accented letters in the middle of one, as in "Größe", are a rarer character.
    """
    text = codecs.getincrementaldecoder("gb18030")().decode(sample)
    foreign = [character for character in text if ord(character) > 127]
    stray: int = sum(each.encode("gb2312", "ignore") >= RARER for each in LONE.findall(text))
    everyday = sum(1 for character in foreign if in_gb2312(character)) - stray
    return everyday * 2 >= len(foreign)


def in_gb2312(character: str) -> bool:
    """Whether the oldest and narrowest of the Chinese standards has this character."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def decoded(content: bytes, charset: str | None = None) -> str:
    """A short text in the encoding that is named, or, where none is or it is not true, in the one it looks like.

    Raises `Unreadable`. Programs that name an old encoding mean the wider one that Windows made of it.
    """
    try:
        return content.decode(_WIDER.get(codecs.lookup(charset or "utf-8").name, charset or "utf-8"))
    except (LookupError, UnicodeDecodeError):
        return content.decode(detect_encoding(BytesIO(content)))


def blocks(file: BinaryIO) -> Iterator[bytes]:
    """The rest of the file in pieces."""
    return iter(lambda: file.read(BLOCK), b"")


def decodes(pieces: Iterable[bytes], encoding: str) -> bool:
    """Whether all of it is valid in this encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for piece in pieces:
            decoder.decode(piece)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True
