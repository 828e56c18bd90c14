"""What waits for its fapiao, where the seller is in China."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.i18n import _
from salesapp.invoices.fapiao.models import Fapiao
from salesapp.invoices.models import BillStatus, CreditNote, Invoice

CHINA, YUAN = "CN", "CNY"
SHOWN = 200


def is_seller_in_china() -> bool:
    return company().country == CHINA


def fapiao_of(document: Invoice | CreditNote) -> Sequence[Fapiao] | None:
    """Those of the document; None where there are none to be had: elsewhere than in China, and of drafts."""
    if not is_seller_in_china() or not document.is_issued:
        return None
    key = Fapiao.invoice_id if isinstance(document, Invoice) else Fapiao.credit_note_id
    return db.session.scalars(select(Fapiao).where(key == document.id).order_by(Fapiao.id)).all()


def waiting(limit: int = SHOWN) -> tuple[list[Invoice], list[CreditNote]]:
    """Invoices and credit notes that the viewer sees and that have none, the oldest first."""
    options = (joinedload(Invoice.account), joinedload(Invoice.contact))
    invoices = db.session.scalars(_without(Invoice, Fapiao.invoice_id).options(*options).limit(limit)).all()
    notes = db.session.scalars(_without(CreditNote, Fapiao.credit_note_id).limit(limit)).all()
    return list(invoices), list(notes)


def count_waiting() -> int:
    """How many documents wait; none where the seller is elsewhere."""
    if not is_seller_in_china():
        return 0
    pairs: tuple[tuple[Any, Any], ...] = ((Invoice, Fapiao.invoice_id), (CreditNote, Fapiao.credit_note_id))
    queries = (_without(*pair).order_by(None).with_only_columns(func.count()) for pair in pairs)
    return sum(db.session.scalar(each) or 0 for each in queries)


def _without(model: Any, key: Any) -> Any:
    found = exists().where(key == model.id)
    query = select(model).where(model.status == BillStatus.ISSUED, model.currency == YUAN, ~found)
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
