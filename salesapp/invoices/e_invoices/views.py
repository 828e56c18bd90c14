"""The download of an e-invoice: `/invoices/7.xml`, with `?format=cii` for the other form."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, make_response, request

from salesapp.core.access import Permission
from salesapp.invoices.e_invoices.kept import kept_e_invoice
from salesapp.invoices.e_invoices.mailing import cii_name, ubl_name
from salesapp.invoices.models import CreditNote, Invoice
from salesapp.web.attachments import name_file
from salesapp.web.guards import requires, visible_or_404


@requires(Permission.INVOICE_VIEW)
def of_invoice(key: int) -> Response:
    """An issued invoice as it is asked for."""
    return _file(visible_or_404(Invoice, key))


@requires(Permission.CREDIT_NOTE_VIEW)
def of_credit_note(key: int) -> Response:
    """A credit note as it is asked for."""
    return _file(visible_or_404(CreditNote, key))


def _file(document: Any) -> Response:
    kept, form = kept_e_invoice(document), request.args.get("format", "ubl")
    if kept is None or form not in ("ubl", "cii"):
        abort(404)
    content, name = (kept.ubl, ubl_name(document)) if form == "ubl" else (kept.cii, cii_name(document))
    answer = make_response(content)
    answer.headers["Content-Type"] = "application/xml; charset=utf-8"
    name_file(answer, "attachment", name)
    answer.headers["Cache-Control"] = "no-store"
    return answer
