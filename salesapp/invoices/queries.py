"""The finance desk: what waits to be ordered, invoiced, issued, paid or allocated. Only what the viewer sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.i18n import _, _l
from salesapp.core.money import Money, convert
from salesapp.core.registry import Figure
from salesapp.core.relations.merged import known_as
from salesapp.customers.models import Account
from salesapp.invoices.models import (
    BillStatus,
    CreditNote,
    CreditNoteLine,
    Invoice,
    InvoiceKind,
    InvoiceLine,
    InvoiceOrder,
    Payment,
)
from salesapp.invoices.models.billing import billings_of, bills
from salesapp.invoices.models.due_days.queries import (
    due_day,
    due_open,
    falls_due,
    first_due,
    is_late,
    with_dues,
)
from salesapp.invoices.models.issuable import BILLABLE
from salesapp.invoices.sending.models import never_sent
from salesapp.orders.models import Order, OrderLine
from salesapp.quotes.models import Quote, QuoteStatus
from salesapp.web.filters import money_short

SHOWN = 50
SOON = timedelta(days=7)
CHOICES = 500
"""How many open invoices a customer may have to choose from."""


@dataclass(frozen=True)
class Waiting:
    """Some rows of what waits, from the `start`th on, and how many wait in all."""

    rows: Sequence[Any]
    count: int
    start: int = 0

    @property
    def more(self) -> int | None:
        """Where the next rows begin; None after the last."""
        end = self.start + len(self.rows)
        return end if end < self.count else None

    @property
    def before(self) -> int | None:
        """Where the rows before begin; None for the first."""
        return max(0, self.start - SHOWN) if self.start else None


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
    Bucket("older", _l("90+ days"), 91, None),
)


def quotes_to_order(start: int = 0) -> Waiting:
    """Accepted quotes that were never ordered, longest waiting first; an order that was cancelled stays the answer."""
    ordered = exists().where(Order.quote_id == Quote.id)
    query = select(Quote).where(Quote.status == QuoteStatus.ACCEPTED, ~ordered).order_by(Quote.accepted_at)
    return _waiting(query, Quote, start)


def orders_to_invoice(start: int = 0, shown: int | None = None) -> Waiting:
    """Confirmed orders with a quantity that is not invoiced, oldest first, each with its amount less down payments.

    An order of which a draft waits is among the drafts.
    """
    waits = and_(Invoice.status == BillStatus.DRAFT, Invoice.deleted_at.is_(None))
    draft = exists().where(Invoice.order_id == Order.id, waits)
    joint_draft = exists().where(
        InvoiceOrder.order_id == Order.id, Invoice.id == InvoiceOrder.invoice_id, waits
    )
    left = exists().where(
        OrderLine.order_id == Order.id, OrderLine.quantity > _billed() + OrderLine.quantity_closed
    )
    query = select(Order).where(Order.status.in_(BILLABLE), left, ~draft, ~joint_draft)
    query = query.order_by(Order.ordered_on, Order.id).options(selectinload(Order.lines))
    found = _waiting(query, Order, start, shown)
    billings = billings_of(found.rows)
    return replace(found, rows=[(order, billings[order.id].rest().payable) for order in found.rows])


def drafts(start: int = 0, shown: int | None = None) -> Waiting:
    """Drafts of invoices, oldest first."""
    query = select(Invoice).where(Invoice.status == BillStatus.DRAFT).order_by(Invoice.id)
    return _waiting(query, Invoice, start, shown)


def unsent(start: int = 0, shown: int | None = None) -> Waiting:
    """Invoices that ask for money and were never sent, oldest first."""
    query = select(Invoice).where(never_sent()).order_by(Invoice.issued_on, Invoice.id)
    return _waiting(query, Invoice, start, shown)


def overdue(today: date, bucket: Bucket | None = None, start: int = 0, shown: int | None = None) -> Waiting:
    """Invoices of which something is past its day, longest overdue first; those with something in the bucket."""
    query = select(Invoice).where(is_late(today))
    if bucket is not None:
        inside = due_day <= today - timedelta(days=bucket.least)
        if bucket.most is not None:
            inside &= due_day >= today - timedelta(days=bucket.most)
        query = query.where(Invoice.id.in_(with_dues(select(Invoice.id)).where(inside).correlate(None)))
    query = query.order_by(first_due(), Invoice.id).options(selectinload(Invoice.allocations))
    return _waiting(query, Invoice, start, shown)


def due_soon(start: int = 0, shown: int | None = None) -> Waiting:
    """Open invoices that fall due today or in the next days, the next first."""
    today = today_for()
    query = select(Invoice).where(falls_due(today, today + SOON))
    query = query.order_by(first_due(), Invoice.id).options(selectinload(Invoice.allocations))
    return _waiting(query, Invoice, start, shown)


def aged(today: date) -> list[Bucket]:
    """The buckets with their invoices and sums, each at the rate of its day; instalments age one by one."""
    own = company().currency
    dues = with_dues(select(due_day, due_open(), Invoice.currency, Invoice.rate, Invoice.id))
    rows = db.session.execute(dues.where(due_day < today)).all()
    return [_filled(each, today, own, rows) for each in BUCKETS]


def not_yet_due() -> Bucket:
    """What is open and not overdue: how many invoices, and what is open of them in the company's money."""
    own = company().currency
    dues = with_dues(select(due_open(), Invoice.currency, Invoice.rate, Invoice.id))
    rows = db.session.execute(dues.where(due_day >= today_for())).all()
    amount = sum(convert(each, currency, own, rate) for each, currency, rate, _key in rows)
    return Bucket("due", _l("Not yet due"), 0, 0, len({row[3] for row in rows}), Money(amount, own).minor)


def unpaid_of(account: Account) -> Iterator[Figure]:
    """What the account owes in the company's money, and how much of it is overdue."""
    own, today = company().currency, today_for()
    dues = with_dues(select(due_open(), Invoice.currency, Invoice.rate, due_day))
    query = dues.where(Invoice.account_id == account.id)
    owed = [
        (convert(each, currency, own, rate), due_on is not None and due_on < today)
        for each, currency, rate, due_on in db.session.execute(query)
    ]
    late = sum(amount for amount, is_late in owed if is_late)
    yield Figure(
        _("Unpaid"),
        money_short(sum(amount for amount, _late in owed), own),
        _("%(amount)s overdue", amount=money_short(late, own)) if late else "",
        url_for("invoices.index", account=account.id) if owed else None,
        "bad" if late else None,
    )


def payments_to_allocate(start: int = 0) -> Waiting:
    """Payments of which something is neither allocated nor refunded."""
    back = aliased(Payment)
    taken_back = exists().where(back.reverses_id == Payment.id)
    query = select(Payment).where(
        Payment.reverses_id.is_(None), Payment.amount > Payment.allocated + Payment.refunded, ~taken_back
    )
    query = query.order_by(Payment.paid_on, Payment.id).options(selectinload(Payment.reversals))
    return _waiting(query, Payment, start)


def credits_to_allocate(start: int = 0) -> Waiting:
    """Credit notes of which something is neither allocated nor refunded."""
    query = select(CreditNote).where(CreditNote.payable > CreditNote.allocated + CreditNote.refunded)
    return _waiting(query.order_by(CreditNote.issued_on, CreditNote.id), CreditNote, start)


DESK: dict[str, Callable[..., Waiting]] = {
    "quotes": quotes_to_order,
    "orders": orders_to_invoice,
    "drafts": drafts,
    "unsent": unsent,
    "soon": due_soon,
    "payments": payments_to_allocate,
    "credits": credits_to_allocate,
}
"""What waits, by the name of its part of the desk; what is overdue has chips of its own."""


def open_invoices(source: Payment | CreditNote) -> Sequence[Invoice]:
    """The open invoices of the same customer and currency, earliest due first."""
    query = open_of(source.account_id, source.contact_id).where(Invoice.currency == source.currency)
    return db.session.scalars(query.limit(CHOICES)).all()


def open_of(account_id: int | None, contact_id: int | None) -> Select[Any]:
    """The open invoices of the account, else of the person without one, earliest due first, in any currency."""
    kind, payer = payer_of(account_id, contact_id)
    return open_of_payer(kind).params(payer=payer)


@cache
def open_of_payer(kind: str) -> Select[Any]:
    """The same, to be asked with `payer`."""
    query = select(Invoice).where(
        is_of_payer(Invoice, kind), Invoice.status == BillStatus.ISSUED, Invoice.payable > Invoice.settled
    )
    return query.order_by(first_due(), Invoice.id)


@cache
def open_in_currency(kind: str) -> Select[Any]:
    """As many of them as are offered of one currency, to be asked with `payer` and `currency`."""
    return open_of_payer(kind).where(Invoice.currency == bindparam("currency")).limit(CHOICES)


def payer_of(account_id: int | None, contact_id: int | None) -> tuple[str, int]:
    """Who pays: the account, else the person without one."""
    return ("contact", contact_id or 0) if account_id is None else ("account", account_id)


def is_of_payer(model: type[Invoice | Payment], kind: str) -> ColumnElement[bool]:
    """Documents of the account, or of the person without one, that `payer` names, under whichever id it was known."""
    payer = bindparam("payer", type_=Integer)
    if kind == "account":
        return model.account_id.in_(known_as(kind, payer))
    return and_(model.account_id.is_(None), model.contact_id.in_(known_as(kind, payer)))


def of_order(order: Order) -> tuple[Sequence[Invoice], Sequence[CreditNote]]:
    """The invoices of the order and their credit notes, as far as the viewer sees them."""
    query = select(Invoice).where(bills(order.id)).order_by(Invoice.id)
    invoices = db.session.scalars(query.options(selectinload(Invoice.allocations))).all()
    notes = select(CreditNote).join(Invoice, Invoice.id == CreditNote.invoice_id).where(bills(order.id))
    return invoices, db.session.scalars(notes.order_by(CreditNote.id)).all()


def _filled(bucket: Bucket, today: date, own: str, rows: Sequence[Any]) -> Bucket:
    inside = [row for row in rows if bucket.least <= (today - row[0]).days <= (bucket.most or 10**6)]
    amount = sum(convert(row[1], row[2], own, row[3]) for row in inside)
    return Bucket(
        bucket.key,
        bucket.label,
        bucket.least,
        bucket.most,
        len({row[4] for row in inside}),
        Money(amount, own).minor,
    )


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
        .join(CreditNote, CreditNote.id == CreditNoteLine.credit_note_id)
        .where(InvoiceLine.order_line_id == OrderLine.id, ~CreditNote.by_amount)
        .correlate(OrderLine)
    )
    return taken.scalar_subquery() - back.scalar_subquery()


def _waiting(query: Select[Any], model: Any, start: int, shown: int | None = None) -> Waiting:
    people, shown = (joinedload(model.account), joinedload(model.contact)), shown or SHOWN
    rows = db.session.scalars(query.options(*people).offset(start).limit(shown)).all()
    if (rows or not start) and len(rows) < shown:  # these are the last
        return Waiting(rows, start + len(rows), start)
    count = db.session.scalar(query.order_by(None).with_only_columns(func.count(model.id))) or 0
    return Waiting(rows, count, start)
