"""The pages of credit notes; they are made on the page of their invoice."""

from __future__ import annotations

from typing import Any

from flask import Response

from salesapp.core.access import Permission
from salesapp.invoices.models import CREDIT_NOTE, CreditNote
from salesapp.invoices.views.allocating import allocate_sheet, allocated, ask_to_unallocate, unallocated
from salesapp.invoices.views.refunding import ask_to_reverse, refund_reversed, refund_sheet, refunded
from salesapp.quotes.editor import with_lines
from salesapp.quotes.issued.views import pdf_answer
from salesapp.records.screens import record_screens
from salesapp.web.guards import requires, visible_or_404


def _page(note: CreditNote) -> dict[str, Any]:
    with_lines(CREDIT_NOTE, note.id)
    return {}


credit_notes = record_screens(CREDIT_NOTE, context=_page)


@credit_notes.get("/<int:key>.pdf")
@requires(Permission.CREDIT_NOTE_VIEW)
def pdf(key: int) -> Response:
    visible_or_404(CreditNote, key)
    note = with_lines(CREDIT_NOTE, key)
    return pdf_answer(note)


@credit_notes.get("/<int:key>/allocate")
@requires(Permission.CREDIT_NOTE_EDIT)
def ask_allocate(key: int) -> Response:
    return allocate_sheet(visible_or_404(CreditNote, key))


@credit_notes.post("/<int:key>/allocate")
@requires(Permission.CREDIT_NOTE_EDIT)
def make_allocation(key: int) -> Response:
    return allocated(visible_or_404(CreditNote, key))


@credit_notes.get("/<int:key>/unallocate/<int:invoice_id>")
@requires(Permission.CREDIT_NOTE_EDIT)
def ask_unallocate(key: int, invoice_id: int) -> Response:
    return ask_to_unallocate(visible_or_404(CreditNote, key), invoice_id)


@credit_notes.post("/<int:key>/unallocate/<int:invoice_id>")
@requires(Permission.CREDIT_NOTE_EDIT)
def unmake_allocation(key: int, invoice_id: int) -> Response:
    return unallocated(visible_or_404(CreditNote, key), invoice_id)


@credit_notes.get("/<int:key>/refund")
@requires(Permission.PAYMENT_REFUND)
def ask_refund(key: int) -> Response:
    return refund_sheet(visible_or_404(CreditNote, key))


@credit_notes.post("/<int:key>/refund")
@requires(Permission.PAYMENT_REFUND)
def make_refund(key: int) -> Response:
    return refunded(visible_or_404(CreditNote, key))


@credit_notes.get("/<int:key>/refunds/<int:refund_key>/reverse")
@requires(Permission.PAYMENT_REFUND)
def ask_reverse_refund(key: int, refund_key: int) -> Response:
    return ask_to_reverse(visible_or_404(CreditNote, key), refund_key)


@credit_notes.post("/<int:key>/refunds/<int:refund_key>/reverse")
@requires(Permission.PAYMENT_REFUND)
def unmake_refund(key: int, refund_key: int) -> Response:
    return refund_reversed(visible_or_404(CreditNote, key), refund_key)
