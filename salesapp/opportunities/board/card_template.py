"""Cards printed in the form that their template gives them: `_card.html` is rendered once for each shape of a card.

An open board asks every few seconds and a move shows its card again: a card that is the same is not printed anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from flask import current_app
from flask_babel import get_locale
from markupsafe import Markup

from salesapp.web.printing.filling import Form, escaped, mark

OPTIONAL = ("refuses", "mark", "owner", "facts")
"""Values whose absence gives a card another shape."""

KEPT = 2_000
"""So many printed cards are kept, of 1 kB each: what a few dozen open boards show."""


class Card(NamedTuple):
    """What the template prints of one card."""

    id: int
    version: int
    name: str
    url: str
    move_url: str
    refuses: str
    customer: str
    amount: str
    next: str
    due: str
    """Whether what comes next is `overdue`, due `today` or `later`; `none` where there is nothing."""
    mark: str
    mark_tone: str
    mark_icon: str
    owner: str
    initials: str
    facts: str
    worth: int
    """Its amount in the company's currency."""


class Printer:
    """Prints cards in the language of one request."""

    def __init__(self, *, selecting: bool = False) -> None:
        self._language, self._selecting = str(get_locale() or ""), selecting

    def print(self, cards: Iterable[Card]) -> Markup:
        """The cards one after the other."""
        printed = [_printed(self._language, self._selecting, card) for card in cards]
        return Markup("".join(printed))  # noqa: S704  `_printed` escapes every value


@lru_cache(maxsize=KEPT)
def _printed(language: str, selecting: bool, card: Card) -> str:
    """One card. Nothing but what it is given stands in it, so whoever is shown an equal one is shown the same text."""
    shape = tuple(name for name in OPTIONAL if getattr(card, name))
    return _form(language, selecting, shape).filled(escaped(card))


@lru_cache(maxsize=64)
def _form(language: str, selecting: bool, shape: tuple[str, ...]) -> Form:  # noqa: ARG001  the words are in it
    marks: dict[str, Any] = {name: mark(name) for name in Card._fields}
    marks |= {name: "" for name in OPTIONAL if name not in shape}
    template = current_app.jinja_env.get_template("opportunities/board/_card.html")
    return Form(template.render(card=Card(**marks), selecting=selecting), Card._fields)
