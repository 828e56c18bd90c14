"""Reads from a TrueType or OpenType file which characters it has glyphs for, and nothing else.

The table is called cmap; its two layouts that matter are format 4 (segments of 16-bit characters) and format
12 (groups of any characters). https://learn.microsoft.com/typography/opentype/spec/cmap
"""

from __future__ import annotations

import struct
from pathlib import Path

UNICODE_ENCODINGS = {(0, 3), (0, 4), (0, 6), (3, 1), (3, 10)}


def charmap(path: str | Path, index: int = 0) -> frozenset[str]:
    """The characters of one font, or of one font in a collection; OSError when the file cannot be read."""
    font = Path(path).read_bytes()
    codes: set[int] = set()
    for start in subtables(font, table(font, font_start(font, index), b"cmap")):
        codes.update(characters_of(font, start))
    return frozenset(map(chr, codes))


def font_start(font: bytes, index: int) -> int:
    if font[:4] != b"ttcf":
        return 0
    return int(struct.unpack_from(">I", font, 12 + 4 * index)[0])


def table(font: bytes, start: int, wanted: bytes) -> int:
    """The offset of a table; KeyError when the font has none of that name."""
    (count,) = struct.unpack_from(">H", font, start + 4)
    records = (struct.unpack_from(">4s4xI", font, start + 12 + 16 * number) for number in range(count))
    return {tag: int(offset) for tag, offset in records}[wanted]


def subtables(font: bytes, start: int) -> set[int]:
    (count,) = struct.unpack_from(">H", font, start + 2)
    records = (struct.unpack_from(">HHI", font, start + 4 + 8 * number) for number in range(count))
    return {
        start + offset for platform, encoding, offset in records if (platform, encoding) in UNICODE_ENCODINGS
    }


def characters_of(font: bytes, start: int) -> set[int]:
    (layout,) = struct.unpack_from(">H", font, start)
    if layout == 12:
        return in_groups(font, start)
    return in_segments(font, start) if layout == 4 else set()


def in_groups(font: bytes, start: int) -> set[int]:
    """Format 12: first and last character of each group, and the glyph of the first."""
    (count,) = struct.unpack_from(">I", font, start + 12)
    groups = struct.iter_unpack(">III", font[start + 16 : start + 16 + 12 * count])
    return {code for first, last, glyph in groups for code in range(first, last + 1) if glyph + code - first}


def in_segments(font: bytes, start: int) -> set[int]:
    """Format 4: four parallel columns of ends, starts, deltas and offsets into a list of glyphs."""
    (size,) = struct.unpack_from(">H", font, start + 6)
    count, ends = size // 2, start + 14
    columns = [ends, ends + size + 2, ends + 2 * size + 2, ends + 3 * size + 2]
    found: set[int] = set()
    for number in range(count):
        last, first, delta, offset = (
            struct.unpack_from(">H", font, column + 2 * number)[0] for column in columns
        )
        at = columns[3] + 2 * number + offset
        codes = range(first, min(last, 0xFFFE) + 1)
        found.update(
            code for code in codes if segment_glyph(font, code, delta, offset and at + 2 * (code - first))
        )
    return found


def segment_glyph(font: bytes, code: int, delta: int, at: int) -> int:
    """The glyph of a character, 0 for none: counted from the segment's delta, or looked up at an offset."""
    if not at:
        return (code + delta) & 0xFFFF
    (glyph,) = struct.unpack_from(">H", font, at)
    return (glyph + delta) & 0xFFFF if glyph else 0
