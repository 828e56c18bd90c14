"""Which invoices recur, what they will come to, and those of one customer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.relations.merged import with_absorbed
from salesapp.customers.models import Account
from salesapp.invoices.models import Invoice
from salesapp.invoices.queries import SHOWN, Waiting
from salesapp.invoices.recurring.models import RecurringDate, RecurringInvoice, State

AHEAD = timedelta(days=30)
FEW = 12
"""As many of its invoices are offered to take lines and prices from, the newest first."""


def recurring_invoices(*, ended: bool = False, start: int = 0) -> Waiting:
    """Those that go on, the paused ones first and then by their next date; or those that have ended, newest first."""
    query = _with_customers().where(_has_ended() if ended else ~_has_ended())
    if ended:
        query = query.order_by(RecurringInvoice.id.desc())
    else:
        paused_first = case((RecurringInvoice.state == State.PAUSED, 0), else_=1)
        query = query.order_by(paused_first, RecurringInvoice.next_on, RecurringInvoice.id)
    rows = db.session.scalars(query.offset(start).limit(SHOWN)).all()
    counted = select(func.count(RecurringInvoice.id)).where(_has_ended() if ended else ~_has_ended())
    return Waiting(rows, db.session.scalar(counted) or 0, start)


def recurring_of_account(account: Account) -> Sequence[RecurringInvoice]:
    """Those of the account that go on, by their next date."""
    theirs = RecurringInvoice.source_id.in_(
        select(Invoice.id).where(Invoice.account_id.in_(with_absorbed("account", account.id)))
    )
    query = _with_customers().where(theirs, ~_has_ended())
    return db.session.scalars(query.order_by(RecurringInvoice.next_on, RecurringInvoice.id)).all()


def due_ahead() -> Counter[str]:
    """Currency → what falls due within the next 30 days, in minor units."""
    last, sums = today_for() + AHEAD, Counter[str]()
    query = select(RecurringInvoice).options(joinedload(RecurringInvoice.source))
    active = RecurringInvoice.state == State.ACTIVE, RecurringInvoice.next_on <= last
    for each in db.session.scalars(query.where(*active)):
        money = each.money
        sums[money.currency] += money.minor * sum(day <= last for day in each.coming(AHEAD.days + 1))
    return sums


def count_going_on() -> int:
    """How many go on."""
    return db.session.scalar(select(func.count(RecurringInvoice.id)).where(~_has_ended())) or 0


def dates_of(recurring: RecurringInvoice) -> Sequence[RecurringDate]:
    """The dates that are settled, the newest first."""
    query = select(RecurringDate).where(RecurringDate.recurring_id == recurring.id)
    query = query.options(selectinload(RecurringDate.invoice)).order_by(RecurringDate.due_on.desc())
    return db.session.scalars(query.limit(SHOWN)).all()


def sources_of(recurring: RecurringInvoice) -> Sequence[Invoice]:
    """The invoice that is repeated and the last ones that were made of it."""
    made = select(RecurringDate.invoice_id).where(
        RecurringDate.recurring_id == recurring.id, RecurringDate.invoice_id.is_not(None)
    )
    made = made.order_by(RecurringDate.due_on.desc()).limit(FEW)
    query = select(Invoice).where(
        or_(Invoice.id == recurring.source_id, and_(Invoice.id.in_(made), Invoice.deleted_at.is_(None)))
    )
    found = query.order_by(Invoice.id.desc()).execution_options(with_deleted=True)  # the source stays chosen
    return db.session.scalars(found).all()


def recurring_of(invoice: Invoice) -> tuple[RecurringInvoice | None, RecurringInvoice | None]:
    """(what repeats the invoice and goes on, what made it)."""
    live = select(RecurringInvoice).where(RecurringInvoice.source_id == invoice.id, ~_has_ended())
    made = select(RecurringInvoice).join(RecurringInvoice.dates).where(RecurringDate.invoice_id == invoice.id)
    return db.session.scalar(live.limit(1)), db.session.scalar(made)


def _has_ended() -> ColumnElement[bool]:
    return RecurringInvoice.state == State.ENDED


def _with_customers() -> Select[RecurringInvoice]:
    source = joinedload(RecurringInvoice.source)
    return select(RecurringInvoice).options(
        source.joinedload(Invoice.account), source.joinedload(Invoice.contact)
    )
