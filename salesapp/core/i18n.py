"""The names every module translates with, and the languages there are.

Flask-Babel finds the reader's language. Its own way to the catalogue asks for the context a dozen times per sentence,
which on a page of hundreds of sentences cost a tenth of the answer: here the language leads to it at once.
"""

from __future__ import annotations

from typing import Any, cast

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


def _(message: str, **values: Any) -> str:
    """The sentence in the reader's language, with `%(name)s` filled in."""
    text = catalogue().gettext(message)
    return text % values if values else text


def _l(message: str, **values: Any) -> str:
    """A sentence translated when it is shown, for texts that are written at import time."""
    return cast("str", LazyString(_, message, **values))


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """The plural form the reader's language asks for; `%(num)s` is the count."""
    return catalogue().ngettext(singular, plural, num) % {"num": num, **values}
