"""The e-mails about credits and write-offs that wait for a colleague's approval."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import force_locale

from salesapp.core import mail
from salesapp.core.i18n import _l
from salesapp.invoices.approvals import acts
from salesapp.invoices.approvals.wanted import Wanted, figures
from salesapp.invoices.limits.models import ReductionRequest
from salesapp.invoices.models import CreditNote, Invoice
from salesapp.people.models import User
from salesapp.records.approvals.deciders import colleagues, concerned

ASKS = _l("%(name)s requests your approval")
APPROVES = _l("%(name)s approved your request")
REJECTS = _l("%(name)s rejected your request")


def reduce_or_ask(invoice: Invoice, wanted: Wanted, *, by: Any) -> CreditNote | Invoice | ReductionRequest:
    """Does it, or asks for approval; then whoever may decide hears of it."""
    made = acts.reduce_or_ask(invoice, wanted, by=by)
    if isinstance(made, ReductionRequest):
        _tell(colleagues(made.kind.permission, by.id), made, ASKS, by=by, words=made.note)
    return made


def approve(invoice: Invoice, request_id: int, note: str | None, *, by: Any) -> ReductionRequest:
    """Approves, so that it is done; who asked hears of it."""
    request = acts.approve(invoice, request_id, note, by=by)
    _tell(concerned(None, request, by), request, APPROVES, by=by, words=note)
    return request


def reject(invoice: Invoice, request_id: int, note: str | None, *, by: Any) -> None:
    """Rejects; who asked hears why."""
    request = acts.reject(invoice, request_id, note, by=by)
    _tell(concerned(None, request, by), request, REJECTS, by=by, words=note)


def _tell(people: list[User], request: ReductionRequest, said: Any, *, by: Any, words: str | None) -> None:
    invoice = request.invoice
    for user in people:
        with force_locale(user.locale.value):
            sentence = str(said) % {"name": by.name}
            address = f"{mail.site()}/invoices/{invoice.id}"
            text = render_template(
                "mail/reduction.txt",
                request=request,
                figures=figures(request),
                said=sentence,
                words=words,
                address=address,
            )
            subject = " ".join(f"{sentence} · {request.kind.label} · {invoice.title}".split())[:200]
        mail.post_mail(to=user.email, subject=subject, text=text.strip(), about=invoice)
