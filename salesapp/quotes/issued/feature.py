"""How a type of document gets its paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from salesapp.core.registry import record_type
from salesapp.quotes.issued.jobs import attachment_of
from salesapp.quotes.issued.papers import Writer, written_by


def prints(
    kind: str,
    writer: Writer,
    model: type[Any] | None = None,
    view: Callable[[Any], Any] | None = None,
) -> None:
    """Declares what documents of this kind say on paper, and lets e-mails bring it.

    `model` is said for a document that is no record type of its own, `view` for a further paper of a record.
    """
    written_by(kind, writer, model or record_type(kind).model, view)
    attachment_of(kind)
