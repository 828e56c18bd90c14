"""Long work steps back: a processor that somebody's tap wants is theirs first."""

from __future__ import annotations

import os
import sys

LONG_WORK = 10
"""How nice long work is (`nice`): it gets a tenth of a processor that an answer wants at the same time. Nicer it must
not be: whoever is starved while they hold the database's lock starves those who wait for the lock."""


def step_back() -> None:
    """Lowers the priority of this process once and for all.

    To be called before it begins threads: Linux keeps a priority for each, and new ones have that of their maker.
    """
    if sys.platform != "win32":
        os.nice(max(0, LONG_WORK - os.nice(0)))
