"""Which characters the shipped fonts can draw, and which font of the machine stands in for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from salesapp.core.paper.charmap import charmap

if TYPE_CHECKING:
    import typst

FONTS = Path(__file__).parent / "fonts"
FAMILIES = ("Inter", "Noto Sans SC")
STAND_INS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
)


@lru_cache
def shipped_fonts() -> typst.Fonts:
    """The fonts of this folder alone, so that a document looks the same on every machine."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


@lru_cache
def all_fonts() -> typst.Fonts:
    """The shipped fonts and those of the machine; looking for them takes a fifth of a second, once."""
    import typst

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[str(FONTS)])


@lru_cache
def shipped_characters() -> frozenset[str]:
    return frozenset().union(*(charmap(path) for path in FONTS.glob("*-Regular.ttf")))


@lru_cache
def installed_stand_ins() -> Mapping[str, frozenset[str]]:
    """Family → characters, for the known CJK families this machine has, best first."""
    places = {font.family: (font.path, font.index) for font in all_fonts().fonts() if font.path}
    found = [family for family in STAND_INS if family in places]
    return {family: charmap(path, index) for family in found for path, index in [places[family]] if path}


def stand_ins(characters: Iterable[str]) -> dict[str, str]:
    """The characters that the shipped fonts lack → the machine's family that draws each, or ""."""
    missing = sorted(set(characters) - shipped_characters())
    return {character: stand_in(character) for character in missing}


def stand_in(character: str) -> str:
    families = (family for family, drawn in installed_stand_ins().items() if character in drawn)
    return next(families, "")
