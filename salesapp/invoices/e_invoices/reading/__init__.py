"""Reads an e-invoice into the model: UBL, CII, or a PDF with CII in it (Factur-X, ZUGFeRD)."""

from __future__ import annotations

from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from salesapp.core.i18n import _
from salesapp.invoices.e_invoices.model import EInvoice
from salesapp.invoices.e_invoices.reading.cii import read_cii
from salesapp.invoices.e_invoices.reading.nodes import NAMES, Node
from salesapp.invoices.e_invoices.reading.pdf import attached_to, is_pdf
from salesapp.invoices.e_invoices.reading.ubl import read_ubl
from salesapp.records.tables.table import Unreadable

CII = f"{{{NAMES['rsm']}}}CrossIndustryInvoice"
UBL = {
    f"{{urn:oasis:names:specification:ubl:schema:xsd:{root}-2}}{root}" for root in ("Invoice", "CreditNote")
}


def read(content: bytes) -> EInvoice:
    """What the file says, whether or not it adds up. Unreadable, with one sentence, for what is no e-invoice."""
    if is_pdf(content):
        content = attached_to(content)
    try:
        root = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as broken:
        raise Unreadable(_("This isn’t a readable XML file.")) from broken
    if root.tag == CII:
        return read_cii(Node(root))
    if root.tag in UBL:
        return read_ubl(Node(root))
    raise Unreadable(_("This file isn’t an e-invoice (UBL or CII)."))
