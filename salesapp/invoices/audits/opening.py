"""What the previous system issued says so, and was never issued here."""

from __future__ import annotations

from collections.abc import Generator

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from salesapp.invoices.audits.rows import stream
from salesapp.invoices.models import BillStatus, Invoice, InvoiceKind


def faults(session: Session) -> Generator[str]:
    """One sentence for each opening balance that is sealed, taxed or has no day, and for others that have one."""
    taken_over = Invoice.kind == InvoiceKind.OPENING
    ours = or_(
        Invoice.position.is_not(None),
        Invoice.tax != 0,
        Invoice.opened_on.is_(None),
        Invoice.status != BillStatus.ISSUED,
    )
    for key, number in stream(session, select(Invoice.id, Invoice.number).where(taken_over, ours)):
        yield f"The opening balance {number or key} is not as it was taken over."
    stray = select(Invoice.id, Invoice.number).where(~taken_over, Invoice.opened_on.is_not(None))
    for key, number in stream(session, stray):
        yield f"The invoice {number or key} was issued here and says that it was taken over."
