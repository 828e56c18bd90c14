"""What was taken over, and how much of it is still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from salesapp.core.db import db
from salesapp.invoices.models import Invoice, InvoiceKind, Payment, PaymentMethod

SHOWN = 100
"""Items on a page."""


@dataclass
class Sums:
    """Of one currency, in minor units: what was entered, and what of it is left."""

    currency: str
    owed: int = 0
    owed_left: int = 0
    credit: int = 0
    credit_left: int = 0


@dataclass(frozen=True)
class OpeningBalances:
    """A part of what was taken over, invoices before credits; `count` is how many there are in all."""

    start: int
    count: int
    invoices: Sequence[Invoice]
    credits: Sequence[Payment]
    sums: Sequence[Sums]

    @property
    def upto(self) -> int:
        return self.start + len(self.invoices) + len(self.credits)


def opening_balances(start: int = 0, limit: int = SHOWN) -> OpeningBalances:
    """What the viewer sees of it, from there on, oldest first."""
    bills, paid = _invoices(), _credits()
    before = _count(bills)
    invoices = db.session.scalars(
        bills.order_by(Invoice.issued_on, Invoice.id).offset(start).limit(limit)
    ).all()
    rest = paid.order_by(Payment.value_on, Payment.id).offset(max(0, start - before))
    found = db.session.scalars(rest.limit(limit - len(invoices))).all()
    return OpeningBalances(start, before + _count(paid), invoices, found, _sums())


def _invoices() -> Any:
    options = (joinedload(Invoice.account), joinedload(Invoice.contact))
    return select(Invoice).where(Invoice.kind == InvoiceKind.OPENING).options(*options)


def _credits() -> Any:
    """Those included that take back an invoice entered by mistake."""
    options = (joinedload(Payment.account), joinedload(Payment.contact))
    query = select(Payment).where(Payment.method == PaymentMethod.OPENING, Payment.reverses_id.is_(None))
    return query.options(*options)


def _count(query: Any) -> int:
    return db.session.scalar(query.order_by(None).with_only_columns(func.count())) or 0


def _sums() -> list[Sums]:
    found: dict[str, Sums] = {}
    owed = (Invoice.currency, func.sum(Invoice.payable), func.sum(Invoice.payable - Invoice.settled))
    for currency, whole, left in db.session.execute(
        _invoices().with_only_columns(*owed).group_by(Invoice.currency)
    ):
        sums = found.setdefault(currency, Sums(currency))
        sums.owed, sums.owed_left = int(whole), int(left)
    used = Payment.allocated + Payment.refunded
    credit = (Payment.currency, func.sum(Payment.amount), func.sum(Payment.amount - used))
    for currency, whole, left in db.session.execute(
        _credits().where(~Payment.reversals.any()).with_only_columns(*credit).group_by(Payment.currency)
    ):
        sums = found.setdefault(currency, Sums(currency))
        sums.credit, sums.credit_left = int(whole), int(left)
    return [found[each] for each in sorted(found)]
