"""In which order opportunities are worth a look. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from salesapp.core.i18n import _l

ORDERS = {
    "matters": _l("What matters"),
    "largest": _l("Largest amount"),
    "stale": _l("Longest without activity"),
    "closing": _l("Closing next"),
}


@dataclass(frozen=True)
class Card:
    """What the order of an opportunity depends on."""

    id: int
    amount: int
    touched_at: datetime
    close_on: date | None


KEYS: dict[str, Callable[[Card], Any]] = {
    "largest": lambda card: (-card.amount, card.id),
    "stale": lambda card: (card.touched_at, card.id),
    "closing": lambda card: (card.close_on is None, card.close_on or date.max, card.id),
}


def ordered(cards: Sequence[Card], by: str) -> list[int]:
    """The ids; *what matters* is whoever stands high in all three orders at once, the largest first among equals."""
    if by in KEYS:
        return [card.id for card in sorted(cards, key=KEYS[by])]
    places: dict[int, int] = {}
    for key in KEYS.values():
        for place, card in enumerate(sorted(cards, key=key)):
            places[card.id] = places.get(card.id, 0) + place
    return [card.id for card in sorted(cards, key=lambda card: (places[card.id], -card.amount, card.id))]
