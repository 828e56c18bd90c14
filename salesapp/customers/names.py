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
    "van|von|d[aeiu]|de[lnr]|della|d[ao]s|do|l[ae]s?|los|te[rn]|zu[mr]?|a[fv]|[ae]l|bin|ibn|ben|y|vom|und"
)
_FOLLOWERS = frozenset({"jr", "sr", "ii", "iii", "iv"})
_DEGREES = frozenset(
    {"phd", "md", "mba", "msc", "bsc", "llm", "jd", "cpa", "pmp", "esq", "dds", "meng", "beng", "edd", "dba"}
)
_TITLES = re.compile(
    r"(?:dr|prof|professor|dipl\.?-?\w*|herrn?|frau|fräulein|mrs?|ms|miss|mx|mme|mlle|monsieur|madame|signora?|"
    r"señora?)\.?|(?:ing|mag|med|jur|rer|nat|phil|pol|oec|habil|h\.c|sig|sra?)\."
)
"""How one speaks to somebody, before the name; the short ones only with their full stop."""
_SPOKEN_TO = re.compile(
    "(?:副?[总總](?:[经經]理|[监監]|裁)?|[经經]理|女士|先生|小姐|太太|夫人|老[师師]|主任|教授|博士|[医醫]生|律[师師]|老板|老闆|"
    "董事[长長]|[处處科局部店厂廠校院行会會][长長]|工程[师師]|[师師]傅|同[学學]|[会會][计計])$"
)
_SHORT_OF_SPEECH = re.compile("[总總工董局处]$")
"""Behind a bare family name only: 王工 is an engineer called 王, 张天工 somebody's name."""
_FAMILIAR = re.compile("[小老](?=.$)")
_COMMON_FAMILY = frozenset(
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣"
    "蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文"
)


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
        family, _, given = (each.strip() for each in name.partition(","))
        if all(map(_is_degree, given.split())):
            return split_name(family, locale)
        return PersonName(family, _without_titles(given))
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
    name = _as_called(name)
    length = 2 if _COMPOUND_FAMILY.match(name) else 1
    if len(name) > _LONGEST_UNSPACED or _is_kana(name):
        return PersonName(name, "")
    return PersonName(name[:length], name[length:])


def _as_called(name: str) -> str:
    """The name in 王总, 李女士, 王小明先生, 小王 and 老李."""
    if len(name) == len("小王") and name[1] in _COMMON_FAMILY and _FAMILIAR.match(name):
        return name[1]
    bare = _SPOKEN_TO.sub("", name)
    if bare == name and _is_family(short := _SHORT_OF_SPEECH.sub("", name)):
        return short
    return bare or name


def _is_family(text: str) -> bool:
    return text in _COMMON_FAMILY or _COMPOUND_FAMILY.fullmatch(text) is not None


def _is_degree(word: str) -> bool:
    return word.replace(".", "").lower() in _DEGREES


def _without_titles(name: str) -> str:
    """Without Dr. before it and PhD behind it; a name is left in any case."""
    words = name.split()
    while len(words) > 1 and _TITLES.fullmatch(words[0].lower()):
        words.pop(0)
    while len(words) > 1 and _is_degree(words[-1]):
        words.pop()
    return " ".join(words)


def _split_spaced(name: str, *, family_first: bool) -> PersonName:
    words = _without_titles(name).split()
    if family_first:
        return PersonName(" ".join(words[:1]), " ".join(words[1:]))
    last = len(words) - 1
    while last > 1 and words[last].lower().rstrip(".") in _FOLLOWERS:
        last -= 1
    while last > 1 and _PARTICLE.fullmatch(words[last - 1].lower()):
        last -= 1
    return PersonName(" ".join(words[max(last, 0) :]), " ".join(words[: max(last, 0)]))


def _is_kana(name: str) -> bool:
    return any("\u3041" <= character <= "\u30ff" for character in name)


def _writes_family_first(locale: str) -> bool:
    return locale.replace("_", "-").partition("-")[0].lower() in _FAMILY_FIRST
