"""Payments that are recorded already and may be the one that somebody is about to record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import db
from salesapp.core.relations.merged import same_record
from salesapp.invoices.actions import Received
from salesapp.invoices.models import Payment

DAYS = timedelta(days=7)
"""So far apart two records of one payment may lie: one has the day of the bank, the other that of the clerk."""
SHOWN = 5


def possible_duplicates(
    received: Received, account_id: int | None, contact_id: int | None
) -> Sequence[Payment]:
    """What the same payer paid within a week of it with the same amount or reference, newest first.

    What was reversed is none. Until this transaction ends nobody else compares a payment of the same payer.
    """
    one_at_a_time(f"payments of {account_id} {contact_id}")
    back = aliased(Payment)
    same = [Payment.amount == received.amount]
    if received.reference.strip():
        same.append(func.lower(Payment.reference) == received.reference.strip().lower())
    query = select(Payment).where(
        _paid_by(account_id, contact_id),
        Payment.currency == received.currency,
        Payment.amount > 0,
        Payment.reverses_id.is_(None),
        ~exists().where(back.reverses_id == Payment.id),
        Payment.paid_on.between(received.paid_on - DAYS, received.paid_on + DAYS),
        or_(*same),
    )
    return db.session.scalars(query.order_by(Payment.id.desc()).limit(SHOWN)).all()


def _paid_by(account_id: int | None, contact_id: int | None) -> ColumnElement[bool]:
    if account_id is not None:
        return Payment.account_id.in_(same_record("account", account_id))
    person = same_record("contact", contact_id or 0)
    return and_(Payment.account_id.is_(None), Payment.contact_id.in_(person))
