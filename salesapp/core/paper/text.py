"""Typed text made fit for print: composed, nothing invisible in it, breakable where it would run off."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeAlias

Tree: TypeAlias = "str | int | list[Tree] | dict[str, Tree] | None"

BREAKS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
LONG_RUN = re.compile(r"[!-~\u00a1-\u024f]{32,}")
PIECE = re.compile(r".{8}(?=.)")
ZERO_WIDTH_SPACE = "\u200b"
GETA = "〓"  # the printers' mark that stands where a letter was not in the case
INVISIBLE = {"Cc", "Cf"}


@lru_cache(maxsize=1024)
def clean(text: str) -> str:
    """The text composed, with single line feeds; controls, joiners and variation selectors are dropped.

    Remembered: a draft is looked through after each change of a line, and most of what it says is as before.
    """
    composed = unicodedata.normalize("NFC", BREAKS.sub("\n", text)).replace("\t", " ")
    kept = "".join(character for character in composed if is_visible(character))
    return LONG_RUN.sub(lambda run: PIECE.sub(rf"\g<0>{ZERO_WIDTH_SPACE}", run[0]), kept.strip())


def is_visible(character: str) -> bool:
    if character == "\n":
        return True
    return unicodedata.category(character) not in INVISIBLE and not is_variation_selector(character)


def is_variation_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def each_text(tree: Tree, change: Callable[[str], str]) -> Tree:
    """The same tree with `change` applied to every text in it; keys of mappings stay."""
    if isinstance(tree, str):
        return change(tree)
    if isinstance(tree, list):
        return [each_text(branch, change) for branch in tree]
    if isinstance(tree, dict):
        return {key: each_text(branch, change) for key, branch in tree.items()}
    return tree


def texts(tree: Tree) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, list | dict):
        for branch in tree if isinstance(tree, list) else tree.values():
            yield from texts(branch)


def characters(tree: Tree) -> set[str]:
    """Every visible character of every text in the tree."""
    return set().union(*texts(tree)) - {"\n", " ", ZERO_WIDTH_SPACE}
