"""Phone numbers as people write them: one reading for dialling, matching, searching and filtering.

A field may hold several numbers, remarks (`0171 1234567 mobil`, `13800138000（微信同号）`) and extensions
(`010-62345678转801`, `App. 78`, `доб. 12`). `phonenumbers` alone takes any three Latin letters for digits of a vanity
number and knows few words for an extension, so the text is taken apart before it parses anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberFormat, ValidationResult

SEEN = 4096
"""Texts remembered: a row of an import is read before it is written, and again when its keys are."""
_SHORTEST_E164 = 8
_SHORTEST_NUMBER = 3
_SHORTEST_WITH_EXTENSION = 5
_SHORTEST_OF_SEVERAL = 7
_SURELY_WHOLE = 9
"""Behind so many digits a slash begins another number; one without its area code is left out."""
_LONGEST_COUNTRY_CODE = 3
_MEXICO, _MEXICAN_MOBILE = 52, 10**10
"""Until 2019 a 1 stood behind +52 of mobile phones; in address books it still does, and nobody dials it any more."""

_DASHES = re.compile("[_~\u2010-\u2015\u2212\u30fc\uff0d]")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_ONLY_DIGITS = re.compile(r"[\d\s+./-]+")
_EXTENSION_SIGNS = "转接?|轉接?|分机|分機|内线|內線|内線|내선(?:번호)?"
_EXTENSION_WORDS = (
    "ext(?:ensi[oó]n|n)?|app(?:arat)?|durchwahl|dw|klappe|kl|nebenstelle|nst|poste|ramal|anexo|доб(?:авочный)?|вн|"
    "дод(?:атковий)?|вътр|wew(?:n(?:ętrzny)?)?|int(?:erno|ern)?|toestel(?:nr)?|tst|dahili|mell(?:ék)?|linka|"
    "ank(?:n|nytning)|alan(?:ro|umero)|lokal|máy lẻ|εσωτ(?:ερικό)?|ต่อ|تحويلة|داخلي|שלוחה|x"
)
_EXTENSION = re.compile(
    rf"[\s;,]*(?:(?:{_EXTENSION_SIGNS}|(?<![^\W\d_])(?:{_EXTENSION_WORDS}))[\s.:=#-]*)+(?!0\d*[\s/-]+\d{{3}})(\d{{1,7}})(?!\d)"
    r"|\s*#\s*(\d{1,7})(?!\d)|,+\s*(\d{1,5})\s*$"
    r"|\s(?:[pw]|[pw]\. ?)([1-9]\d{0,4})(?![\s/-]*\d)"
)
"""Last a pause as phones write it, `p7`, and `p. 12` of a French `poste`; a private number behind `p` is longer."""
_MARK = "\0"
"""Stands before an extension once it is known for one."""
_CHINESE_EXTENSION = re.compile(
    r"((?:(?:\+|00)?86[\s-]*)?\(?0?(?:10|2\d|[3-9]\d\d)\)?[\s-]*\d{3,4}[\s-]?\d{4})[\s-]+(\d{1,6})\s*"
)
_ABROAD = re.compile(r"\s*\(?\s*(?:\+|00[1-9])")
_ZERO_ZERO = re.compile(r"^[\s(]*0(?:0(?=[1-9])|(?=86\D*1\d{2}\D*\d{4}\D*\d{4}$))")
"""00 before a country code; one alone before a mobile number of China, as 086-13800138000."""
_SEVERAL = re.compile(r"[;,、|\n]|\\[nrt]|(?<=\d):\s|\s\d\d?[.)]\s+(?=[0+(])")
"""Also `2019: 030 123456` and `1) 030 123456 2) 0171 1234567`."""
_SLASH = re.compile(r"[/\\]")
_BEGINS_ANEW = ("0", "+", "(0", "(+")
_TAIL_OF_A_CELL = re.compile(r"(?<=\d{7})\.0\s*$")
"""How spreadsheets that took the number for an amount write it."""
_LABEL = re.compile(r"^(?:\s*\d\d?[.)]\s+(?=[0+(])|[^\d+(]*)")
_POWER_OF_TEN = re.compile(r"\s*\d(?:[.,]\d+)?[eE]\+?\d\d?\s*")
"""What a spreadsheet leaves of a long number: its last digits are lost."""
_BETWEEN = re.compile(r"\s+|(?<=\d)-(?=\d)|(?<=\d)(?=\+)")
_REMARK = re.compile(r"[^\W\d_][^\d+(\0]*")
_VANITY = re.compile(r"\+?[\d\s().-]*\d{3}[\s).-]*(?:[A-Z][A-Z\s-]{2,}|(?<=-)[a-zA-Z][a-zA-Z-]{2,})\d*\s*")
_NORTH_AMERICAN = re.compile(r"\s*\(?1?[\s.(-]*8\d\d")
_WRITTEN_IN = tuple(
    (re.compile(signs), regions)
    for signs, regions in (
        ("轉|分機|內線", ("TW", "HK")),
        ("[\u3041-\u30ff線]", ("JP",)),
        ("[\uac00-\ud7af]", ("KR",)),
        ("[\u3400-\u9fff]", ("CN", "TW", "HK")),
        ("[\u0400-\u04ff]", ("RU", "UA", "KZ", "BY")),
    )
)
"""A script, and where numbers beside it are from."""


@dataclass(frozen=True)
class PhoneNumber:
    """One number: `+861062345678`, and the extension behind it."""

    e164: str
    extension: str = ""

    @property
    def dialled(self) -> str:
        """What a `tel:` link dials: after a pause the extension."""
        return f"{self.e164},{self.extension}" if self.extension else self.e164


@lru_cache(maxsize=SEEN)
def numbers(text: str, region: str) -> tuple[PhoneNumber, ...]:
    """Every number in a field, in its order; those without a country code are from `region` ("DE")."""
    if _POWER_OF_TEN.fullmatch(text):
        return ()
    homes = _homes(text, region)
    found = (number for part in _parts(_plain(text)) for number in _read(part, homes))
    return tuple(dict.fromkeys(found))


def _homes(text: str, region: str) -> tuple[str, ...]:
    """Where a number without a country code may be from: what is written beside it says it, else `region`."""
    beside = next((regions for signs, regions in _WRITTEN_IN if signs.search(text)), ())
    return (region,) if region in beside else (*beside, region)


def e164(text: str, region: str) -> str | None:
    """The first number as `+4930123456`, without an extension; None where there is none."""
    return next((each.e164 for each in numbers(text, region)), None)


def is_mobile(text: str, region: str) -> bool:
    """Whether the first number is one of mobile phones alone."""
    found = e164(text, region)
    mobile = phonenumbers.PhoneNumberType.MOBILE
    return found is not None and phonenumbers.number_type(phonenumbers.parse(found)) == mobile


def dialled(text: str, region: str) -> str:
    """What a `tel:` link of the field dials; of what is no number anywhere its first digits, as 110."""
    if found := numbers(text, region):
        return found[0].dialled
    digits = re.search(r"\+?\d[\d\s()./-]*", _plain(text))
    return "" if digits is None else re.sub(r"[^\d+]", "", digits[0])


def national(digits: str) -> str:
    """International digits without their country code and a 0 after it, or as they are where they begin with none.

    No country code begins another one.
    """
    for length in range(1, min(_LONGEST_COUNTRY_CODE, len(digits) - 1) + 1):
        if int(digits[:length]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            return digits[length:].lstrip("0") or digits
    return digits


def sought_digits(text: str, region: str) -> str | None:
    """The digits that a number holds in every notation, of a whole number or a part of one; None for other texts.

    They are those behind the country code and the 0 that is dialled before an area code.
    """
    if found := numbers(text, region):
        return national(found[0].e164[1:])
    part = _REMARK.split(_LABEL.sub("", next(_parts(_plain(text)), "")))[0]
    digits = re.sub(r"\D", "", part)
    if len(digits) < _SHORTEST_NUMBER:
        return None
    return national(digits.removeprefix("00")) if _ABROAD.match(part) else digits.lstrip("0") or digits


def without_extension(text: str) -> str:
    """A typed number as far as its extension; other texts as they are."""
    return _marked(text).partition(_MARK)[0]


def _plain(text: str) -> str:
    """Digits as 0 to 9, one sort of dash and bracket, no marks that nobody sees; extensions marked, remarks cut."""
    bare = "".join(
        str(unicodedata.decimal(each)) if each.isdecimal() else each
        for each in unicodedata.normalize("NFKC", text)
        if unicodedata.category(each) != "Cf"
    )
    return _marked(_BRACKETS.sub(_bracketed, _DASHES.sub("-", bare)))


def _bracketed(found: re.Match[str]) -> str:
    """`(0)30` stays, `(ext 12)` and `(mobile 0171 …)` say something, `(WeChat)` does not."""
    inside = found[1]
    if _ONLY_DIGITS.fullmatch(inside):
        return f"({inside})"
    if _EXTENSION.fullmatch(inside.strip().lower()):
        return f" {inside} "
    several = _count(inside) >= _SHORTEST_OF_SEVERAL
    return f";{inside};" if several else " "


def _marked(text: str) -> str:
    """Extensions behind `_MARK`."""
    lowered = text.lower()
    if len(lowered) != len(text):
        return text
    pieces, last = [], 0
    for found in _EXTENSION.finditer(lowered):
        if _count(text[last : found.start()]) < _SHORTEST_WITH_EXTENSION:
            continue
        pieces += [text[last : found.start()], _MARK, next(filter(None, found.groups()))]
        last = found.end()
    return "".join((*pieces, text[last:]))


def _parts(plain: str) -> Iterator[str]:
    """The text divided where another number begins; `030/123456` is one, with either slash."""
    for part in _SEVERAL.split(plain):
        begun = ""
        for piece in _SLASH.split(_TAIL_OF_A_CELL.sub("", part)):
            whole = _count(begun) >= _SHORTEST_OF_SEVERAL and _count(piece) >= _SHORTEST_OF_SEVERAL
            anew = piece.lstrip().startswith(_BEGINS_ANEW) or _count(piece) > _SURELY_WHOLE
            if whole and anew:
                yield begun
                begun = piece
            elif _count(begun) < _SURELY_WHOLE:
                begun = f"{begun}/{piece}" if begun else piece
        yield begun


def _count(text: str) -> int:
    return sum(each.isdigit() for each in text)


def _read(part: str, homes: tuple[str, ...]) -> Iterator[PhoneNumber]:
    part = _LABEL.sub("", part)
    if vanity := _vanity(part, homes):
        yield PhoneNumber(vanity)
        return
    for piece in _REMARK.split(part):
        number, _mark, extension = piece.partition(_MARK)
        extension = re.sub(r"\D.*", "", extension, flags=re.DOTALL)
        chinese = None if extension else _CHINESE_EXTENSION.fullmatch(number.strip())
        read = None if chinese is None else _parsed(chinese[1], homes)
        if chinese is not None and read is not None and read.startswith("+86"):
            yield PhoneNumber(read, chinese[2])
        else:
            yield from _one_or_two(number, extension, homes)


def _one_or_two(text: str, extension: str, homes: tuple[str, ...]) -> Iterator[PhoneNumber]:
    """The number; or two, where nothing but a blank stands between them, or a dash or plus and each is long."""
    if read := _parsed(text, homes):
        yield PhoneNumber(read, extension)
        return
    for between in _BETWEEN.finditer(text.strip()):
        one, other = text.strip()[: between.start()], text.strip()[between.end() :]
        if not between[0].isspace() and min(_count(one), _count(other)) <= _SURELY_WHOLE:
            continue
        if (first := _parsed(one, homes)) and (second := _parsed(other, homes)):
            yield from (PhoneNumber(first), PhoneNumber(second, extension))
            return


def _parsed(text: str, homes: tuple[str, ...]) -> str | None:
    """E.164 of exactly one number, from the first of `homes` where it can be dialled so."""
    if not any(each.isdigit() for each in text):
        return None
    *beside, region = homes
    found = (_parse(text, each) for each in beside)
    number = next((each for each in found if each and phonenumbers.is_valid_number(each)), None)
    number = number or _parse(text, region) or _parse(_ZERO_ZERO.sub("+", text), region)
    if number is None:
        return None
    canonical = str(phonenumbers.format_number(number, PhoneNumberFormat.E164))
    return canonical if len(canonical) >= _SHORTEST_E164 else None


def _parse(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    """A number that is possible when dialled from anywhere: one without its area code is none."""
    try:
        parsed = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    national = parsed.national_number or 0
    if parsed.country_code == _MEXICO and national // _MEXICAN_MOBILE == 1:
        parsed.national_number = national - _MEXICAN_MOBILE
    parsed = _without_trunk_zero(parsed)
    possible = phonenumbers.is_possible_number_with_reason(parsed) == ValidationResult.IS_POSSIBLE
    return parsed if possible else None


def _without_trunk_zero(parsed: phonenumbers.PhoneNumber) -> phonenumbers.PhoneNumber:
    """The number without the 0 that people write, `+48 (0)22 …`, though its country dials none, or no longer.

    In Italy and elsewhere the 0 is part of the number: then it is valid as it stands.
    """
    if not parsed.italian_leading_zero or phonenumbers.is_valid_number(parsed):
        return parsed
    other = phonenumbers.PhoneNumber(
        country_code=parsed.country_code, national_number=parsed.national_number, extension=parsed.extension
    )
    return other if phonenumbers.is_valid_number(other) else parsed


def _vanity(part: str, homes: tuple[str, ...]) -> str | None:
    """1-800-FLOWERS: letters that are digits, where there are too few digits without them."""
    if not _VANITY.fullmatch(part) or _count(part) >= _SHORTEST_OF_SEVERAL:
        return None
    for each in ("US",) if _NORTH_AMERICAN.match(part) else homes:
        parsed = _parse(part, each)
        if parsed is not None and phonenumbers.is_valid_number(parsed):
            return str(phonenumbers.format_number(parsed, PhoneNumberFormat.E164))
    return None
