"""The download of an e-invoice."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, make_response

from salesapp.core.access import Permission
from salesapp.invoices.e_invoices.kept import kept_e_invoice
from salesapp.invoices.e_invoices.mailing import ubl_name
from salesapp.invoices.models import CreditNote, Invoice
from salesapp.web.guards import requires, visible_or_404


@requires(Permission.INVOICE_VIEW)
def of_invoice(key: int) -> Response:
    """An issued invoice as UBL."""
    return _ubl(visible_or_404(Invoice, key))


@requires(Permission.CREDIT_NOTE_VIEW)
def of_credit_note(key: int) -> Response:
    """A credit note as UBL."""
    return _ubl(visible_or_404(CreditNote, key))


def _ubl(document: Any) -> Response:
    kept = kept_e_invoice(document)
    if kept is None:
        abort(404)
    answer = make_response(kept.ubl)
    answer.headers["Content-Type"] = "application/xml; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{ubl_name(document)}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
