"""Amounts spread over months and people so that the parts are the whole, to the cent. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """The total in parts as the weights are; in equal ones where all are zero.

    What is left over goes to the largest remainders, the first first.
    """
    weights = list(weights) if any(weights) else [1] * len(weights)
    whole = sum(weights)
    parts = [total * each // whole for each in weights]
    remainders = [total * each % whole for each in weights]
    order = sorted(range(len(weights)), key=lambda at: (-remainders[at], at))
    for at in order[: total - sum(parts)]:
        parts[at] += 1
    return parts


def months_of_year(first: date) -> list[date]:
    """The first days of the twelve months of the fiscal year that begins there."""
    return [
        date(first.year + (first.month + at - 1) // 12, (first.month + at - 1) % 12 + 1, 1)
        for at in range(12)
    ]


def weekly(left: int, days: int) -> int:
    """What has to be closed a week so that nothing is left after so many days, rounded up."""
    if left <= 0 or days <= 0:
        return 0
    return -(-left * 7 // max(days, 7))
