"""E-invoices go with the e-mail to customers who want them as a file of their own."""

from __future__ import annotations

from salesapp.core import mail
from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.db import db
from salesapp.core.outbox import Refused
from salesapp.customers.kinds import EInvoiceForm
from salesapp.invoices.e_invoices.kept import kept_e_invoice
from salesapp.invoices.models import Invoice
from salesapp.quotes.issued.papers import file_name

UBL_FILE = "invoice_ubl"


def wanted_files(invoice: Invoice) -> list[tuple[str, int]]:
    """What is attached beside the PDF, which has the Factur-X in it already."""
    account = invoice.account
    wants = account is not None and account.e_invoice is EInvoiceForm.XRECHNUNG
    return [(UBL_FILE, invoice.id)] if wants and kept_e_invoice(invoice) is not None else []


def ubl_name(document: Invoice) -> str:
    """`INV-2026-00042.xml`."""
    return file_name(document).removesuffix(".pdf") + ".xml"


def cii_name(document: Invoice) -> str:
    """`INV-2026-00042-cii.xml`: both forms fit into one folder."""
    return ubl_name(document).removesuffix(".xml") + "-cii.xml"


@mail.attachment(UBL_FILE)
def as_file(key: int) -> mail.Attachment:
    """The UBL file of an invoice."""
    with acting_as(SYSTEM):
        invoice = db.session.get_one(Invoice, key)
        kept = kept_e_invoice(invoice)
    if kept is None:
        raise Refused("The invoice has no e-invoice.")
    return mail.Attachment(ubl_name(invoice), "application/xml", kept.ubl.encode())
