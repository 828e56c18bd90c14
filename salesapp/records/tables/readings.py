"""In which other encodings a text may have been written as well: what only somebody who reads the language can decide.

The choice of `encodings.py` stands until then. It is asked about only where another reading is made of whole words or
everyday signs, and the chosen one is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from salesapp.records.tables.code_pages import CENTRAL_EUROPEAN, CYRILLIC, LONGEST_SAMPLE, WESTERN
from salesapp.records.tables.east_asian import SIMPLIFIED, TRADITIONAL, everyday_share
from salesapp.records.tables.neighbours import EUC_JAPANESE

HEBREW, ARABIC, THAI = "cp1255", "cp1256", "cp874"
PAIRED = {SIMPLIFIED, TRADITIONAL, "cp932", "cp949"}
MOSTLY, FEW = 0.9, 0.3
ENOUGH = 4
"""So many letters in a row or two are no sign of money and no dash."""
_WORD = re.compile("(?:[^\\W\\d_]|[\u05b0-\u05c7\u064b-\u0652\u0e31-\u0e3a\u0e47-\u0e4e])+")
_SCRIPTS = {
    HEBREW: re.compile("[\u05d0-\u05ea][\u05d0-\u05ea\u05b0-\u05c7]+"),
    ARABIC: re.compile("[\u0621-\u064a\u067e\u0686\u0698\u06af][\u0621-\u0652\u067e\u0686\u0698\u06af]+"),
    THAI: re.compile("(?:[เแโใไ]?[ก-ฮ][ะ-ฺๅ็-๎]*ๆ?)+"),
}
_LARGE_CYRILLIC = re.compile("[А-ЯЁІЇЄҐ]")
_CENTRAL_WORD = re.compile(r"[ae]è\b|iæ\b|(?<=[^\W\d_])õ(?!e)|[b-df-hj-np-tv-z]ì(?=[b-z])")
"""Words of Croats, Hungarians and Czechs as Windows-1252 shows them."""
_CENTRAL_LETTERS = frozenset("ĄĆČĎĘĚŁŃŇÓŐŘŚŠŤŮŰŹŻŽąćčďęěłńňóőřśšťůűźżžáéíúýäöüßÁÉÍÚÝÄÖÜôĂăâÂîÎŞşŢţđĐ")
_HAN = re.compile("[\u3400-\u9fff\ue000-\uf8ff]")
_HAN_IN_A_WORD = re.compile("(?<=[A-Za-z])[\u3400-\u9fff\ue000-\uf8ff]|[\u3400-\u9fff\ue000-\uf8ff](?=[a-z])")
_JAPANESE = frozenset(
    "田山川村木本藤佐井中小大野林高橋松原島石上下西東北南渡辺伊加吉清水池森阿部鈴青坂岡岩今株式会社有限商事工業電話番号住所氏名前都道府県"
    "市区町郵便様課長支店営担当京阪横浜神戸古屋福札幌一二三郎子美太健介智和正雄幸恵由裕真直樹製作所物産興建設開発技術製薬銀行"
)


def other_readings(sample: bytes, chosen: str) -> tuple[str, ...]:
    """The encodings besides the chosen one in which the beginning of a file reads like writing."""
    part = sample[:LONGEST_SAMPLE]
    looks: dict[str, Callable[[], bool]] = {
        HEBREW: lambda: _is_script(part, HEBREW, chosen),
        ARABIC: lambda: _is_script(part, ARABIC, chosen),
        THAI: lambda: _is_script(part, THAI, chosen),
        EUC_JAPANESE: lambda: chosen == SIMPLIFIED and _is_japanese(part),
        TRADITIONAL: lambda: chosen in {WESTERN, CENTRAL_EUROPEAN} and _is_traditional(part),
        CENTRAL_EUROPEAN: lambda: _is_central(part, chosen),
    }
    return tuple(name for name, looks_so in looks.items() if name != chosen and looks_so())


def _is_script(sample: bytes, encoding: str, chosen: str) -> bool:
    """Whether all words beyond ASCII are of this script alone, and the chosen one was not told by its words."""
    unsure = {
        WESTERN: True,
        CENTRAL_EUROPEAN: True,
        CYRILLIC: not _LARGE_CYRILLIC.search(_read(sample, CYRILLIC)),
    }
    if not unsure.get(chosen, chosen in PAIRED and everyday_share(sample, chosen) < FEW):
        return False
    words = [each for each in _WORD.findall(_read(sample, encoding)) if not each.isascii()]
    good = sum(len(each) for each in words if _SCRIPTS[encoding].fullmatch(each))
    return good >= ENOUGH and good >= MOSTLY * sum(map(len, words))


def _is_japanese(sample: bytes) -> bool:
    """Whether more of its kanji than of its Chinese signs are everyday ones: kana would have told by themselves."""
    signs = _HAN.findall(_read(sample, EUC_JAPANESE))
    share = sum(each in _JAPANESE for each in signs) / (len(signs) or 1)
    return share >= FEW and share > everyday_share(sample, SIMPLIFIED)


def _is_traditional(sample: bytes) -> bool:
    """Whether it is Big5 of everyday signs, none of them within a word, which western letters do not make."""
    text = _read(sample, TRADITIONAL)
    leads = [each.encode("big5", "ignore")[:1] for each in _HAN.findall(text)]
    return (
        bool(leads) and not _HAN_IN_A_WORD.search(text) and all(b"\xa4" <= each < b"\xc0" for each in leads)
    )


def _is_central(sample: bytes, chosen: str) -> bool:
    """Whether it has words of Central Europe, which the chosen encoding shows with a foreign letter or sign in them."""
    if chosen == WESTERN:
        return _CENTRAL_WORD.search(_read(sample, WESTERN)) is not None
    if chosen not in PAIRED:
        return False
    text, signs = _read(sample, chosen), _HAN.findall(_read(sample, chosen))
    beyond = {each for each in _read(sample, CENTRAL_EUROPEAN) if ord(each) > 127}
    return len(_HAN_IN_A_WORD.findall(text)) == len(signs) > 0 and _CENTRAL_LETTERS.issuperset(beyond)


def _read(sample: bytes, encoding: str) -> str:
    """The sample in this encoding, which may end within a sign; nothing where it is none."""
    try:
        return sample.decode(encoding)
    except UnicodeDecodeError as error:
        within = len(sample) == LONGEST_SAMPLE and error.start >= len(sample) - 4
        return sample[: error.start].decode(encoding) if within else ""
