"""The invariants of approved discounts: one request for each document that waits, and no more given than approved."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from salesapp.invoices.audits.rows import EVERYTHING, stream
from salesapp.orders.amendments.models import OrderAmendment
from salesapp.orders.models import Order
from salesapp.quotes.approvals.state import LineState, kept_states, line_state, line_states
from salesapp.quotes.models import Quote
from salesapp.records.approvals.requests import Verdict


def faults(session: Session) -> Generator[str]:
    """Waiting documents without a request or the reverse, own requests decided, and more given than was approved."""
    for model in (Quote, Order):
        yield from _waiting(session, model)
        yield from _decided(session, model)
    yield from _amendments(session)


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
    for approval, document in stream(session, used.where(request.used_at.is_not(None))):
        if not approval.stands or not _is_what_was_approved(approval, *_agreed(session, document)):
            yield f"The {kind} {document.number} gives more than was approved."


def _agreed(session: Session, document: Any) -> tuple[Any, int, dict[int, LineState]]:
    """The document, its total and its lines as they left the house: an order as it was before its first amendment."""
    total, lines = document.total, line_states(document)
    if isinstance(document, Order):  # what an amendment changes is within a limit of its own
        query = select(OrderAmendment).where(OrderAmendment.order_id == document.id)
        query = query.where(OrderAmendment.place.is_not(None)).order_by(OrderAmendment.place.desc())
        for amendment in session.scalars(query, execution_options=EVERYTHING):
            total = amendment.total_before
            for change in amendment.line_changes:
                lines.pop(change.line_id or 0, None)
                if change.was is not None:
                    lines[change.line_id or 0] = line_state(change.was, document.discount)
    return document, total, lines


def _is_what_was_approved(approval: Any, document: Any, total: int, lines: dict[int, LineState]) -> bool:
    approved = kept_states(approval.lines)
    same = document.currency == approval.currency and total >= approval.total
    return same and all(approved[key].covers(lines[key]) for key in approved.keys() & lines.keys())


def _amendments(session: Session) -> Generator[str]:
    own = select(OrderAmendment.order_id).where(
        OrderAmendment.verdict == Verdict.APPROVED, OrderAmendment.decided_by_id == OrderAmendment.asked_by_id
    )
    for (key,) in stream(session, own):
        yield f"An amendment of the order {key} was approved by who asked."
