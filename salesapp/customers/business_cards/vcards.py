"""Visiting cards: vCard 2.1, 3.0 and 4.0 as phones, mail programs and QR codes write them (RFC 2426, RFC 6350)."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from salesapp.core.i18n import _
from salesapp.customers.names import display_name
from salesapp.records.tables.encodings import decoded
from salesapp.records.tables.table import Unreadable

LONGEST = 200_000
"""Characters of a card without its picture; what is longer is no visiting card."""
_PICTURE = re.compile(
    r"^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:].*(?:\n[ \t].*)*", re.MULTILINE | re.IGNORECASE
)
_AGENT = re.compile(
    r"^(?:[\w-]+\.)?AGENT[^:\n]*:\s*BEGIN:VCARD[ \t]*\n.*?^END:VCARD",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
"""The card of an assistant inside the one of whom they assist."""
_LINE_END = re.compile(r"\r+\n|\r")
_CUT_CHARACTER = re.compile(rb"(?<=[\x80-\xff])\r?\n[ \t](?=[\x80-\xff])")
"""Old phones fold at 75 bytes, in the middle of a character too (RFC 5545 3.1 asks readers to cope)."""
_CARD = re.compile(r"^BEGIN:VCARD\s*$(.*?)^END:VCARD", re.MULTILINE | re.DOTALL | re.IGNORECASE)
_FOLD = re.compile(r"\n[ \t]")
_SOFT_BREAK = re.compile(r"=\n")
_PARAMETER = re.compile(r';((?:"[^"]*"|[^;:"])*)')
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PARTS = re.compile(r"(?<!\\);")
_MOBILE = frozenset({"cell", "mobile", "iphone", "mobil", "handy", "手机", "手機", "移动电话"})
_SILENT = frozenset({"fax", "pager", "modem", "homefax", "workfax", "otherfax", "telefax", "传真", "傳真"})
_WORK = frozenset({"work", "business", "büro", "firma", "工作", "单位", "公司", "办公"})
_HOME = frozenset({"home", "private", "privat", "住宅", "家", "家庭", "家里"})
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_")
_COMPANY = frozenset({"org", "organization", "company"})
_TEL_PARAMETER = re.compile(r";([\w-]+)=([^;]*)")
"""`;ext=102` and `;phone-context=+49` (RFC 3966)."""
_SEVERAL = re.compile(r"[\s,;]+")
_UNDECLARED = 101
"""Behind every PREF, which are 1 to 100."""


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
    group: str = ""
    preferred: int = _UNDECLARED

    @property
    def text(self) -> str:
        return _unescaped(self.value)

    @property
    def parts(self) -> list[str]:
        return [_unescaped(each) for each in _PARTS.split(self.value)]

    @property
    def place(self) -> tuple[int, int]:
        """What belongs to work first, what is of home last; among them what is preferred."""
        return 0 if self.about & _WORK else 2 if self.about & _HOME else 1, self.preferred


def read_card(text: str) -> Card:
    """The first card in the text. Raises ValueError with a sentence for what is no visiting card."""
    text = _plain(text.lstrip("\ufeff").strip())
    found = _CARD.search(text)
    if found is None or len(found[1]) > LONGEST:
        raise ValueError(_("This isn’t a business card (vCard)."))
    card = _card(_lines(found[1]))
    if not card.name and not card.organization:
        raise ValueError(_("This business card has no name."))
    return card


def cards_in(text: str) -> Iterator[tuple[int, Card]]:
    """Every card of an address book with the line it begins on, those that name nobody too."""
    text = _plain(text.lstrip("\ufeff"))
    line, seen = 1, 0
    for found in _CARD.finditer(text):
        line, seen = line + text.count("\n", seen, found.start()), found.start()
        if len(found[1]) <= LONGEST:
            yield line, _card(_lines(found[1]))


def read_bytes(content: bytes) -> Card:
    """The same for a file, in whichever encoding it was written."""
    try:
        return read_card(decoded(unfolded(content)))
    except Unreadable as unreadable:
        raise ValueError(str(unreadable)) from unreadable


def unfolded(content: bytes) -> bytes:
    """A file without the folds that cut a character in two, so that it can be decoded."""
    return _CUT_CHARACTER.sub(b"", content)


def _plain(text: str) -> str:
    """One sort of line end; no pictures, no cards within cards; as many lines as before."""
    text = _LINE_END.sub("\n", text)
    for left_out in (_PICTURE, _AGENT):
        text = left_out.sub(lambda found: "\n" * found[0].count("\n"), text)
    return text


def _lines(text: str) -> list[_Line]:
    quoted = re.sub(
        r"^[^\n:]*QUOTED-PRINTABLE[^\n:]*:(?:.*=\n)*.*",
        lambda match: _SOFT_BREAK.sub("", match[0]),
        text,
        flags=re.MULTILINE | re.IGNORECASE,
    )
    found = list(_properties(_FOLD.sub("", quoted)))
    labels = {each.group: each.text for each in found if each.group and each.name == "X-ABLABEL"}
    return [_labelled(each, labels.get(each.group, "")) for each in found]


def _properties(text: str) -> Iterator[_Line]:
    for line in text.split("\n"):
        head = re.match(r"(?:([\w-]+)\.)?([\w-]+)((?:;(?:\"[^\"]*\"|[^;:\"])*)*):(.*)", line)
        if head is not None:
            about = _PARAMETER.findall(head[3])
            yield replace(_property(head[2].upper(), about, head[4].strip()), group=head[1] or "")


def _labelled(line: _Line, label: str) -> _Line:
    """With what an address book calls it, `_$!<Mobile>!$_` or a word of one's own."""
    said = _APPLE_LABEL.sub(r"\1", label).strip().lower()
    return replace(line, about=line.about | {said}) if said else line


def _property(name: str, parameters: list[str], value: str) -> _Line:
    about, charset, preferred = set[str](), "", _UNDECLARED
    for each in parameters:
        key, _equals, said = each.rpartition("=")
        words = {word.strip().strip('"').lower() for word in said.split(",")}
        if key.upper() == "CHARSET":
            charset = said.strip()
        elif key.upper() == "PREF":
            preferred = int(said) if said.isdecimal() else preferred
        elif key.upper() in {"", "TYPE", "ENCODING"}:
            about |= words
    if "pref" in about:
        preferred = min(preferred, 1)
    return _Line(name, frozenset(about), _decoded(value, about, charset), preferred=preferred)


def _decoded(value: str, about: set[str], charset: str) -> str:
    """Without quoted-printable, in which old phones write everything that is not English, and without base64."""
    if "quoted-printable" in about:
        plain = quopri.decodestring(value.encode("latin-1", errors="replace"))
    elif about & {"b", "base64"}:
        try:
            plain = base64.b64decode(value)
        except (binascii.Error, ValueError):
            return value
    else:
        return value
    try:
        return decoded(plain, charset or None)
    except (Unreadable, UnicodeDecodeError):
        return plain.decode("utf-8", errors="replace")


def _card(lines: list[_Line]) -> Card:
    def named(*names: str) -> list[_Line]:
        return sorted(
            (each for each in lines if each.name in names and each.text), key=lambda each: each.place
        )

    def said(name: str) -> str:
        return next((each.text for each in named(name)), "")

    names = next((each.parts for each in lines if each.name == "N"), [])
    family, given = (names[place] if place < len(names) else "" for place in (0, 1))
    whole = said("FN") or display_name(family, given, "en")
    organization = next((each.parts[0] for each in lines if each.name == "ORG"), "")
    if any(each.text.lower() in _COMPANY for each in named("KIND", "X-ABSHOWAS")):
        organization, whole, family, given = organization or whole, "", "", ""
    numbers = [each for each in named("TEL") if not each.about & _SILENT]
    return Card(
        name=whole,
        family=family,
        given=given,
        organization=organization,
        title=said("TITLE") or said("ROLE"),
        phone=next((_number(each.text) for each in numbers if not each.about & _MOBILE), ""),
        mobile=next((_number(each.text) for each in numbers if each.about & _MOBILE), ""),
        email=_email(said("EMAIL")),
        url=said("URL"),
        note="\n".join(each.text for each in named("NOTE")),
        address=next((_address(each.parts) for each in named("ADR") if any(each.parts)), Address()),
    )


def _number(text: str) -> str:
    """A phone number as people write it, of what 4.0 writes: its extension stays, and so does a second number."""
    about = {name.lower(): value for name, value in _TEL_PARAMETER.findall(text)}
    number = _TEL_PARAMETER.sub("", re.sub("^tel:", "", text, flags=re.IGNORECASE)).strip()
    return f"{number} ext. {about['ext']}" if about.get("ext") else number


def _email(text: str) -> str:
    """The first address of a field: of a link without what links write for a sign, and without a name beside it."""
    link = re.match("mailto:([^?]*)", text, flags=re.IGNORECASE)
    parts = [each.strip("<>") for each in _SEVERAL.split(unquote(link[1]) if link else text)]
    return next((each for each in parts if "@" in each), text)


def _address(parts: list[str]) -> Address:
    """Post box, extension, street, city, state, postal code, country: in this order."""
    box, more, street, city, state, code, country = [*parts, *[""] * 7][:7]
    return Address("\n".join(filter(None, (street, more, box))), city, state, code, country)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], text).strip()
