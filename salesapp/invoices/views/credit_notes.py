"""The pages of credit notes; they are made on the page of their invoice."""

from __future__ import annotations

from typing import Any

from flask import Response

from salesapp.core.access import Permission
from salesapp.invoices.models import CREDIT_NOTE, CreditNote
from salesapp.invoices.views.allocating import allocate_sheet, allocated, unallocated
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


@credit_notes.post("/<int:key>/unallocate")
@requires(Permission.CREDIT_NOTE_EDIT)
def unmake_allocation(key: int) -> Response:
    return unallocated(visible_or_404(CreditNote, key))
