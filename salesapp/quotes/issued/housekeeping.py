"""Whether the bytes of every paper are there and are the ones that were issued."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.files import storage
from salesapp.quotes.issued.models import IssuedPaper
from salesapp.quotes.issued.papers import is_whole


def digests_of_papers(begin: str) -> set[str]:
    """What papers name of the contents that begin so."""
    query = select(IssuedPaper.digest).where(IssuedPaper.digest.startswith(begin, autoescape=True))
    return {digest for digest in db.session.scalars(query) if digest}


def faulty_papers() -> Iterator[str]:
    """A sentence for every paper whose bytes are lost or changed; each is read whole."""
    query = select(IssuedPaper.number, IssuedPaper.digest).where(IssuedPaper.digest.is_not(None))
    for number, digest in db.session.execute(query.order_by(IssuedPaper.id)):
        content = storage.read(str(digest))
        if content is None:
            yield f"the PDF of {number} is lost"
        elif not is_whole(content, str(digest)):
            yield f"the PDF of {number} was changed"
