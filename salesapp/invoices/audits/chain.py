"""Issued documents say what they said when they were issued, and none is missing from the chain."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from heapq import merge
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from salesapp.invoices.audits.rows import stream
from salesapp.invoices.models import BillStatus, CreditNote, Invoice, InvoiceKind
from salesapp.invoices.models.ledger import START, LedgerHead, canonical, chained

AT_ONCE = 200


def faults(session: Session) -> Generator[str]:
    """One sentence for each document that was changed, lost or slipped in."""
    place, before = 0, START
    for document in merge(
        _sealed(session, Invoice), _sealed(session, CreditNote), key=lambda each: each.position
    ):
        place += 1
        if document.position != place:
            yield f"Before {document.number} a document is missing from the ledger."
            place = document.position
        elif document.previous_hash != before:
            yield f"{document.number} does not follow the document before it."
        if canonical(document) != document.canonical:
            yield f"{document.number} is not what was issued."
        elif chained(document.previous_hash or "", document.canonical) != document.hash:
            yield f"The seal of {document.number} is broken."
        before = document.hash
        session.expunge(document)
    head = next(stream(session, select(LedgerHead.last, LedgerHead.hash)), (0, START))
    if (place, before) != tuple(head):
        yield "The end of the ledger is not the last document."
    yield from _unsealed(session)


def _sealed(session: Session, model: Any) -> Iterator[Any]:
    """The issued documents with their lines, by their place."""
    last = 0
    while True:
        query = select(model).where(model.position > last).order_by(model.position).limit(AT_ONCE)
        query = query.options(selectinload(model.lines), selectinload(model.order_shares)).execution_options(
            unscoped="the audit reads everything"
        )
        rows = list(session.scalars(query))
        yield from rows
        if len(rows) < AT_ONCE:
            return
        last = rows[-1].position


def _unsealed(session: Session) -> Iterator[str]:
    for model in (Invoice, CreditNote):
        stray = select(model.id, model.number).where(
            model.status == BillStatus.ISSUED, model.position.is_(None)
        )
        if model is Invoice:
            stray = stray.where(Invoice.kind != InvoiceKind.OPENING)
        for key, number in stream(session, stray):
            yield f"{number or key} counts as issued but was never sealed."
        for (key,) in stream(
            session, select(model.id).where(model.status == BillStatus.DRAFT, model.number.is_not(None))
        ):
            yield f"The draft {key} has a number."
