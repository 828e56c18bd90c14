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
    "van|von|d[aeiu]|de[lnr]|della|d[ao]s|do|l[ae]s?|los|te[rn]|zu[mr]?|a[fvp]|[ae]l|bin|ibn|ben|vom|und|['’]t|op|[oó]|ní|"
    "graf|gräfin|freiherr|freifrau|baron(?:in)?"
)
_JOINS_FAMILIES = frozenset({"y", "e", "i"})
"""Ortega y Gasset, Silva e Sousa."""
_FOLLOWERS = frozenset({"jr", "sr", "ii", "iii", "iv"})
_DEGREES = frozenset(
    {
        "phd",
        "md",
        "mba",
        "msc",
        "bsc",
        "llm",
        "jd",
        "cpa",
        "pmp",
        "esq",
        "dds",
        "meng",
        "beng",
        "edd",
        "dba",
        "csc",
        "cfa",
    }
)
_DOTTED_DEGREE = re.compile(r"[bm]\.?a\.")
_TITLES = re.compile(
    r"(?:dr|(?:univ\.-)?prof|professor|dipl\.?-?\w*|herrn?|frau|fräulein|mrs?|ms|miss|mx|mme|mlle|monsieur|madame|"
    r"signora?|señora?|dr\.?-ing|mevr|dott(?:or|oressa|\.ssa)?|sir|doña|mudr|mgr|dhr|rev)\.?|"
    r"(?:ing|mag|med|jur|rer|nat|phil|pol|oec|habil|h\.c|sig|sra?|hr|fr|avv|msgr)\.|sig\.ra|mag\.a|\((?:fh|tu|ba)\)"
)
_AND = frozenset({"und", "et", "and", "&"})
"""How one speaks to somebody, before the name; the short ones only with their full stop."""
_SPOKEN_TO = re.compile(
    "(?:副?[总總](?:[经經]理|[监監]|裁)?|[经經]理|女士|先生|小姐|太太|夫人|老[师師]|主任|教授|博士|[医醫]生|律[师師]|老板|老闆|"
    "董事[长長]|[处處科局部店厂廠校院行会會][长長]|工程[师師]|[师師]傅|同[学學]|[会會][计計]|"
    "(?:사장|회장|이사|부장|차장|과장|대리|팀장|대표|교수|박사|선생)님?|님|씨)$"
)
_JAPANESE_SPOKEN_TO = re.compile("(.{1,3})(?:様|さん|氏|殿)")
"""Behind a family name, which may have two characters."""
_SHORT_OF_SPEECH = re.compile("[总總工董局处姐哥兄嫂太导導队隊]$")
"""Behind a bare family name only: 王工 is an engineer called 王, 张天工 somebody's name."""
_FAMILIAR = re.compile("[小老大](?=.{1,2}$)")
_REMARK = re.compile(r"\s*[(（\[【][^()（）\[\]【】]*[)）\]】]$")
_TAIL = re.compile(r"(?<=\w|\.)\s+(?:[-–—|/]\s.*|[(（\[].*)")
"""What somebody wrote behind a name: `(purchasing)`, `- purchasing`."""
_PATRONYMIC = re.compile("[А-ЯЁ][а-яё]+(?:вич|ьич|вна|чна|шна)")
_CYRILLIC_INITIALS = re.compile(r"(?:[А-ЯЁ]\.\s?){1,2}")
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
    name = " ".join(name.split()).replace("，", ",").strip('"“”„ ')
    if "·" in name:
        return PersonName(name, "")
    if _ALL_SOLID.fullmatch(solid := re.sub("[ ,]", "", _REMARK.sub("", name))) and solid:
        return _split_solid(_REMARK.sub("", name).replace(",", " "))
    if "," in name:
        return _split_at_commas(name, locale)
    if mixed := _SOLID_THEN_LATIN.fullmatch(name):
        return PersonName(mixed[1], mixed[2])
    tail = _TAIL.search(name)
    if tail is not None and " " in (bare := name[: tail.start()]):
        family, given = split_name(bare, locale)
        return PersonName(f"{family}{tail[0]}", given)
    return _split_spaced(name, family_first=_writes_family_first(locale))


def _split_at_commas(name: str, locale: str) -> PersonName:
    """`Schmidt, Anna`, `Anna Schmidt, PhD` and `Sammy Davis, Jr.`; what was left out is none of the name."""
    first, *more = [each.strip() for each in name.split(",")]
    while more and all(_is_degree(word) or _TITLES.fullmatch(word.lower()) for word in more[-1].split()):
        more.pop()
    followers = [each for each in more if each.lower().rstrip(".") in _FOLLOWERS]
    given = ", ".join(each for each in more if each not in followers)
    if not given:
        return split_name(" ".join([first, *followers]), locale)
    return PersonName(" ".join(filter(None, [first, *followers])), _without_titles(given))


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
    words = _without_roles(name.split())
    if len(words) > 1:
        return PersonName(words[0], "".join(words[1:]))
    if japanese := _JAPANESE_SPOKEN_TO.fullmatch(words[0]):
        return PersonName(japanese[1], "")
    name = _as_called(words[0])
    length = 2 if _COMPOUND_FAMILY.match(name) else 1
    if len(name) > _LONGEST_UNSPACED or _is_kana(name):
        return PersonName(name, "")
    return PersonName(name[:length], name[length:])


def _without_roles(words: list[str]) -> list[str]:
    """Without 经理 before or behind 王小明, and 总 behind a family name."""
    while len(words) > 1 and _SPOKEN_TO.fullmatch(words[-1]):
        words = words[:-1]
    while len(words) > 1 and _SPOKEN_TO.fullmatch(words[0]):
        words = words[1:]
    short = len(words) == 2 and _is_family(words[0]) and _SHORT_OF_SPEECH.fullmatch(words[1])
    return words[:1] if short else words


def _as_called(name: str) -> str:
    """The name in 王总, 李女士, 王小明先生, 小王, 老李 and 小欧阳."""
    if _FAMILIAR.match(name) and _is_family(name[1:]):
        return name[1:]
    bare = _SPOKEN_TO.sub("", name)
    if bare == name and _is_family(short := _SHORT_OF_SPEECH.sub("", name)):
        return short
    return bare or name


def _is_family(text: str) -> bool:
    return text in _COMMON_FAMILY or _COMPOUND_FAMILY.fullmatch(text) is not None


def _is_degree(word: str) -> bool:
    return word.replace(".", "").lower() in _DEGREES or _DOTTED_DEGREE.fullmatch(word.lower()) is not None


def _without_titles(name: str) -> str:
    """Without Dr. before it and PhD behind it; a name is left in any case."""
    words = name.split()
    if words[1:2] and words[1].lower() in _AND and _TITLES.fullmatch(" ".join(words[2:3]).lower()):
        words = words[2:]  # Herr und Frau Schmidt, M. et Mme Dupont
    while len(words) > 1 and _TITLES.fullmatch(words[0].lower()):
        words.pop(0)
    while len(words) > 1 and _is_degree(words[-1]):
        words.pop()
    return " ".join(words)


def _split_spaced(name: str, *, family_first: bool) -> PersonName:
    words = _without_titles(name).split()
    titled = len(words) < len(name.split())
    begins_small = name[:1].islower() and not name.islower()
    if (titled or begins_small) and all(_PARTICLE.fullmatch(each.lower()) for each in words[:-1]):
        return PersonName(" ".join(words), "")  # Mevr. de Vries, van der Berg; but Van Nguyen
    if family_first or _is_russian_order(words):
        return PersonName(" ".join(words[:1]), " ".join(words[1:]))
    if shouted := _shouted(words):
        return PersonName(" ".join(words[:shouted]), " ".join(words[shouted:]))
    last = len(words) - 1
    while last > 1 and words[last].lower().rstrip(".") in _FOLLOWERS:
        last -= 1
    if last > 2 and words[last - 1].lower() in _JOINS_FAMILIES:
        last -= 2
    while last > 1 and _PARTICLE.fullmatch(words[last - 1].lower()):
        last -= 1
    return PersonName(" ".join(words[max(last, 0) :]), " ".join(words[: max(last, 0)]))


def _shouted(words: list[str]) -> int:
    """How many words SCHMIDT Anna and DE LA CRUZ Juan write large before a name that is not."""
    large = next((place for place, word in enumerate(words) if not word.isupper() or "." in word), len(words))
    begun = large and any(len(word) > 2 for word in words[:large])
    return large if begun and large < len(words) and not any(word.isupper() for word in words[large:]) else 0


def _is_russian_order(words: list[str]) -> bool:
    """Иванов Иван Иванович and Иванов И. И.; in Иван Иванович Иванов the family name is last."""
    if len(words) > 1 and _CYRILLIC_INITIALS.fullmatch(" ".join(words[1:])):
        return not _CYRILLIC_INITIALS.fullmatch(words[0])
    return len(words) == 3 and bool(_PATRONYMIC.fullmatch(words[2])) and not _PATRONYMIC.fullmatch(words[1])


def _is_kana(name: str) -> bool:
    return any("\u3041" <= character <= "\u30ff" for character in name)


def _writes_family_first(locale: str) -> bool:
    return locale.replace("_", "-").partition("-")[0].lower() in _FAMILY_FIRST
