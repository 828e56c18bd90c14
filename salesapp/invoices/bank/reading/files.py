"""Which kind of bank file it is, told by what is in it and not by its name."""

from __future__ import annotations

from salesapp.core.i18n import _
from salesapp.invoices.bank.reading.camt import read_camt
from salesapp.invoices.bank.reading.entries import ReadStatement
from salesapp.invoices.bank.reading.swift import is_mt940, read_mt940
from salesapp.records.tables.table import Unreadable

LARGEST = 20 * 1024 * 1024


def read_bank_file(content: bytes) -> list[ReadStatement] | None:
    """The statements of a camt.053 or MT940 file; None for a table, which needs a layout. Unreadable for neither."""
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    head = content[:400].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    if head.startswith(b"<"):
        return read_camt(content)
    return read_mt940(content) if is_mt940(content) else None
