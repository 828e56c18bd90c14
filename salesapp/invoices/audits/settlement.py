"""What is allocated never exceeds what an invoice asks for, a payment brought or a credit note gives."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from salesapp.invoices.audits.rows import stream
from salesapp.invoices.models import (
    Allocation,
    BillStatus,
    CreditNote,
    CreditNoteLine,
    Invoice,
    InvoiceLine,
    Payment,
)
from salesapp.products.stored import rate_totals


def faults(session: Session) -> Generator[str]:
    """One sentence for each row that is allocated too much, negatively, while a draft, or in another currency."""
    for number, payable, settled in stream(
        session, _beyond(Invoice, Allocation.invoice_id, Invoice.payable, Invoice.number)
    ):
        yield f"Of the invoice {number} over {payable}, {settled} is settled."
    for key, amount, used in stream(
        session, _beyond(Payment, Allocation.payment_id, Payment.amount, Payment.id)
    ):
        yield f"Of the payment {key} over {amount}, {used} is allocated."
    for number, payable, used in stream(
        session, _beyond(CreditNote, Allocation.credit_note_id, CreditNote.payable, CreditNote.number)
    ):
        yield f"Of the credit note {number} over {payable}, {used} is allocated."
    for (key,) in stream(session, _on_drafts()):
        yield f"The draft {key} is settled."
    for key, currency in stream(session, _foreign()):
        yield f"The allocation {key} is from another currency than its invoice's {currency}."


def _beyond(model: Any, key: Any, amount: Any, name: Any) -> Any:
    """(name, amount, allocated) where the allocations are negative or more than the amount."""
    used = func.sum(Allocation.amount)
    query = select(name, amount, used).join(Allocation, key == model.id).group_by(model.id, name, amount)
    return query.having(or_(used < 0, used > amount)).order_by(model.id)


def _on_drafts() -> Any:
    draft = select(Invoice.id).join(Allocation, Allocation.invoice_id == Invoice.id)
    return draft.where(Invoice.status == BillStatus.DRAFT).distinct().order_by(Invoice.id)


def _foreign() -> Any:
    joined = (
        select(Allocation.id, Invoice.currency)
        .join(Invoice, Invoice.id == Allocation.invoice_id)
        .outerjoin(Payment, Payment.id == Allocation.payment_id)
        .outerjoin(CreditNote, CreditNote.id == Allocation.credit_note_id)
    )
    return joined.where(
        func.coalesce(Payment.currency, CreditNote.currency, Invoice.currency) != Invoice.currency
    )


def credit_faults(session: Session) -> Generator[str]:
    """One sentence for each line, rate and invoice that is credited beyond what it was."""
    for number, position in stream(session, _lines_beyond()):
        yield f"Line {position} of the invoice {number} is credited beyond what it was."
    for number, asked, back in stream(session, _totals_beyond()):
        yield f"Of the invoice {number} over {asked}, {back} is credited."
    yield from _rates_beyond(session)


def _lines_beyond() -> Any:
    quantity = func.sum(case((CreditNote.by_amount, 0), else_=CreditNoteLine.quantity))
    net = func.sum(CreditNoteLine.net_after_discount)
    joined = (
        select(Invoice.number, InvoiceLine.position)
        .join(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
        .join(CreditNoteLine, CreditNoteLine.invoice_line_id == InvoiceLine.id)
        .join(CreditNote, CreditNote.id == CreditNoteLine.credit_note_id)
    )
    grouped = joined.group_by(
        Invoice.number,
        InvoiceLine.id,
        InvoiceLine.position,
        InvoiceLine.quantity,
        InvoiceLine.net_after_discount,
    )
    return grouped.having(
        or_(_past(quantity, InvoiceLine.quantity), _past(net, InvoiceLine.net_after_discount))
    )


def _past(back: Any, whole: Any) -> Any:
    """Whether more came back than there was; of returned goods both are negative."""
    return or_(and_(whole >= 0, back > whole), and_(whole < 0, back < whole))


def _totals_beyond() -> Any:
    back = func.sum(CreditNote.payable)
    query = select(Invoice.number, Invoice.payable, back).join(
        CreditNote, CreditNote.invoice_id == Invoice.id
    )
    return query.group_by(Invoice.id, Invoice.number, Invoice.payable).having(back > Invoice.payable)


def _rates_beyond(session: Session) -> Iterator[str]:
    query = select(Invoice.id, Invoice.number, Invoice.taxes, CreditNote.taxes)
    left: dict[Any, int] = {}
    for key, number, asked, back in stream(
        session, query.join(CreditNote, CreditNote.invoice_id == Invoice.id).order_by(Invoice.id)
    ):
        whole = {share.key: share.tax for share in rate_totals(asked)}
        for rate, tax in whole.items():
            left.setdefault((key, rate), tax)
        for share in rate_totals(back):
            left[key, share.key] = left.get((key, share.key), 0) - share.tax
            if left[key, share.key] * (-1 if whole.get(share.key, 0) < 0 else 1) < 0:
                yield f"More tax of {share.rate}% is credited than the invoice {number} has."
