"""Cards printed in the form that their template gives them: `_card.html` is rendered once for each shape of a card."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from flask import current_app
from markupsafe import Markup

from salesapp.web.filling import Form, escaped, mark

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


class Printer:
    """Prints cards for one request; the words in the forms are in its language."""

    def __init__(self, *, selecting: bool = False) -> None:
        self.selecting = selecting
        self.forms: dict[tuple[bool, ...], Form] = {}

    def print(self, cards: Iterable[Card]) -> Markup:
        """The cards one after the other."""
        return Markup("".join(self._one(card) for card in cards))  # noqa: S704  `_one` escapes every value

    def _one(self, card: Card) -> str:
        shape = (bool(card.refuses), bool(card.mark), bool(card.owner), bool(card.facts))
        if shape not in self.forms:
            self.forms[shape] = self._form(card)
        return self.forms[shape].filled(escaped(card))

    def _form(self, card: Card) -> Form:
        marks: dict[str, Any] = {name: mark(name) for name in Card._fields}
        marks |= {name: "" for name in OPTIONAL if not getattr(card, name)}
        html = current_app.jinja_env.get_template("opportunities/board/_card.html").render(
            card=Card(**marks), selecting=self.selecting
        )
        return Form(html, Card._fields)
