"""Cards printed in the form that their template gives them.

A board has hundreds of cards, and a template takes dozens of steps for each. So `_card.html` is rendered once for each
shape of a card, with marks where its values go; every card of that shape then fills in the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import itemgetter
from typing import Any, NamedTuple

from flask import current_app
from markupsafe import Markup, escape

MARK = re.compile("@@([a-z_]+)@@")
BETWEEN = "\x1f"
"""Between values, where text has no business having it."""

OPTIONAL = ("refuses", "mark", "owner", "facts")
"""Values whose absence gives a card another shape."""


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


def _escaped(card: Card) -> list[str]:
    """The values escaped, all in one go: sixteen calls for each card would be most of the work."""
    values = [str(value) for value in card]
    joined = BETWEEN.join(values)
    if joined.count(BETWEEN) >= len(values):
        joined = BETWEEN.join(value.replace(BETWEEN, " ") for value in values)
    return str(escape(joined)).split(BETWEEN)


class Printer:
    """Prints cards for one request; the words in the forms are in its language."""

    def __init__(self, *, selecting: bool = False) -> None:
        self.selecting = selecting
        self.forms: dict[tuple[bool, ...], tuple[str, Any]] = {}

    def print(self, cards: Iterable[Card]) -> Markup:
        """The cards one after the other."""
        return Markup("".join(self._one(card) for card in cards))  # noqa: S704  `_one` escapes every value

    def _one(self, card: Card) -> str:
        shape = (bool(card.refuses), bool(card.mark), bool(card.owner), bool(card.facts))
        if shape not in self.forms:
            self.forms[shape] = self._form(card)
        form, chosen = self.forms[shape]
        return str(form % chosen(_escaped(card)))

    def _form(self, card: Card) -> tuple[str, Any]:
        """The template as a %-format, and what takes a card's values in the order in which the format wants them."""
        marks: dict[str, Any] = {name: f"@@{name}@@" for name in Card._fields}
        marks |= {name: "" for name in OPTIONAL if not getattr(card, name)}
        html = current_app.jinja_env.get_template("opportunities/_card.html").render(
            card=Card(**marks), selecting=self.selecting
        )
        names = MARK.findall(html)
        form = MARK.sub("%s", html.replace("%", "%%"))
        return form, itemgetter(*(Card._fields.index(name) for name in names))
