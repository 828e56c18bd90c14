"""Money given back is at most money that came in: what the credit notes of an invoice may hand out elsewhere.

`earned` is what payments, and credit notes of other invoices, settled of an invoice; write-offs are nobody's money.
What its own credit notes give beyond the invoice itself never exceeds that. Ask with the invoice locked.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.invoices.allocations import allocated, refunded, settle
from salesapp.invoices.models import Allocation, CreditNote, Invoice, Refund
from salesapp.invoices.wording import amount_words

EVERY = {"unscoped": "whatever corrects the invoice, seen or not"}


def earned(invoice: Invoice) -> int:
    """What payments and other invoices' credits settled of it, in minor units."""
    others = Allocation.credit_note_id.not_in(_own(invoice))
    money = or_(Allocation.payment_id.is_not(None), and_(Allocation.credit_note_id.is_not(None), others))
    return allocated(money & (Allocation.invoice_id == invoice.id))


def handed_out(invoice: Invoice) -> int:
    """What its own credit notes settled of other invoices, and what of them was paid back."""
    elsewhere = allocated(
        Allocation.credit_note_id.in_(_own(invoice)) & (Allocation.invoice_id != invoice.id)
    )
    return elsewhere + refunded(Refund.credit_note_id.in_(_own(invoice)))


def written_off(invoice: Invoice) -> int:
    """What of it is given up at the moment, apart from discounts for paying early."""
    given_up = Allocation.write_off_reason.is_not(None) & Allocation.discount_id.is_(None)
    return allocated(given_up & (Allocation.invoice_id == invoice.id))


def call_back(invoice: Invoice, *, by: Any, on: date) -> None:
    """After money was taken from the invoice: its own credit notes settle it again with what they no longer earned.

    RuleBroken where that has settled another invoice already, or was refunded.
    """
    left = earned(invoice) - handed_out(invoice)
    if left < 0:
        sentence = _(
            "%(amount)s of the credit has already settled another invoice or was refunded. Reverse that"
            " first.",
            amount=amount_words(-left, invoice.currency),
        )
        raise RuleBroken(sentence)
    notes = {note: _free(note) for note in _notes(invoice)}
    over = min(sum(notes.values()) - left, invoice.open_now())
    for note, free in notes.items():
        amount = min(free, over)
        if amount > 0:
            settle(invoice, amount, by=by, on=on, credit_note=note)
            over -= amount


def _free(note: CreditNote) -> int:
    used = allocated(Allocation.credit_note_id == note.id)
    return note.payable - used - refunded(Refund.credit_note_id == note.id)


def _own(invoice: Invoice) -> Any:
    return select(CreditNote.id).where(CreditNote.invoice_id == invoice.id)


def _notes(invoice: Invoice) -> list[CreditNote]:
    query = select(CreditNote).where(CreditNote.invoice_id == invoice.id).order_by(CreditNote.id)
    return list(db.session.scalars(query.execution_options(**EVERY)))
