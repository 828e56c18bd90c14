"""What reports count of an invoice, or of a credit note, for each order that it bills and that order's opportunity."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, union_all

from salesapp.core.fields import Field
from salesapp.core.i18n import _l
from salesapp.core.registry import RecordType
from salesapp.core.relations.parts import falls_apart_into
from salesapp.invoices.models import (
    CREDIT_NOTE,
    INVOICE,
    CreditNote,
    CreditNoteOrder,
    Invoice,
    InvoiceOrder,
)
from salesapp.orders.models import Order
from salesapp.products.stored import BasesOf

BILLED = "billed"


def _rows(document: Any, of_several: Any, key: str, order: Any) -> Any:
    """`document_id`, `order_id`, `opportunity_id` and `net`: a row for each order, one for a document of none."""
    orders = Order.__table__
    alone = select(
        document.id.label("document_id"),
        order.label("order_id"),
        document.opportunity_id.label("opportunity_id"),
        document.net.label("net"),
    )
    share = getattr(of_several, key), of_several.order_id, orders.c.opportunity_id, BasesOf(of_several.taxes)
    shares = select(*share).join(orders, orders.c.id == of_several.order_id)
    return union_all(alone.where(document.is_joint.is_(False)), shares).subquery().c


def _of_invoices() -> Any:
    return _rows(Invoice, InvoiceOrder, "invoice_id", Invoice.order_id)


def _of_credit_notes() -> Any:
    invoices = Invoice.__table__.c
    order = select(invoices.order_id).where(invoices.id == CreditNote.invoice_id).scalar_subquery()
    return _rows(CreditNote, CreditNoteOrder, "credit_note_id", order)


def _count(type_: RecordType, rows: Any) -> None:
    falls_apart_into(
        type_,
        BILLED,
        _l("Share of each order"),
        rows,
        of="document_id",
        asked=(
            Field("link", _l("Order"), name="order", target="order"),
            Field("link", _l("Opportunity"), name="opportunity", target="opportunity"),
        ),
        amounts=(Field("money", _l("Net"), name="net", currency="currency"),),
        instead=True,
    )


_count(INVOICE, _of_invoices)
_count(CREDIT_NOTE, _of_credit_notes)
