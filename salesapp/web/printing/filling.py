"""HTML that a template prints once, with marks where values go, and that is then filled in hundreds of times.

A template takes dozens of steps for a card or a row; filling a form in takes one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import itemgetter

from markupsafe import Markup, escape

MARK = re.compile("@@([a-z_]+)@@")
BETWEEN = "\x1f"
"""Between values, where text has no business having it."""


def mark(name: str) -> str:
    """What a template prints where the value of that name goes."""
    return f"@@{name}@@"


class Form:
    """HTML with named places, for values that come in the order of `names`."""

    def __init__(self, html: str, names: Sequence[str]) -> None:
        places = [names.index(name) for name in MARK.findall(html)]
        self._text = MARK.sub("%s", html.replace("%", "%%"))
        self._chosen = itemgetter(
            *places, len(names)
        )  # one more than there are places, so that it always gives a tuple

    def filled(self, values: Sequence[str]) -> str:
        """The HTML with `values`, which are escaped already."""
        return str(self._text % self._chosen([*values, ""])[:-1])


def escaped(values: Sequence[object]) -> list[str]:
    """The values escaped, all in one go: a call for each would be most of the work. What is HTML already stays so."""
    texts = [str(value) for value in values]
    joined = BETWEEN.join(texts)
    if joined.count(BETWEEN) >= len(texts):
        joined = BETWEEN.join(text.replace(BETWEEN, " ") for text in texts)
    found = str(escape(joined)).split(BETWEEN)
    for place, value in enumerate(values):
        if isinstance(value, Markup):
            found[place] = texts[place]
    return found
