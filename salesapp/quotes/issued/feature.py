"""How a type of document gets its paper."""

from __future__ import annotations

from salesapp.quotes.issued.jobs import attachment_of
from salesapp.quotes.issued.papers import Writer, written_by


def prints(record_type: str, writer: Writer) -> None:
    """Declares what documents of the type say on paper, and lets e-mails bring it."""
    written_by(record_type, writer)
    attachment_of(record_type)
