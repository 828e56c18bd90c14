"""The invariants of limits: no credit and no write-off beyond its author's limit without a colleague's approval."""

from __future__ import annotations

from collections.abc import Generator
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesapp.core.company import Company
from salesapp.core.money import convert
from salesapp.invoices.audits.rows import EVERYTHING, stream
from salesapp.invoices.limits.models import ReductionKind, ReductionRequest
from salesapp.invoices.models import Allocation, CreditNote, Invoice
from salesapp.records.approvals.requests import Verdict


def faults(session: Session) -> Generator[str]:
    """Requests decided by who asked or not carried out, other amounts than approved, and limits passed by."""
    yield from _decided(session)
    yield from _carried_out(session)
    own = session.scalars(select(Company.currency), execution_options=EVERYTHING).one()
    yield from _credits(session, own)
    yield from _write_offs(session, own)


def _decided(session: Session) -> Generator[str]:
    request = ReductionRequest
    for asked in _all(session, request.verdict.in_([Verdict.APPROVED, Verdict.REJECTED])):
        if asked.decided_by_id in {None, asked.asked_by_id}:
            yield f"The request {asked.id} about an invoice was decided by who asked."
    for asked in _all(session, request.verdict == Verdict.APPROVED):
        if (asked.credit_note_id is None) is not (asked.kind is ReductionKind.WRITE_OFF) or (
            asked.allocation_id is None
        ) is not (asked.kind is ReductionKind.CREDIT):
            yield f"The request {asked.id} about an invoice is approved and was not carried out."
    for asked in _all(session, request.verdict.is_distinct_from(Verdict.APPROVED)):
        if asked.is_done:
            yield f"The request {asked.id} about an invoice was carried out and is not approved."


def _all(session: Session, criterion: Any) -> Generator[ReductionRequest]:
    for (asked,) in stream(session, select(ReductionRequest).where(criterion)):
        yield asked


def _carried_out(session: Session) -> Generator[str]:
    request = ReductionRequest
    notes = select(request.id, request.amount, request.invoice_id, CreditNote.payable, CreditNote.invoice_id)
    rows = select(request.id, request.amount, request.invoice_id, Allocation.amount, Allocation.invoice_id)
    for query, model, column in (
        (notes, CreditNote, request.credit_note_id),
        (rows, Allocation, request.allocation_id),
    ):
        for key, amount, invoice, done, of in stream(session, query.join(model, model.id == column)):
            if (amount, invoice) != (done, of):
                yield f"The request {key} about an invoice was carried out with another amount."


def _credits(session: Session, own: str) -> Generator[str]:
    """What nobody approved of an invoice stays, all in all, within the limit of each who credited it."""
    approved = select(ReductionRequest.credit_note_id).where(ReductionRequest.credit_note_id.is_not(None))
    query = (
        select(
            CreditNote.invoice_id, CreditNote.payable, CreditNote.author_limit, Invoice.currency, Invoice.rate
        )
        .join(Invoice, Invoice.id == CreditNote.invoice_id)
        .where(CreditNote.author_limit.is_not(None), CreditNote.id.not_in(approved))
        .order_by(CreditNote.invoice_id, CreditNote.id)
    )
    for key, notes in groupby(stream(session, query), key=lambda row: row[0]):
        credited = 0
        for _invoice, payable, limit, currency, rate in notes:
            credited += payable
            if convert(credited, currency, own, rate) > limit:
                yield f"The invoice {key} is credited beyond a limit, and nobody approved it."


def _write_offs(session: Session, own: str) -> Generator[str]:
    approved = select(ReductionRequest.allocation_id).where(ReductionRequest.allocation_id.is_not(None))
    query = (
        select(
            Allocation.invoice_id, Allocation.amount, Allocation.author_limit, Invoice.currency, Invoice.rate
        )
        .join(Invoice, Invoice.id == Allocation.invoice_id)
        .where(Allocation.author_limit.is_not(None), Allocation.id.not_in(approved))
    )
    for key, amount, limit, currency, rate in stream(session, query):
        if convert(amount, currency, own, rate) > limit:
            yield f"The invoice {key} is written off beyond a limit, and nobody approved it."
