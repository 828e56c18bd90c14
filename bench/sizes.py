"""How much of everything is measured; the tests of the bench take the least."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Numbers of opportunities (customers and leads are a tenth of them), rounds and clients."""

    small: int = 20_000
    big: int = 1_000_000
    rounds: int = 30
    flows: int = 6
    clients: int = 8
    moves: int = 25
    leads: int = 100_000
    boards: int = 50
    watched: float = 24.0
    """Seconds that so many boards are looked at."""


FULL = Sizes()
LEAST = Sizes(small=300, big=600, rounds=3, flows=2, clients=2, moves=3, leads=300, boards=3, watched=2.0)
