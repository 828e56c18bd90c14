"""The finance desk: what waits to be ordered, invoiced, issued, paid or allocated. Only what the viewer sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.i18n import _l
from salesapp.core.merged import same_record
from salesapp.core.money import Money, convert
from salesapp.invoices.models import (
    BillStatus,
    CreditNote,
    CreditNoteLine,
    Invoice,
    InvoiceKind,
    InvoiceLine,
    Payment,
)
from salesapp.invoices.models.issuable import BILLABLE
from salesapp.orders.models import Order, OrderLine, OrderStatus
from salesapp.quotes.models import Quote, QuoteStatus

SHOWN = 50


@dataclass(frozen=True)
class Bucket:
    """Invoices that are so many days overdue: how many, and what is open of them in the company's money."""

    key: str
    label: str
    least: int
    most: int | None
    count: int = 0
    amount: int = 0


BUCKETS = (
    Bucket("30", _l("1–30 days"), 1, 30),
    Bucket("60", _l("31–60 days"), 31, 60),
    Bucket("90", _l("61–90 days"), 61, 90),
    Bucket("older", _l("More than 90 days"), 91, None),
)


def quotes_to_order() -> Sequence[Quote]:
    """Accepted quotes that no order stands for, longest waiting first."""
    ordered = exists().where(Order.quote_id == Quote.id, Order.status != OrderStatus.CANCELLED)
    query = select(Quote).where(Quote.status == QuoteStatus.ACCEPTED, ~ordered).order_by(Quote.accepted_at)
    return _first(query, Quote)


def orders_to_invoice() -> Sequence[Order]:
    """Confirmed orders with a quantity that is not invoiced, oldest first; a draft that waits is among the drafts."""
    draft = exists().where(
        Invoice.order_id == Order.id, Invoice.status == BillStatus.DRAFT, Invoice.deleted_at.is_(None)
    )
    left = exists().where(OrderLine.order_id == Order.id, OrderLine.quantity > _billed())
    query = select(Order).where(Order.status.in_(BILLABLE), left, ~draft)
    return _first(query.order_by(Order.ordered_on, Order.id), Order)


def drafts() -> Sequence[Invoice]:
    """Drafts of invoices, oldest first."""
    query = select(Invoice).where(Invoice.status == BillStatus.DRAFT).order_by(Invoice.id)
    return _first(query, Invoice)


def overdue(today: date, bucket: Bucket | None = None) -> Sequence[Invoice]:
    """Open invoices past their day, longest overdue first."""
    query = select(Invoice).where(_overdue(today))
    if bucket is not None:
        query = query.where(Invoice.due_on <= today - timedelta(days=bucket.least))
        if bucket.most is not None:
            query = query.where(Invoice.due_on >= today - timedelta(days=bucket.most))
    query = query.order_by(Invoice.due_on, Invoice.id).options(selectinload(Invoice.allocations))
    return _first(query, Invoice)


def aged(today: date) -> list[Bucket]:
    """The buckets with their counts and sums, each invoice at the rate of its day."""
    own = company().currency
    rows = db.session.execute(
        select(Invoice.due_on, Invoice.payable - Invoice.settled, Invoice.currency, Invoice.rate).where(
            _overdue(today)
        )
    ).all()
    return [_filled(each, today, own, rows) for each in BUCKETS]


def payments_to_allocate() -> Sequence[Payment]:
    """Payments of which something is not allocated."""
    back = aliased(Payment)
    taken_back = exists().where(back.reverses_id == Payment.id)
    query = select(Payment).where(
        Payment.reverses_id.is_(None), Payment.amount > Payment.allocated, ~taken_back
    )
    return _first(
        query.order_by(Payment.paid_on, Payment.id).options(selectinload(Payment.reversals)), Payment
    )


def credits_to_allocate() -> Sequence[CreditNote]:
    """Credit notes of which something is not allocated."""
    query = select(CreditNote).where(CreditNote.payable > CreditNote.allocated)
    return _first(query.order_by(CreditNote.issued_on, CreditNote.id), CreditNote)


def open_invoices(source: Payment | CreditNote) -> Sequence[Invoice]:
    """The open invoices of the same customer and currency, earliest due first."""
    theirs: ColumnElement[bool]
    if source.account_id is not None:
        theirs = Invoice.account_id.in_(same_record("account", source.account_id))
    else:
        person = same_record("contact", source.contact_id or 0)
        theirs = and_(Invoice.account_id.is_(None), Invoice.contact_id.in_(person))
    query = select(Invoice).where(
        theirs,
        Invoice.currency == source.currency,
        Invoice.status == BillStatus.ISSUED,
        Invoice.payable > Invoice.settled,
    )
    return db.session.scalars(query.order_by(Invoice.due_on, Invoice.id).limit(SHOWN)).all()


def of_order(order: Order) -> tuple[Sequence[Invoice], Sequence[CreditNote]]:
    """The invoices of the order and their credit notes, as far as the viewer sees them."""
    query = select(Invoice).where(Invoice.order_id == order.id).order_by(Invoice.id)
    invoices = db.session.scalars(query.options(selectinload(Invoice.allocations))).all()
    notes = (
        select(CreditNote)
        .join(Invoice, Invoice.id == CreditNote.invoice_id)
        .where(Invoice.order_id == order.id)
    )
    return invoices, db.session.scalars(notes.order_by(CreditNote.id)).all()


def _overdue(today: date) -> ColumnElement[bool]:
    criterion: ColumnElement[bool] = (
        (Invoice.status == BillStatus.ISSUED) & (Invoice.due_on < today) & (Invoice.payable > Invoice.settled)
    )
    return criterion


def _filled(bucket: Bucket, today: date, own: str, rows: Sequence[Any]) -> Bucket:
    inside = [row for row in rows if bucket.least <= (today - row[0]).days <= (bucket.most or 10**6)]
    amount = sum(convert(row[1], row[2], own, row[3]) for row in inside)
    return Bucket(bucket.key, bucket.label, bucket.least, bucket.most, len(inside), Money(amount, own).minor)


def _billed() -> Any:
    """Of an order line: the quantity that invoices took, less what was credited."""
    taken = (
        select(func.coalesce(func.sum(InvoiceLine.quantity), 0))
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(InvoiceLine.order_line_id == OrderLine.id, Invoice.kind == InvoiceKind.INVOICE)
        .where(Invoice.deleted_at.is_(None))
        .correlate(OrderLine)
    )
    back = (
        select(func.coalesce(func.sum(CreditNoteLine.quantity), 0))
        .join(InvoiceLine, InvoiceLine.id == CreditNoteLine.invoice_line_id)
        .where(InvoiceLine.order_line_id == OrderLine.id)
        .correlate(OrderLine)
    )
    return taken.scalar_subquery() - back.scalar_subquery()


def _first(query: Select[Any], model: Any) -> Sequence[Any]:
    people = (joinedload(model.account), joinedload(model.contact))
    return db.session.scalars(query.options(*people).limit(SHOWN)).all()
