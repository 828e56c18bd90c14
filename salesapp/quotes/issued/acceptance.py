"""An accepted quote as a paper of its own: what was sent stays as it is, and this one says what was chosen of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class Acceptance:
    """The acceptance of `quote`, which is accepted."""

    quote: Any

    record_type_key: ClassVar[str] = "quote_acceptance"
    is_internal: ClassVar[bool] = False

    @property
    def id(self) -> int:
        key: int = self.quote.id
        return key

    @property
    def number(self) -> str | None:
        """The number that the quote was sent with."""
        return self.quote.number  # type: ignore[no-any-return]

    @property
    def title(self) -> str:
        """What its file is called."""
        return f"{self.quote.title}-accepted"
