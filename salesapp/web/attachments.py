"""Files that a browser saves: sent piece by piece, however large they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import IO, Literal
from urllib.parse import quote

from flask import Response

MIME_TYPES = {
    "csv": "text/csv",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def scratch_file() -> IO[bytes]:
    """A file without a name; the answer that sends it closes it."""
    return TemporaryFile()


def write_text(lines: Iterable[str], file: IO[bytes]) -> None:
    """The lines in UTF-8."""
    file.writelines(line.encode() for line in lines)


def attachment(parts: Iterator[bytes], name: str) -> Response:
    """A file the browser saves and never shows; it is sent as it comes, however large it is."""
    answer = Response(parts, mimetype=MIME_TYPES[name.rpartition(".")[2]])
    name_file(answer, "attachment", name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def name_file(answer: Response, shown: Literal["attachment", "inline"], name: str) -> None:
    """The name under which a browser saves it; a header is ASCII, so other scripts are written as RFC 8187 has it."""
    said = {"filename": name} if name.isascii() else {"filename*": f"UTF-8''{quote(name, safe='')}"}
    answer.headers.set("Content-Disposition", shown, **said)


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The file from its beginning; it is closed, and with that gone, at its end."""
    with file:
        file.seek(0)
        yield from iter(lambda: file.read(1 << 16), b"")
