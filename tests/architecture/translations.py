"""The Chinese catalogue is complete: `make check` runs this file, the tests call `faults()`.

With `--compile` (`make translations`) it writes the binary catalogue that the application reads, and sorts the text.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from functools import cache

from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po

from tests.architecture.source import ROOT, TEMPLATES
from tests.catalogue import CATALOGUE, chinese

KEYWORDS = DEFAULT_KEYWORDS | {"_l": None}
PLACES = (
    (ROOT / "salesapp", "**.py", "python"),
    (TEMPLATES, "**.html", "jinja2"),
    (TEMPLATES, "**.txt", "jinja2"),
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")

MessageId = str | tuple[str, ...]


@cache
def written() -> dict[MessageId, str]:
    """Every message id in code and templates, with a place where it stands."""
    found: dict[MessageId, str] = {}
    for folder, files, kind in PLACES:
        for name, line, message, _comments, _context in extract_from_dir(
            folder, [(files, kind)], keywords=KEYWORDS
        ):
            key = tuple(message[:2]) if isinstance(message, tuple | list) else message
            found.setdefault(key, f"{folder.name}/{name}:{line}")
    return found


def faults() -> Iterator[str]:
    """What is missing, unused, uncertain or broken in the catalogue."""
    catalogue = {message.id: message for message in chinese() if message.id}
    for key, place in written().items():
        if key not in catalogue:
            yield f"{place}: {key!r} has no Chinese: add it to {CATALOGUE.relative_to(ROOT)}"
    for key, message in catalogue.items():
        if key not in written():
            yield f"{key!r} is translated but nowhere written: remove it"
        elif fault := message_fault(message):
            yield f"{key!r}: {fault}"
    if CATALOGUE.with_suffix(".mo").read_bytes() != compiled():
        yield "the binary catalogue is older than its text: run `make translations`"


def compiled() -> bytes:
    """The catalogue as the application reads it."""
    binary = io.BytesIO()
    write_mo(binary, chinese())
    return binary.getvalue()


def message_fault(message: Message) -> str:
    """What is wrong with one translation; an empty text when nothing is."""
    texts = [message.string] if isinstance(message.string, str) else list(message.string)
    if message.fuzzy:
        return "is marked fuzzy: look at it and remove the mark"
    if not all(texts):
        return "has no Chinese"
    wanted = placeholders(message.id)
    if any(not set(PLACEHOLDER.findall(text)) <= wanted for text in texts):
        return f"the Chinese has placeholders that the English has not ({sorted(wanted)})"
    return ""


def placeholders(key: MessageId) -> set[str]:
    return {mark for text in ([key] if isinstance(key, str) else key) for mark in PLACEHOLDER.findall(text)}


def main(arguments: list[str]) -> int:
    if "--compile" in arguments:
        text = io.BytesIO()
        write_po(text, chinese(), no_location=True, sort_output=True, width=0)
        CATALOGUE.write_bytes(text.getvalue())
        CATALOGUE.with_suffix(".mo").write_bytes(compiled())
    found = list(faults())
    for fault in found:
        sys.stderr.write(f"{fault}\n")
    if found:
        sys.stderr.write(f"{len(found)} faults in the Chinese catalogue\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
