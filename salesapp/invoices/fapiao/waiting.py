"""What waits for its fapiao, where the seller is in China."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.invoices.fapiao.models import Fapiao
from salesapp.invoices.models import CreditNote, Invoice, InvoiceLine

CHINA, YUAN = "CN", "CNY"
SHOWN = 100
"""Documents on a page."""


def is_seller_in_china() -> bool:
    return company().country == CHINA


def fapiao_of(document: Invoice | CreditNote) -> Sequence[Fapiao] | None:
    """Those of the document; None where there are none to be had: elsewhere than in China, and of drafts."""
    if not is_seller_in_china() or document.position is None:
        return None
    key = Fapiao.invoice_id if isinstance(document, Invoice) else Fapiao.credit_note_id
    return db.session.scalars(select(Fapiao).where(key == document.id).order_by(Fapiao.id)).all()


@dataclass(frozen=True)
class Waiting:
    """A part of what waits, invoices before credit notes, each the oldest first; `count` is how many wait in all."""

    start: int
    count: int
    invoices: Sequence[Invoice]
    notes: Sequence[CreditNote]

    @property
    def upto(self) -> int:
        return self.start + len(self.invoices) + len(self.notes)


def waiting(start: int = 0, limit: int = SHOWN) -> Waiting:
    """The documents that the viewer sees and that have no fapiao, from there on."""
    before = _count(Invoice, Fapiao.invoice_id)
    invoices = invoices_waiting(start, limit)
    notes = _without(CreditNote, Fapiao.credit_note_id).options(
        joinedload(CreditNote.account), joinedload(CreditNote.contact)
    )
    notes = notes.offset(max(0, start - before)).limit(limit - len(invoices))
    count = before + _count(CreditNote, Fapiao.credit_note_id)
    return Waiting(start, count, invoices, db.session.scalars(notes).all())


def invoices_waiting(start: int = 0, limit: int | None = None) -> Sequence[Invoice]:
    """The invoices among them with what their lines in the workbook are made of."""
    people = (joinedload(Invoice.account), joinedload(Invoice.contact))
    lines = selectinload(Invoice.lines).joinedload(InvoiceLine.product)
    query = _without(Invoice, Fapiao.invoice_id).options(*people, lines)
    return db.session.scalars(query.offset(start).limit(limit)).all()


def count_waiting() -> int:
    """How many documents wait; none where the seller is elsewhere."""
    if not is_seller_in_china():
        return 0
    return _count(Invoice, Fapiao.invoice_id) + _count(CreditNote, Fapiao.credit_note_id)


def _count(model: Any, key: Any) -> int:
    return db.session.scalar(_without(model, key).order_by(None).with_only_columns(func.count())) or 0


def _without(model: Any, key: Any) -> Any:
    found = exists().where(key == model.id)
    query = select(model).where(model.position.is_not(None), model.currency == YUAN, ~found)
    return query.order_by(model.issued_on, model.id)


def by_hand(invoice: Invoice) -> str | None:
    """Why its lines cannot be handed to the tax platform as they are; None where they can."""
    if invoice.deducted:
        return _("It deducts down payments.")
    if invoice.net_after_lines != invoice.net:
        return _("It has discounts or charges on the whole document.")
    if any(line.net < 0 for line in invoice.lines):
        return _("It has lines below zero.")
    return None
