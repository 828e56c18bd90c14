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


def less_discounts(amount: int, open_amounts: Sequence[int], off: Sequence[int]) -> list[int]:
    """The same where customers may deduct so much of each (`off`).

    An amount that is just enough, with the discounts, for one invoice or for the oldest few settles these; any other
    is dealt as if there were none.
    """
    enough = [whole - less for whole, less in zip(open_amounts, off, strict=True)]
    for count in range(1, len(enough) + 1):
        if any(off[:count]) and sum(enough[:count]) == amount != sum(open_amounts[:count]):
            return [*enough[:count], *[0] * (len(enough) - count)]
    if amount not in open_amounts and any(off):
        for place, (part, less) in enumerate(zip(enough, off, strict=True)):
            if less and part == amount:
                return [part if each == place else 0 for each in range(len(enough))]
    return oldest_first(amount, open_amounts)
