"""People's names: in which order they are written, how they are cut into family and given name, their initials."""

from __future__ import annotations

import re
from typing import NamedTuple

from salesapp.search.words import HAN

_SOLID = f"{HAN}\u3041-\u30ff\uac00-\ud7af"
_ALL_SOLID = re.compile(f"[{_SOLID}]+")
_SOLID_THEN_LATIN = re.compile(rf"([{_SOLID}]+)\s*([^{_SOLID}\s].*)")
_FAMILY_FIRST = frozenset({"hu", "vi"})
_LONGEST_UNSPACED = 4

_COMPOUND_FAMILY = re.compile(
    "欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|夏侯|东方|東方|皇甫|尉迟|尉遲|公孙|公孫|慕容|令狐|长孙|長孫|宇文|司徒|司空|鲜于|鮮于|"
    "闾丘|闻人|聞人|端木|轩辕|軒轅|独孤|獨孤|南宫|南宮|西门|西門|申屠|太史|淳于|单于|單于|万俟|澹台|公冶|宗政|濮阳|濮陽|"
    "赫连|赫連|呼延|钟离|鍾離|百里|东郭|東郭|公羊|谷梁|拓跋|第五|梁丘|左丘|羊舌|微生|颛孙|公西|漆雕|乐正|壤驷|夹谷|宰父|"
    "巫马|남궁|황보|제갈|선우|독고|사공|서문"
)
_PARTICLE = re.compile(
    "van|von|d[aeiu]|de[lnr]|della|d[ao]s|do|l[ae]s?|los|te[rn]|zu[mr]?|a[fv]|[ae]l|bin|ibn|ben|y"
)
_FOLLOWERS = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


class PersonName(NamedTuple):
    """A name in two parts; a name that cannot be cut is all family name."""

    family: str
    given: str


def display_name(family: str, given: str, locale: str) -> str:
    """The whole name as it is written: 王小明 whoever reads it, Anna Schmidt, and Nagy Anna for a Hungarian."""
    family, given = family.strip(), given.strip()
    if _ALL_SOLID.fullmatch(family) and _ALL_SOLID.fullmatch(given):
        return f"{family}{given}"
    parts = (family, given) if _writes_family_first(locale) else (given, family)
    return " ".join(filter(None, parts))


def split_name(name: str, locale: str = "en") -> PersonName:
    """Family and given name of a name typed in one field, in the reader's usual order or as `Family, Given`."""
    name = " ".join(name.split()).replace("，", ",")
    if "·" in name:
        return PersonName(name, "")
    if "," in name:
        family, _, given = name.partition(",")
        return PersonName(family.strip(), given.strip())
    if _ALL_SOLID.fullmatch(name.replace(" ", "")):
        return _split_solid(name)
    if mixed := _SOLID_THEN_LATIN.fullmatch(name):
        return PersonName(mixed[1], mixed[2])
    return _split_spaced(name, family_first=_writes_family_first(locale))


def initials(name: str) -> str:
    """What an avatar shows: AS for Anna Schmidt, 小明 for 王小明; empty for a name without a letter."""
    words = re.findall(r"[^\W_]+", name)
    if not words:
        return ""
    if _ALL_SOLID.fullmatch("".join(words)):
        return "".join(words)[-2:]
    ends = words[:1] if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0].upper()[:1] for word in ends)


def _split_solid(name: str) -> PersonName:
    if " " in name:
        family, _, given = name.partition(" ")
        return PersonName(family, given.replace(" ", ""))
    length = 2 if _COMPOUND_FAMILY.match(name) else 1
    if len(name) > _LONGEST_UNSPACED or _is_kana(name):
        return PersonName(name, "")
    return PersonName(name[:length], name[length:])


def _split_spaced(name: str, *, family_first: bool) -> PersonName:
    words = name.split()
    if family_first:
        return PersonName(" ".join(words[:1]), " ".join(words[1:]))
    last = len(words) - 1
    while last > 1 and words[last].lower() in _FOLLOWERS:
        last -= 1
    while last > 1 and _PARTICLE.fullmatch(words[last - 1].lower()):
        last -= 1
    return PersonName(" ".join(words[max(last, 0) :]), " ".join(words[: max(last, 0)]))


def _is_kana(name: str) -> bool:
    return any("\u3041" <= character <= "\u30ff" for character in name)


def _writes_family_first(locale: str) -> bool:
    return locale.replace("_", "-").partition("-")[0].lower() in _FAMILY_FIRST
