"""What the worker does with papers: it makes them right after the issue, and puts them into e-mails."""

from __future__ import annotations

from typing import Any

from salesapp.core import mail
from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.db import db, reading
from salesapp.core.errors import RuleBroken
from salesapp.core.outbox import Refused, carrier
from salesapp.quotes.issued.papers import KEEPING, document_with, file_name, pdf_of


@carrier(KEEPING)
def keep_paper(payload: dict[str, Any]) -> None:
    """Makes the PDF of what was issued; one that is there already stays."""
    with acting_as(SYSTEM), reading():
        pdf_of(document_with(payload["type"], payload["id"]))
        db.session.rollback()


def attachment_of(kind: str) -> None:
    """Lets e-mails bring the PDF of a document of the type."""

    @mail.attachment(kind)
    def as_file(key: int) -> mail.Attachment:
        with acting_as(SYSTEM):
            document = document_with(kind, key)
            try:
                return mail.Attachment(file_name(document), "application/pdf", pdf_of(document))
            except RuleBroken as lost:  # no later try brings the bytes back
                raise Refused(lost.sentence) from lost
