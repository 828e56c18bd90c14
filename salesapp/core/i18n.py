"""The names every module translates with, and the languages there are.

Flask-Babel finds the reader's language. Its own way to the catalogue asks for the context a dozen times per sentence,
which on a page of hundreds of sentences cost a tenth of the answer: here the language leads to it at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self, cast

from babel.support import NullTranslations
from flask import Flask, g, has_app_context
from flask_babel import get_locale, get_translations
from flask_babel.speaklater import LazyString

LANGUAGES = ("en", "zh")
"""Catalogue folders. `zh` (not zh_Hans) so that every Chinese browser setting finds it."""

HTML_LANGUAGES = {"en": "en", "zh": "zh-Hans"}

_catalogues: dict[str, NullTranslations] = {}


def init(app: Flask) -> None:
    """Templates translate with the same catalogue as the code. After Flask-Babel's own `init_app`."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: catalogue().gettext(message),
        lambda singular, plural, num: catalogue().ngettext(singular, plural, num),
        newstyle=True,
    )


def catalogue() -> NullTranslations:
    """The sentences in the language that is set; outside of any context those of the code."""
    if not has_app_context():
        return get_translations()
    known = getattr(g.get("_flask_babel"), "babel_locale", None) or get_locale()
    language = "" if known is None else known.language
    if language not in _catalogues:
        _catalogues[language] = get_translations()
    return _catalogues[language]


class Said(str):
    """A sentence that knows what it was made of, so that it can be kept and shown in another reader's language."""

    __slots__ = ("made_of",)
    made_of: Mapping[str, Any]
    """`message` and `values`, of a sentence with a number `plural` as well; plain values for JSON."""

    def __new__(cls, text: str, made_of: Mapping[str, Any]) -> Self:
        said = super().__new__(cls, text)
        said.made_of = made_of
        return said

    @classmethod
    def again(cls, made_of: Mapping[str, Any]) -> Said:
        """What was kept, in the language of whoever reads it now."""
        values: dict[str, Any] = {
            name: cls.again(value) if isinstance(value, Mapping) else value
            for name, value in made_of["values"].items()
        }
        message, plural = made_of["message"], made_of.get("plural")
        return cls(_(message, **values) if plural is None else ngettext(message, plural, **values), made_of)


_Made = tuple[str, str, str | None, Mapping[str, Any]]
_noted: ContextVar[dict[str, _Made] | None] = ContextVar("noted sentences", default=None)


@contextmanager
def sentences_noted() -> Iterator[None]:
    """In this block it is noted what each sentence is made of, for `kept`."""
    before = _noted.set({})
    try:
        yield
    finally:
        _noted.reset(before)


def kept(text: str) -> str:
    """The sentence as one that can be kept (`Said`), where it was made in a block of `sentences_noted`."""
    made = (_noted.get() or {}).get(text)
    if made is None:
        return text
    _text, message, plural, values = made
    made_of = {"message": message, "values": {name: _plain(value) for name, value in values.items()}}
    return Said(text, made_of if plural is None else made_of | {"plural": plural})


def _plain(value: Any) -> Any:
    """A value of a sentence for JSON. What is a sentence itself is told from a user's word by being the same object."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    text = str(value)
    made = (_noted.get() or {}).get(text)
    lazy = isinstance(value, LazyString)
    said = kept(text) if made is not None and (lazy or made[0] is text) else text
    return said.made_of if isinstance(said, Said) else said


def _made(text: str, message: str, plural: str | None, values: Mapping[str, Any]) -> str:
    noted = _noted.get()
    if noted is not None:
        noted[text] = (text, message, plural, values)
    return text


def _(message: str, **values: Any) -> str:
    """The sentence in the reader's language, with `%(name)s` filled in."""
    text = catalogue().gettext(message)
    return _made(text % values if values else text, message, None, values)


def _l(message: str, **values: Any) -> str:
    """A sentence translated when it is shown, for texts that are written at import time."""
    return cast("str", LazyString(_, message, **values))


def in_a_list(texts: Iterable[object]) -> str:
    """Several things one after the other, as the reader's language divides them: `A, B` or `A、B`.

    A sentence of its own, so that a list of sentences can be kept for another reader as well.
    """
    said: object = ""
    for each in texts:
        said = _("%(first)s, %(then)s", first=said, then=each) if said else each
    return str(said)


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """The plural form the reader's language asks for; `%(num)s` is the count."""
    values = {"num": num, **values}
    return _made(catalogue().ngettext(singular, plural, num) % values, singular, plural, values)
