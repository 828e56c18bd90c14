"""Payments that are recorded already and may be the one that somebody is about to record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, String, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import db
from salesapp.invoices.actions import Received
from salesapp.invoices.models import Payment
from salesapp.invoices.queries import is_of_payer, payer_of

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
    kind, payer = payer_of(account_id, contact_id)
    asked = {
        "payer": payer,
        "currency": received.currency,
        "amount": received.amount,
        "reference": received.reference.strip().lower(),
        "since": received.paid_on - DAYS,
        "until": received.paid_on + DAYS,
    }
    return db.session.scalars(_alike(kind), asked).all()


@cache
def _alike(kind: str) -> Select[Any]:
    back, reference = aliased(Payment), bindparam("reference", type_=String)
    query = select(Payment).where(
        is_of_payer(Payment, kind),
        Payment.currency == bindparam("currency"),
        Payment.amount > 0,
        Payment.reverses_id.is_(None),
        ~exists().where(back.reverses_id == Payment.id),
        Payment.paid_on.between(bindparam("since"), bindparam("until")),
        or_(
            Payment.amount == bindparam("amount"),
            and_(reference != "", func.lower(Payment.reference) == reference),
        ),
    )
    return query.order_by(Payment.id.desc()).limit(SHOWN)
