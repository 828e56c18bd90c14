"""A booking of the bank is one payment of the same amount, and its statement adds up as it did when it came."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from salesapp.invoices.audits.rows import stream
from salesapp.invoices.bank.models import BankBooking, BankStatement
from salesapp.invoices.models import Payment


def faults(session: Session) -> Generator[str]:
    """One sentence for each booking that is another payment than it says, and each statement that lost a booking."""
    for key, amount, payment in stream(session, _otherwise()):
        yield f"The bank booking {key} over {amount} is matched with the payment {payment} over another amount."
    for key, lacking in stream(session, _lost()):
        yield f"The bank statement {key} lacks {lacking} of its bookings."


def _otherwise() -> Any:
    query = select(BankBooking.id, BankBooking.amount, Payment.id).join(
        Payment, Payment.id == BankBooking.payment_id
    )
    other = or_(Payment.amount != BankBooking.amount, Payment.currency != BankBooking.currency)
    return query.where(other).order_by(BankBooking.id)


def _lost() -> Any:
    """Statements that brought all of their own bookings and whose sum is another now."""
    lacking = BankStatement.closing + BankStatement.difference - BankStatement.opening
    lacking -= func.sum(BankBooking.amount)
    query = select(BankStatement.id, lacking).join(BankBooking, BankBooking.statement_id == BankStatement.id)
    query = query.where(BankStatement.known == 0, BankStatement.difference.is_not(None))
    columns = (BankStatement.id, BankStatement.closing, BankStatement.difference, BankStatement.opening)
    return query.group_by(*columns).having(lacking != 0)
