"""E-invoices are written in the moment in which a document is sealed, and read back from then on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.invoices.e_invoices.check import breaches
from salesapp.invoices.e_invoices.cii import write_cii
from salesapp.invoices.e_invoices.models import IssuedEInvoice
from salesapp.invoices.e_invoices.of_document import e_invoice_of
from salesapp.invoices.e_invoices.ubl import write_ubl


def keep_e_invoice(document: Any) -> None:
    """Writes both forms of a document that is being sealed, unless the standard forbids it."""
    invoice = e_invoice_of(document)
    if any(breach.blocks for breach in breaches(invoice)):
        return
    kept = IssuedEInvoice(
        document_type=document.record_type_key,
        document_id=document.id,
        ubl=write_ubl(invoice).decode(),
        cii=write_cii(invoice).decode(),
    )
    db.session.add(kept)


def kept_e_invoice(document: Any) -> IssuedEInvoice | None:
    """The files of an issued document; None where it has none."""
    theirs = (
        IssuedEInvoice.document_type == document.record_type_key,
        IssuedEInvoice.document_id == document.id,
    )
    return db.session.scalar(select(IssuedEInvoice).where(*theirs))
