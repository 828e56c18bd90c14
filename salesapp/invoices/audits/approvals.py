"""The invariants of approved discounts: one request for each document that waits, and no more given than approved."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from salesapp.invoices.audits.rows import stream
from salesapp.orders.amendments.models import OrderAmendment
from salesapp.orders.models import Order
from salesapp.quotes.approvals.state import kept_states, line_states
from salesapp.quotes.models import Quote
from salesapp.records.approvals.requests import Verdict


def faults(session: Session) -> Generator[str]:
    """Waiting documents without a request or the reverse, own requests decided, and more given than was approved."""
    for model in (Quote, Order):
        yield from _waiting(session, model)
        yield from _decided(session, model)


def _waiting(session: Session, model: Any) -> Generator[str]:
    request, kind = model.approval_model, model.record_type_key
    waiting = select(request.document_id).where(request.decided_at.is_(None))
    alone = select(model.id).where(model.status == "in_approval", model.id.not_in(waiting))
    for (key,) in stream(session, alone):
        yield f"The {kind} {key} is in approval, and nobody is asked."
    joined = select(model.id).join(request, request.document_id == model.id)
    joined = joined.where(request.decided_at.is_(None))
    for (key,) in stream(session, joined.where(model.status != "in_approval")):
        yield f"The {kind} {key} waits for approval and is not in approval."
    other = or_(model.total != request.total, model.currency != request.currency)
    for (key,) in stream(session, joined.where(other)):
        yield f"The {kind} {key} was changed while it waits for approval."


def _decided(session: Session, model: Any) -> Generator[str]:
    request, kind = model.approval_model, model.record_type_key
    own = select(request.document_id).where(
        request.verdict.in_([Verdict.APPROVED, Verdict.REJECTED]),
        request.decided_by_id == request.asked_by_id,
    )
    for (key,) in stream(session, own):
        yield f"The {kind} {key} was decided by who asked."
    used = select(request, model).join(model, request.document_id == model.id)
    if model is Order:  # what an amendment changed since was within a limit of its own
        used = used.where(
            ~exists().where(OrderAmendment.order_id == Order.id, OrderAmendment.place.is_not(None))
        )
    for approval, document in stream(session, used.where(request.used_at.is_not(None))):
        if not approval.stands or not _is_what_was_approved(approval, document):
            yield f"The {kind} {document.number} gives more than was approved."


def _is_what_was_approved(approval: Any, document: Any) -> bool:
    now, approved = line_states(document), kept_states(approval.lines)
    same = document.currency == approval.currency and document.total >= approval.total
    return same and all(approved[key].covers(now[key]) for key in approved.keys() & now.keys())
