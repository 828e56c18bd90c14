"""Values that are one of a known set, found by any of their names: an enum's labels, a country, yes or no."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from babel import Locale
from flask_babel import force_locale
from rapidfuzz import fuzz, process

from salesapp.core.i18n import LANGUAGES, _
from salesapp.records.notation.countries import country_code, country_key, country_names

NEAR = 75

YES = frozenset(
    {"yes", "y", "true", "t", "1", "on", "x", "✓", "✔", "√", "ja", "oui", "si", "是", "真", "对", "有", "开"}
)
NO = frozenset({"no", "n", "false", "f", "0", "off", "nein", "non", "否", "假", "错", "无", "关", "×"})


def folded(name: str) -> str:
    """The name as it is compared: case, width, spaces, hyphens and underscores do not matter."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("_", " ").replace("-", " ")
    return " ".join(text.split())


def choice_names(choices: type[Any]) -> dict[str, Any]:
    """Every name of every member: its label in each language, then its value, its own name, and what it was called."""
    names: dict[str, Any] = {}
    for member in choices:
        for name in labels(getattr(member, "label", member.value)):
            names.setdefault(folded(name), member)
    for member in choices:
        for name in (member.value, member.name, *labels(getattr(member, "shipped_label", None) or "")):
            names.setdefault(folded(name), member)
    names.pop("", None)
    return names


def labels(label: object) -> list[str]:
    """A translatable text in every language we speak."""
    found = []
    for language in LANGUAGES:
        with force_locale(language):
            found.append(str(label))
    return found


def read_choice(text: str, names: Mapping[str, Any]) -> Any:
    """The member that has this name. Raises ValueError naming the nearest one, if any is near."""
    member = names.get(folded(text))
    if member is not None:
        return member
    near = nearest(folded(text), names)
    if near is None:
        raise ValueError(_("“%(text)s” isn’t one of the choices.", text=text))
    label = getattr(names[near], "label", names[near].value)
    raise ValueError(
        _("“%(text)s” isn’t one of the choices. Did you mean “%(near)s”?", text=text, near=label)
    )


def read_country(text: str) -> str:
    """The two letters of the country with this name or code. Raises ValueError naming the nearest one."""
    code = country_code(text)
    if code is not None:
        return code
    near = nearest(country_key(text), country_names())
    if near is None:
        raise ValueError(_("“%(text)s” isn’t a country.", text=text))
    name = Locale("en").territories[country_names()[near]]
    raise ValueError(_("“%(text)s” isn’t a country. Did you mean “%(near)s”?", text=text, near=name))


def read_boolean(text: str) -> bool:
    """Yes or no in the words people use. Raises ValueError for any other."""
    word = folded(text)
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValueError(_("“%(text)s” is neither yes nor no.", text=text))


def nearest(text: str, names: Iterable[str]) -> str | None:
    """The name most like the text, if one is like it at all."""
    found = process.extractOne(text, list(names), scorer=fuzz.ratio, score_cutoff=NEAR)
    return found[0] if found else None
