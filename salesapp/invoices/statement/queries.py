"""What an account owes and what it has to its credit. Sums are the database's, of what the viewer sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.relations.merged import same_record
from salesapp.customers.models import Account
from salesapp.invoices.models import CreditNote, Invoice, Payment
from salesapp.invoices.models.due_days.queries import due_day, due_open, with_dues
from salesapp.invoices.queries import BUCKETS, Bucket, open_of


@dataclass(frozen=True)
class OpenItem:
    """An open invoice, or an instalment of it that is not paid: its day, amount and what is open, in minor units."""

    invoice: Invoice
    due_on: date | None
    amount: int
    left: int

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < today_for()


@dataclass(frozen=True)
class Statement:
    """One currency of an account's statement; amounts in its minor units."""

    currency: str
    open: int
    credit: int
    not_due: int
    overdue: Sequence[tuple[Bucket, int]]
    invoices: Sequence[Invoice]
    credits: Sequence[Payment | CreditNote]

    @property
    def open_items(self) -> list[OpenItem]:
        """What of its invoices is due when: a row for each instalment of which something is open."""
        return [item for invoice in self.invoices for item in _items(invoice) if item.left]

    @property
    def balance(self) -> int:
        """What the customer still has to pay once the credit is used; negative where we owe it to them."""
        return self.open - self.credit


def statements_of(account: Account, today: date) -> list[Statement]:
    """The account's statement in each currency in which something is open or left."""
    ages = {row[0]: [int(each) for each in row[1:]] for row in db.session.execute(_ages(account, today))}
    invoices = db.session.scalars(open_of(account.id, None)).all()
    free = [*db.session.scalars(_payments(account)), *db.session.scalars(_credit_notes(account))]
    left = dict(_left(account))
    return [
        Statement(
            currency,
            (sums := ages.get(currency) or [0] * (len(BUCKETS) + 2))[0],
            left.get(currency, 0),
            sums[1],
            list(zip(BUCKETS, sums[2:], strict=True)),
            [each for each in invoices if each.currency == currency],
            [each for each in free if each.currency == currency],
        )
        for currency in sorted(ages.keys() | left.keys())
    ]


def _items(invoice: Invoice) -> list[OpenItem]:
    parts = [OpenItem(invoice, each.due_on, each.amount, each.left) for each in invoice.schedule]
    return parts or [OpenItem(invoice, invoice.due_on, invoice.payable, invoice.open_amount)]


def _ages(account: Account, today: date) -> Any:
    """(currency, open, not yet due, overdue by bucket)."""
    columns = [func.sum(due_open()), _sum_where(or_(due_day.is_(None), due_day >= today))]
    columns += [_sum_where(_within(each, today)) for each in BUCKETS]
    query = with_dues(open_of(account.id, None)).order_by(None).with_only_columns(Invoice.currency, *columns)
    return query.group_by(Invoice.currency)


def _within(bucket: Bucket, today: date) -> ColumnElement[bool]:
    newest: ColumnElement[bool] = due_day <= today - timedelta(days=bucket.least)
    return newest if bucket.most is None else and_(newest, due_day >= today - timedelta(days=bucket.most))


def _sum_where(which: ColumnElement[bool]) -> Any:
    return func.sum(case((which, due_open()), else_=0))


def _payments(account: Account) -> Any:
    """Payments of which something is neither allocated nor refunded, oldest first."""
    back = aliased(Payment)
    query = select(Payment).where(
        Payment.account_id.in_(same_record("account", account.id)),
        Payment.reverses_id.is_(None),
        Payment.amount > Payment.allocated + Payment.refunded,
        ~exists().where(back.reverses_id == Payment.id),
    )
    return query.order_by(Payment.paid_on, Payment.id)


def _credit_notes(account: Account) -> Any:
    query = select(CreditNote).where(
        CreditNote.account_id.in_(same_record("account", account.id)),
        CreditNote.payable > CreditNote.allocated + CreditNote.refunded,
    )
    return query.order_by(CreditNote.issued_on, CreditNote.id)


def _left(account: Account) -> list[tuple[str, int]]:
    """What is the customer's credit, by currency."""
    sums: dict[str, int] = {}
    for query, model, whole in (
        (_payments(account), Payment, Payment.amount),
        (_credit_notes(account), CreditNote, CreditNote.payable),
    ):
        free: Any = func.sum(whole - model.allocated - model.refunded)
        columns = query.order_by(None).with_only_columns(model.currency, free).group_by(model.currency)
        for currency, amount in db.session.execute(columns):
            sums[currency] = sums.get(currency, 0) + int(amount)
    return list(sums.items())
