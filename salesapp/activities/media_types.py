"""What kind of file something is: said by its name and borne out by its first bytes, never by the browser."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

UNKNOWN = "application/octet-stream"
PICTURES = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "image/gif": b"GIF8"}
"""Pictures are known by their first bytes alone: phones call them what they like."""
OFFICE, OLE, TEXT = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b""
OPEN_XML = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
LONGEST_NAME = 200


@dataclass(frozen=True)
class Kind:
    """A media type, what its files begin with, and its icon."""

    media_type: str
    begins: bytes
    icon: str = "file-text"


KINDS = {
    "pdf": Kind("application/pdf", b"%PDF-"),
    "docx": Kind(OPEN_XML + "wordprocessingml.document", OFFICE),
    "xlsx": Kind(OPEN_XML + "spreadsheetml.sheet", OFFICE, "file-spreadsheet"),
    "pptx": Kind(OPEN_XML + "presentationml.presentation", OFFICE, "presentation"),
    "odt": Kind(OPEN_DOCUMENT + "text", OFFICE),
    "ods": Kind(OPEN_DOCUMENT + "spreadsheet", OFFICE, "file-spreadsheet"),
    "odp": Kind(OPEN_DOCUMENT + "presentation", OFFICE, "presentation"),
    "doc": Kind("application/msword", OLE),
    "xls": Kind("application/vnd.ms-excel", OLE, "file-spreadsheet"),
    "ppt": Kind("application/vnd.ms-powerpoint", OLE, "presentation"),
    "msg": Kind("application/vnd.ms-outlook", OLE, "mail"),
    "eml": Kind("message/rfc822", TEXT, "mail"),
    "rtf": Kind("application/rtf", b"{\\rtf"),
    "zip": Kind("application/zip", OFFICE, "archive"),
    "txt": Kind("text/plain", TEXT),
    "csv": Kind("text/csv", TEXT, "file-spreadsheet"),
    "vcf": Kind("text/vcard", b"BEGIN:VCARD", "contact"),
    "ics": Kind("text/calendar", b"BEGIN:VCALENDAR", "calendar"),
}
"""By the ending of the name. Everything else is kept and given back as bytes of an unknown kind."""


def media_type(name: str, content: bytes) -> str:
    """The media type that both name and content say; UNKNOWN where they do not agree."""
    for picture, begins in PICTURES.items():
        if content.startswith(begins):
            return picture
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    kind = KINDS.get(_ending(name))
    if kind is None or not content.startswith(kind.begins) or (kind.begins == TEXT and b"\0" in content):
        return UNKNOWN
    return kind.media_type


def icon_of(type_: str) -> str:
    """The icon of a media type in lists."""
    if type_.startswith("image/"):
        return "image"
    return next((kind.icon for kind in KINDS.values() if kind.media_type == type_), "file")


def plain_name(sent: str) -> str:
    """A file's own name, without the folders it lay in and without characters that nobody sees.

    A mark that reverses the direction of writing makes `exe.pdf` of `fdp.exe`.
    """
    own = sent.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(each for each in own if unicodedata.category(each)[0] != "C").strip(" .")
    if len(seen) > LONGEST_NAME:
        ending = PurePosixPath(seen).suffix[:20]
        seen = seen[: LONGEST_NAME - len(ending)] + ending
    return seen or "file"


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.removeprefix(".").lower()
