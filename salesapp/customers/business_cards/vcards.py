"""Visiting cards: vCard 2.1, 3.0 and 4.0 as phones, mail programs and QR codes write them (RFC 2426, RFC 6350)."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from salesapp.core.i18n import _
from salesapp.customers.names import display_name
from salesapp.records.tables.encodings import detect_encoding
from salesapp.records.tables.table import Unreadable

LONGEST = 200_000
"""Characters of a card without its picture; what is longer is no visiting card."""
_PICTURE = re.compile(
    r"^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:].*(?:\r?\n[ \t].*)*", re.MULTILINE | re.IGNORECASE
)
_CARD = re.compile(r"^BEGIN:VCARD\s*$(.*?)^END:VCARD", re.MULTILINE | re.DOTALL | re.IGNORECASE)
_FOLD = re.compile(r"\r?\n[ \t]")
_SOFT_BREAK = re.compile(r"=\r?\n")
_PARAMETER = re.compile(r';((?:"[^"]*"|[^;:"])*)')
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PARTS = re.compile(r"(?<!\\);")
_MOBILE = frozenset({"cell", "mobile", "iphone"})
_SILENT = frozenset({"fax", "pager", "modem"})


@dataclass(frozen=True)
class Address:
    """Where somebody is, part by part."""

    street: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""


@dataclass(frozen=True)
class Card:
    """What a visiting card says; empty where it says nothing."""

    name: str = ""
    family: str = ""
    given: str = ""
    organization: str = ""
    title: str = ""
    phone: str = ""
    mobile: str = ""
    email: str = ""
    url: str = ""
    note: str = ""
    address: Address = field(default_factory=Address)


@dataclass(frozen=True)
class _Line:
    """One property: its name, what is said about it, and its value as it stands."""

    name: str
    about: frozenset[str]
    value: str

    @property
    def text(self) -> str:
        return _unescaped(self.value)

    @property
    def parts(self) -> list[str]:
        return [_unescaped(each) for each in _PARTS.split(self.value)]


def read_card(text: str) -> Card:
    """The first card in the text. Raises ValueError with a sentence for what is no visiting card."""
    text = _PICTURE.sub("", text.lstrip("\ufeff").strip())
    found = _CARD.search(text)
    if found is None or len(found[1]) > LONGEST:
        raise ValueError(_("This isn’t a business card (vCard)."))
    lines = list(_lines(found[1]))
    card = _card(lines)
    if not card.name and not card.organization:
        raise ValueError(_("This business card has no name."))
    return card


def cards_in(text: str) -> Iterator[tuple[int, Card]]:
    """Every card of an address book with the line it begins on, those that name nobody too."""
    text = _PICTURE.sub("", text.lstrip("\ufeff"))
    line, seen = 1, 0
    for found in _CARD.finditer(text):
        line, seen = line + text.count("\n", seen, found.start()), found.start()
        if len(found[1]) <= LONGEST:
            yield line, _card(list(_lines(found[1])))


def read_bytes(content: bytes) -> Card:
    """The same for a file, in whichever encoding it was written."""
    try:
        return read_card(content.decode(detect_encoding(BytesIO(content))))
    except Unreadable as unreadable:
        raise ValueError(str(unreadable)) from unreadable


def _lines(text: str) -> Iterator[_Line]:
    quoted = re.sub(
        r"^[^\r\n:]*QUOTED-PRINTABLE[^\r\n:]*:(?:.*=\r?\n)*.*",
        lambda match: _SOFT_BREAK.sub("", match[0]),
        text,
        flags=re.MULTILINE | re.IGNORECASE,
    )
    for line in _FOLD.sub("", quoted).splitlines():
        head = re.match(r"(?:[\w-]+\.)?([\w-]+)((?:;(?:\"[^\"]*\"|[^;:\"])*)*):(.*)", line)
        if head is not None:
            yield _property(head[1].upper(), _PARAMETER.findall(head[2]), head[3].strip())


def _property(name: str, parameters: list[str], value: str) -> _Line:
    about, charset, quoted = set[str](), "utf-8", False
    for each in parameters:
        key, _equals, said = each.rpartition("=")
        words = {word.strip().strip('"').lower() for word in said.split(",")}
        quoted = quoted or "quoted-printable" in words
        if key.upper() == "CHARSET":
            charset = said.strip()
        elif key.upper() in {"", "TYPE", "PREF"}:
            about |= {"pref"} if key.upper() == "PREF" else words
    return _Line(name, frozenset(about), _decoded(value, charset) if quoted else value)


def _decoded(value: str, charset: str) -> str:
    """Quoted-printable, in which old phones write everything that is not English."""
    plain = quopri.decodestring(value.encode("latin-1", errors="replace"))
    try:
        return plain.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return plain.decode("utf-8", errors="replace")


def _card(lines: list[_Line]) -> Card:
    def texts(name: str) -> list[str]:
        named = sorted(
            (each for each in lines if each.name == name), key=lambda each: "pref" not in each.about
        )
        return [each.text for each in named if each.text]

    names = next((each.parts for each in lines if each.name == "N"), [])
    family, given = (names[place] if place < len(names) else "" for place in (0, 1))
    organization = next((each.parts[0] for each in lines if each.name == "ORG"), "")
    whole = next(iter(texts("FN")), "") or display_name(family, given, "en")
    numbers = [each for each in lines if each.name == "TEL" and each.text and not each.about & _SILENT]
    mobile = next((_number(each.text) for each in numbers if each.about & _MOBILE), "")
    phone = next((_number(each.text) for each in numbers if not each.about & _MOBILE), "")
    return Card(
        name=whole,
        family=family,
        given=given,
        organization=organization,
        title=next(iter(texts("TITLE")), ""),
        phone=phone,
        mobile=mobile,
        email=next(iter(texts("EMAIL")), "").removeprefix("mailto:"),
        url=next(iter(texts("URL")), ""),
        note="\n".join(texts("NOTE")),
        address=next(
            (_address(each.parts) for each in lines if each.name == "ADR" and any(each.parts)), Address()
        ),
    )


def _number(text: str) -> str:
    """A phone number without what 4.0 writes around it."""
    return re.split(r";ext=", text.removeprefix("tel:"), maxsplit=1)[0].strip()


def _address(parts: list[str]) -> Address:
    """Post box, extension, street, city, state, postal code, country: in this order."""
    box, more, street, city, state, code, country = [*parts, *[""] * 7][:7]
    return Address("\n".join(filter(None, (street, more, box))), city, state, code, country)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], text).strip()
