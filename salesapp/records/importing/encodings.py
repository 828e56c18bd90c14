"""Which character encoding a file of text is in, told from its bytes.

Order of trust: a byte order mark, the zero bytes of UTF-16, validity as UTF-8, and for the rest whether the high bytes
look like Chinese (GB18030) or like western accents (Windows-1252).
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from salesapp.core.i18n import _
from salesapp.records.importing.table import Unreadable

BLOCK = 1 << 20
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)


def detect_encoding(file: BinaryIO) -> str:
    """The Python name of the encoding of this file, which is read to the end and rewound.

    Raises `Unreadable` when it is none of those we know.
    """
    head = file.read(BLOCK)
    file.seek(0)
    found = marked(head) or zeroed(head)
    if found is None:
        found = "utf-8" if decodes(blocks(file), "utf-8") else eight_bit(file)
    file.seek(0)
    return found


def marked(head: bytes) -> str | None:
    """The encoding a byte order mark announces."""
    return next((name for mark, name in MARKS if head.startswith(mark)), None)


def zeroed(head: bytes) -> str | None:
    """UTF-16 without a mark: zero bytes, nearly all of them on one side of each pair."""
    if b"\0" not in head:
        return None
    low, high = head[1::2].count(0), head[0::2].count(0)
    if low > 4 * high:
        return "utf-16-le"
    if high > 4 * low:
        return "utf-16-be"
    raise Unreadable(_("This is not a file of text or a workbook."))


def eight_bit(file: BinaryIO) -> str:
    """GB18030 when it decodes as such and most of what it yields is everyday Chinese, else Windows-1252."""
    file.seek(0)
    chinese = decodes(blocks(file), "gb18030")
    file.seek(0)
    if chinese and looks_chinese(file.read(BLOCK)):
        return "gb18030"
    file.seek(0)
    if decodes(blocks(file), "cp1252"):
        return "cp1252"
    if chinese:
        return "gb18030"
    raise Unreadable(_("The file's character encoding was not recognised; save it as UTF-8 and try again."))


def looks_chinese(sample: bytes) -> bool:
    """Whether at least half of the double-byte characters are in GB2312.

    A western word such as "Zürich" also decodes as GB18030, but into rare characters: its second byte is a plain
    letter, which GB2312 never uses.
    """
    text = codecs.getincrementaldecoder("gb18030")().decode(sample)
    foreign = [character for character in text if ord(character) > 127]
    everyday = sum(1 for character in foreign if in_gb2312(character))
    return everyday * 2 >= len(foreign)


def in_gb2312(character: str) -> bool:
    """Whether the oldest and narrowest of the Chinese standards has this character."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


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
