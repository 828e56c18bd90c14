"""What is left of a company's name when legal form, case, accents and punctuation are taken away."""

from __future__ import annotations

import re
from functools import lru_cache

from salesapp.search.words import HAN, fold

_ABBREVIATION = re.compile(r"(?<=\b[^\W\d_])[./](?=[^\W\d_]\b)")
_JAPANESE_KOREAN_FORM = re.compile(
    r"\((?:株|有|合|주)\)|株式会社|株式會社|有限会社|合同会社|주식회사|유한회사"
)
_FORM_OF_SEVERAL_WORDS = re.compile(
    r"\bsp\.? ?(?:z oo|zoo|j|k)\b|\bspol\.? s ?ro\b|\bprivate limited\b|\bug ?\(haftungsbeschrankt\)"
    r"|\b(?:s\.?(?: ?ap?i\.?)? de r\.? ?l|sa(?:b|pi)?)\.? de c\.?v\b|\bs\.? de r\.? ?l\b"
)
"""Polish, Czech, Indian, German and Mexican ones, folded and without the points inside abbreviations."""
_CHINESE_FORM = re.compile(
    "(?:(?:股份|责任|責任)?有限(?:责任|責任)?(?:总|總)?公司|股份公司|公司|有限合伙|有限合夥)$"
)
_SILENT = re.compile(r"['’`´]")
_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}])[\W_]+(?=[{HAN}])")
_WORD = re.compile(rf"[{HAN}]+|(?:(?![{HAN}])[^\W_])+")

_FORMS_ANYWHERE = frozenset(
    {
        "aktiengesellschaft", "aps", "bhd", "bv", "bvba", "corp", "corporation", "eirl", "eood", "eurl", "gbr", "gmbh",
        "haftungsbeschrankt", "inc", "incorporated", "jsc", "kft", "kgaa", "lda", "limited", "llc", "llp", "ltd",
        "ltda", "mbh", "nyrt", "ohg", "oyj", "plc", "pte", "pty", "pvt", "sarl", "sdn", "spol", "sprl", "srl", "sro",
        "uab", "wll", "zrt", "еоод", "зао", "оао", "ооо", "пао", "тоо",
    }
)  # fmt: skip
_FORMS_AT_END = _FORMS_ANYWHERE | {
    "ab", "ag", "as", "asa", "co", "cv", "company", "doo", "ek", "ev", "kg", "kk", "lp", "nv", "oy", "sa", "sas",
    "sasu", "se", "sl", "slu", "snc", "spa", "ug", "bt", "dd", "eg", "fzco", "fze", "ood", "ou", "sia", "sti",
    "tbk", "ао", "оод",
}  # fmt: skip
_CYRILLIC_FORMS = frozenset({"ао", "еоод", "зао", "ип", "оао", "оод", "ооо", "пао", "тоо"})
_FORMS_AT_START = frozenset({"ao", "oao", "ooo", "pao", "pt", "sia", "the", "uab", "zao"}) | _CYRILLIC_FORMS
_LINKS = frozenset({"and", "und", "et", "of"})

# Words so frequent that they tell no company from another.
_COMMON = frozenset(
    {
        "bank", "beijing", "china", "consulting", "deutschland", "engineering", "europe", "france", "germany", "global",
        "group", "holding", "holdings", "industrial", "industries", "international", "london", "management", "media",
        "partners", "service", "services", "shanghai", "shenzhen", "software", "solutions", "systems", "tech",
        "technologies", "technology", "trade", "trading", "uk", "usa", "world",
    }
)  # fmt: skip
_COMMON_HAN = re.compile(
    "中国|上海|北京|广州|深圳|天津|重庆|杭州|南京|苏州|成都|武汉|西安|青岛|宁波|广东|江苏|浙江|山东|香港|台湾|省|市|"
    "进出口|集团|股份|控股|投资|贸易|商贸|科技|技术|实业|发展|国际|信息|电子|服务|管理|咨询|工程|建设|网络|软件|制造|工业|机械|银行"
)


def has_legal_form(name: str) -> bool:
    """Whether the name says what kind of company it is of: GmbH, Ltd, 有限公司."""
    bare = _SILENT.sub("", _ABBREVIATION.sub("", fold(name)))
    words = _WORD.findall(bare)
    return bool(
        _FORM_OF_SEVERAL_WORDS.search(bare)
        or (
            len(words) > 1
            and (words[0] in _CYRILLIC_FORMS or _FORMS_ANYWHERE & {*words} or words[-1] in _FORMS_AT_END)
        )
        or _JAPANESE_KOREAN_FORM.search(name)
        or _CHINESE_FORM.search(name)
    )


def core_words(name: str) -> list[str]:
    """The words of a name without its legal form: ["acme", "trading"], ["上海贸易"]; all of them if that is nothing."""
    return list(_core_words(name))


@lru_cache(maxsize=10_000)
def _core_words(name: str) -> tuple[str, ...]:
    """Remembered: looking for duplicates compares each name with many."""
    folded = _SILENT.sub("", fold(name))
    folded = _FORM_OF_SEVERAL_WORDS.sub(" ", _ABBREVIATION.sub("", _JAPANESE_KOREAN_FORM.sub(" ", folded)))
    words = _WORD.findall(_BETWEEN_HAN.sub("", folded)) or _WORD.findall(fold(name))
    without_chinese = [_CHINESE_FORM.sub("", words[-1])] if words else []
    return tuple(_without_latin_forms([*words[:-1], *filter(None, without_chinese)]) or words)


def distinctive_words(words: list[str]) -> list[str]:
    """Those of `core_words` that few companies share; all of them where every one is common."""
    rare = [bare for word in words if word not in _COMMON and (bare := _COMMON_HAN.sub("", word))]
    return rare or words


def _without_latin_forms(words: list[str]) -> list[str]:
    kept = [word for i, word in enumerate(words) if i == 0 or word not in _FORMS_ANYWHERE]
    while len(kept) > 1 and kept[-1] in _FORMS_AT_END | _LINKS and kept[-1] != kept[-2]:  # not Sa Sa
        kept.pop()
    kept = kept[:1] + [word for word in kept[1:] if word not in _LINKS]
    return kept[1:] if len(kept) > 1 and kept[0] in _FORMS_AT_START else kept
