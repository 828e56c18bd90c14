"""What an entry of a picklist is called, by whom it is read."""

from __future__ import annotations

from flask_babel import get_locale


def called(name_en: str | None, name_zh: str | None, shipped: str | None, code: str) -> str:
    """The company's name in the reader's language, else the product's, else the company's in the other language."""
    locale = get_locale()
    own, other = (name_zh, name_en) if locale is not None and locale.language == "zh" else (name_en, name_zh)
    return str(own or shipped or other or code)
