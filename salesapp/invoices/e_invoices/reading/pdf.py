"""The invoice in a PDF: Factur-X and ZUGFeRD attach it as CII."""

from __future__ import annotations

import re
import zlib

from salesapp.core.i18n import _
from salesapp.records.tables.table import Unreadable

STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
ROOT = b"CrossIndustryInvoice"
BEGINNING, LARGEST = 2_000, 20_000_000
"""In so many bytes the root is named; so many an attachment may unpack to."""


def is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-")


def attached_to(content: bytes) -> bytes:
    """The first stream of the file that is a CII. Unreadable where none is.

    Streams are objects of their own in every PDF, so its tables need no reading; one that is encrypted shows none.
    """
    for found in STREAM.finditer(content):
        if ROOT in _unpacked(found[1], BEGINNING):
            return _unpacked(found[1], LARGEST)
    raise Unreadable(_("This PDF has no e-invoice in it."))


def _unpacked(stream: bytes, most: int) -> bytes:
    """What was compressed, or stands there as it is."""
    try:
        return zlib.decompressobj().decompress(stream, most)
    except zlib.error:
        return stream[:most].rstrip()
