"""What of a unit of work is to be found by other words once it is committed."""

from __future__ import annotations

from dataclasses import dataclass, field

from salesapp.core.db import Record


@dataclass
class Pending:
    """Records whose words are written at the commit: once, however often they are flushed until then."""

    fresh: dict[Record, None] = field(default_factory=dict)
    """They have no words yet."""
    stale: dict[Record, None] = field(default_factory=dict)
    renamed: dict[Record, None] = field(default_factory=dict)
    committing: bool = False
    """What is flushed from now on is written at once: nothing comes after it."""
