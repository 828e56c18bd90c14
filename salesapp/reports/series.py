"""Periods of a report compared with one another: what has come together so far, and by how much one differs. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

IN_A_YEAR = {"week": 52, "month": 12, "quarter": 4, "fiscal-quarter": 4, "year": 1, "fiscal-year": 1}
"""How many periods back the same one of the year before lies."""
GRAINS = ("day", *IN_A_YEAR)
"""Periods that follow one another without a gap."""


def so_far(period: int, values: Mapping[int, Any]) -> Any:
    """What the periods up to and with this one come to."""
    return sum(value for key, value in values.items() if key <= period)


def change(period: int, values: Mapping[int, Any], back: int) -> Decimal | None:
    """By which part of the period so many before it this one differs; None where there was nothing."""
    before = values.get(period - back, 0)
    return (Decimal(values.get(period, 0)) - before) / Decimal(before) if before else None


def back_by(kind: str, grain: str) -> int | None:
    """How many periods before lies the one that a measure compares with; None where no such one is."""
    return 1 if kind == "change" else IN_A_YEAR.get(grain)


def is_in_series(grains: Sequence[str]) -> bool:
    """Whether rows divided so can be compared: the first division is in periods that follow one another."""
    return bool(grains) and grains[0] in GRAINS
