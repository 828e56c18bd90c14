"""E-invoices are written in the moment in which a document is sealed, and read back from then on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.paper import Paper
from salesapp.customers.kinds import EInvoiceForm
from salesapp.invoices.e_invoices.check import breaches
from salesapp.invoices.e_invoices.cii import write_cii
from salesapp.invoices.e_invoices.codes import EUROPEAN_UNION
from salesapp.invoices.e_invoices.models import IssuedEInvoice
from salesapp.invoices.e_invoices.of_document import e_invoice_of
from salesapp.invoices.e_invoices.ubl import EN_16931, XRECHNUNG, write_ubl


def keep_e_invoice(document: Any) -> None:
    """Writes both forms of a document that is being sealed, unless the standard forbids it.

    Outside the European Union only for customers who asked for one.
    """
    if company().country not in EUROPEAN_UNION and _wanted(document) is None:
        return
    invoice = e_invoice_of(document)
    if any(breach.blocks for breach in breaches(invoice)):
        return
    kept = IssuedEInvoice(
        document_type=document.record_type_key,
        document_id=document.id,
        ubl=write_ubl(invoice, profile=_profile(document)).decode(),
        cii=write_cii(invoice).decode(),
    )
    db.session.add(kept)


def kept_e_invoice(document: Any) -> IssuedEInvoice | None:
    """The files of an issued document; None where it has none, as no draft has."""
    if document.is_draft:
        return None
    theirs = (
        IssuedEInvoice.document_type == document.record_type_key,
        IssuedEInvoice.document_id == document.id,
    )
    return db.session.scalar(select(IssuedEInvoice).where(*theirs))


def with_factur_x(write: Callable[[Any], Paper]) -> Callable[[Any], Paper]:
    """The paper of a document with its e-invoice in it, unless the customer wants that as a file of its own."""

    def written(document: Any) -> Paper:
        paper = write(document)
        kept = None if _wanted(document) is EInvoiceForm.XRECHNUNG else kept_e_invoice(document)
        return paper if kept is None else replace(paper, attached=kept.cii)

    return written


def _profile(document: Any) -> str:
    """German authorities want their own rules kept; everybody else's file says what it is, an EN 16931 invoice."""
    return XRECHNUNG if _wanted(document) is EInvoiceForm.XRECHNUNG else EN_16931


def _wanted(document: Any) -> EInvoiceForm | None:
    return None if document.account is None else document.account.e_invoice
