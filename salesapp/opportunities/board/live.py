"""What an open board says of itself when it asks what changed: a mark of each column, and how far it is scrolled.

A column's mark is made of the very texts that its cards and its head show. So it changes whenever they would, whatever
caused it (a move, a renamed customer, a night that passed), and never by anything that the viewer does not see.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import get_locale

from salesapp.opportunities.board.cards import Board, Column, digest

PAGES = 40
"""As many pages of a column are renewed at most; who scrolled further is shown the first ones."""


@dataclass(frozen=True)
class Mark:
    """`frame` stands for what only a new page can show: which stages and lanes, in which language; then each column."""

    frame: str
    columns: tuple[str, ...]

    def to_header(self) -> str:
        """As an ETag."""
        return f'"{"-".join((self.frame, *self.columns))}"'

    @classmethod
    def from_header(cls, text: str) -> Mark | None:
        """What `to_header` wrote, weakened or not by something on the way; None for anything else."""
        found = re.fullmatch(r'(?:W/)?"([0-9a-f]+(?:-[0-9a-f]+)*)"', text.strip())
        if found is None:
            return None
        frame, *columns = found[1].split("-")
        return cls(frame, tuple(columns))


def mark_of(on: Board, columns: Sequence[Column]) -> Mark:
    """The mark of a board as `on` shows it."""
    stages = [(each.stage.id, each.stage.name) for each in columns]
    is_empty = not any(each.count for each in columns)
    lanes = [each.lane for each in columns[0].cells] if columns else []
    frame = digest((on.viewer.id, str(get_locale()), on.process.id, stages, lanes, is_empty))
    return Mark(frame, tuple(each.mark for each in columns))


def pages_of(text: str) -> dict[int, int]:
    """`12.2,13.4` → stage id → pages; what it does not know it ignores."""
    found = (pair.partition(".") for pair in text.split(","))
    numbers = ((key, pages) for key, _dot, pages in found if key.isdecimal() and pages.isdecimal())
    return {int(key): min(max(int(pages), 1), PAGES) for key, pages in numbers}
