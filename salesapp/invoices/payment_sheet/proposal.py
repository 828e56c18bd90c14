"""What of a payment settles which invoice, as it is proposed: the oldest first, each wholly before the next."""

from __future__ import annotations

from collections.abc import Sequence


def oldest_first(amount: int, open_amounts: Sequence[int]) -> list[int]:
    """What each gets of the amount; `open_amounts` begin with the oldest. All in minor units."""
    found = []
    for each in open_amounts:
        found.append(max(0, min(each, amount)))
        amount -= found[-1]
    return found
