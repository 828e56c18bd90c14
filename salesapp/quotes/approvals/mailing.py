"""Submitting, approving, rejecting: the document's verb, and the e-mails to those who wait for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import render_template
from flask_babel import force_locale

from salesapp.core import mail
from salesapp.core.i18n import _l
from salesapp.people.models import User
from salesapp.quotes.approvals.approvable import Approvable
from salesapp.quotes.approvals.requests import DiscountRequest
from salesapp.records.approvals.deciders import concerned

ASKS = _l("%(name)s requests your approval of a discount")
APPROVED = _l("%(name)s approved the discount")
REJECTED = _l("%(name)s rejected the discount")


def submit(document: Approvable, note: str | None, *, by: Any) -> None:
    """Asks for approval; whoever decides hears of it."""
    request = document.submit_for_approval(note, by=by)
    _tell(document.deciders(asked_by_id=by.id), request, ASKS, by=by, note=note)


def approve(document: Approvable, request_id: int, note: str | None, *, by: Any) -> None:
    """Approves; the owner and who asked hear of it."""
    request = document.approve_discount(request_id, note, by=by)
    _tell(concerned(document.owner, request, by), request, APPROVED, by=by, note=note)


def reject(document: Approvable, request_id: int, note: str | None, *, by: Any) -> None:
    """Rejects; the owner and who asked hear why."""
    request = document.reject_discount(request_id, note, by=by)
    _tell(concerned(document.owner, request, by), request, REJECTED, by=by, note=note)


def _tell(people: Iterable[User], request: DiscountRequest, said: Any, *, by: Any, note: str | None) -> None:
    """Mails each of them, in their language: what was done, the figures, the words and the address."""
    document = request.document
    address = f"{mail.site()}/{document.plural}/{document.id}"
    for user in people:
        with force_locale(user.locale.value):
            sentence = str(said) % {"name": by.name}
            text = render_template(
                "mail/discount.txt",
                document=document,
                request=request,
                said=sentence,
                words=note,
                address=address,
            )
            subject = " ".join(f"{sentence} · {document.title}".split())[:200]
        mail.post_mail(to=user.email, subject=subject, text=text.strip(), about=document)
