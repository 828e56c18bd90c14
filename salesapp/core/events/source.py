"""Which piece of work wrote an event: an import or a bulk edit finds what it did by it, and nobody else's work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from salesapp.core.db import db

SOURCE = "source of events"


@contextmanager
def written_by(source: str) -> Iterator[None]:
    """Events that are written down within carry this: the kind of work and its id, as `import:7`.

    Whoever commits in between commits within: what follows from a change at the commit is the work's as well.
    """
    info = db.session.info
    before = info.get(SOURCE)
    info[SOURCE] = source
    try:
        yield
    finally:
        info[SOURCE] = before
