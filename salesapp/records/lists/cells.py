"""How lists print a field in a way of the feature's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup


@dataclass(frozen=True)
class Cell:
    """How a list prints a field: `of` takes from a row what decides it, `text` puts that into words or HTML.

    Rows of which `of` gives the same look the same; of which it gives None or "", blank. `links` are those that `of`
    follows beside the field's own.
    """

    of: Callable[[Any], Any]
    text: Callable[[Any], str | Markup]
    links: tuple[str, ...] = ()


_own: dict[tuple[str, str], Cell] = {}


def lists_show(type_key: str, field: str, cell: Cell) -> None:
    """Lists print this field of the type in a way of the feature's own."""
    _own[type_key, field] = cell


def own_cell(type_key: str, field: str) -> Cell | None:
    """What the feature said; None where lists print the field by its kind."""
    return _own.get((type_key, field))
