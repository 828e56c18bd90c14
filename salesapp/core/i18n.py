"""The three names every module translates with."""

from __future__ import annotations

from typing import Any, cast

from flask_babel import gettext, lazy_gettext
from flask_babel import ngettext as _ngettext

_ = gettext


def _l(message: str, **values: Any) -> str:
    """A sentence translated when it is shown, for texts that are written at import time."""
    return cast("str", lazy_gettext(message, **values))


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """The plural form the reader's language asks for; `%(num)s` is the count."""
    return str(_ngettext(singular, plural, num, **values))


LANGUAGES = ("en", "zh")
"""Catalogue folders. `zh` (not zh_Hans) so that every Chinese browser setting finds it."""

HTML_LANGUAGES = {"en": "en", "zh": "zh-Hans"}
