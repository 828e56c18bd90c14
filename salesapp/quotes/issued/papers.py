"""The PDF of a quote, order, invoice or credit note: a draft's as it would be now, any other's as it was issued.

The one way to a PDF, for the download, the customer's page and the e-mail alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from salesapp.core import clock
from salesapp.core.db import apart, db
from salesapp.core.errors import RuleBroken
from salesapp.core.files import storage
from salesapp.core.i18n import _
from salesapp.core.outbox import post
from salesapp.core.paper import Paper, print_sheet, sheet
from salesapp.quotes.issued.models import IssuedPaper

KEEPING = "paper"
"""The kind of the worker's job that makes the PDF of what was just issued."""

Writer = Callable[[Any], Paper]
_writers: dict[str, Writer] = {}
_models: dict[str, type[Any]] = {}
_views: dict[str, Callable[[Any], Any]] = {}


def written_by(kind: str, writer: Writer, model: type[Any], view: Callable[[Any], Any] | None = None) -> None:
    """Declares what documents of this kind say on paper; `view` makes one of a record that has several papers."""
    _writers[kind], _models[kind] = writer, model
    if view is not None:
        _views[kind] = view


def document_with(kind: str, key: int) -> Any:
    """The document of that kind and id."""
    found = db.session.get_one(_models[kind], key)
    return _views[kind](found) if kind in _views else found


def paper_of(document: Any) -> Paper:
    """What the document says on paper now."""
    return _writers[document.record_type_key](document)


def fix_words(document: Any) -> None:
    """Keeps what a flushed document says, in the transaction in which it leaves the house; the worker makes the PDF."""
    db.session.add(_begun(document, sheet(paper_of(document))))
    post(KEEPING, {"type": document.record_type_key, "id": document.id})


def pdf_of(document: Any) -> bytes:
    """The PDF, in work that only reads. RuleBroken where the bytes that were kept are lost or damaged."""
    if not left_the_house(document):
        return print_sheet(sheet(paper_of(document)))
    kept = db.session.scalar(_row_of(document))
    if kept is None or kept.digest is None:
        fixed = None if kept is None else kept.words
        return _keep(document, fixed or sheet(paper_of(document)))
    return _read(kept.digest, kept.number)


def left_the_house(document: Any) -> bool:
    """Whether somebody outside may have it: it has its number and is no draft any more."""
    return bool(document.number) and not document.is_internal


def file_name(document: Any) -> str:
    """`QUO-2026-00042-1.pdf`; a draft has its type and id."""
    number = (
        document.title.replace("/", "-") if document.number else f"{document.record_type_key}-{document.id}"
    )
    return f"{number}.pdf"


def is_whole(content: bytes | None, digest: str) -> bool:
    """Whether these are the bytes that were kept."""
    return content is not None and hashlib.sha256(content).hexdigest() == digest


def _keep(document: Any, words: dict[str, Any]) -> bytes:
    """Makes the PDF and keeps it, unless somebody was quicker: then theirs is the one that counts.

    Setting takes up to seconds, so nothing is locked for it; the bytes are on the disk before a row names them.
    """
    content = print_sheet(words)
    digest = storage.keep(content)
    try:
        with apart() as session:
            row = session.scalar(_row_of(document).with_for_update())
            if row is None:  # it was issued before papers were kept
                row = _begun(document, words)
                session.add(row)
            if row.digest is None:
                row.digest, row.size, row.words, row.made_at = digest, len(content), None, clock.now()
            kept = row.digest
    except IntegrityError:  # two at once began the row
        kept = db.session.scalars(_digest_of(document)).one()
    return content if kept == digest else _read(kept, document.title)


def _begun(document: Any, words: dict[str, Any]) -> IssuedPaper:
    return IssuedPaper(
        document_type=document.record_type_key,
        document_id=document.id,
        number=document.title,
        language=words["language"],
        words=words,
    )


def _read(digest: str, number: str) -> bytes:
    content = storage.read(digest)
    if content is None or not is_whole(content, digest):
        sentence = _(
            "The PDF of %(number)s is missing or damaged. It isn’t recreated because it could differ "
            "from the one that was sent. Ask an administrator to restore the file from a backup.",
            number=number,
        )
        raise RuleBroken(sentence)
    return content


def _row_of(document: Any) -> Any:
    theirs = IssuedPaper.document_type == document.record_type_key, IssuedPaper.document_id == document.id
    return select(IssuedPaper).where(*theirs)


def _digest_of(document: Any) -> Any:
    return _row_of(document).with_only_columns(IssuedPaper.digest)
