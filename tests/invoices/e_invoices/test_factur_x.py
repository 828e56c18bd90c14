"""The PDF of an issued invoice is a Factur-X: its own e-invoice is in it, and it says so."""

import hashlib
from io import BytesIO

import pytest
from facturx import get_level, get_xml_from_pdf
from lxml import etree
from pypdf import PdfReader

from salesapp.core.db import db
from salesapp.core.paper import print_sheet, sheet
from salesapp.core.paper.factur_x import describe
from salesapp.customers.kinds import EInvoiceForm
from salesapp.invoices.actions import credit
from salesapp.invoices.e_invoices.kept import kept_e_invoice
from salesapp.quotes.issued.papers import paper_of
from tests.invoices.stage import free_draft, issued

FX = "{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}"
ABOUT_PDF_A = "{http://www.aiim.org/pdfa/ns/schema#}"


def pdf(document):
    return print_sheet(sheet(paper_of(document)))


def described(reader):
    return etree.fromstring(reader.trailer["/Root"]["/Metadata"].get_data())


def test_the_pdf_has_the_e_invoice_in_it_and_says_so(german, finn):
    invoice = issued(german)
    content = pdf(invoice)
    name, attached = get_xml_from_pdf(content, check_xsd=True, check_schematron=True)
    assert (name, attached.decode()) == ("factur-x.xml", kept_e_invoice(invoice).cii)
    assert get_level(etree.fromstring(attached)) == "en16931"
    reader = PdfReader(BytesIO(content), strict=True)
    assert invoice.number in reader.pages[0].extract_text()
    (file,) = reader.trailer["/Root"]["/AF"]
    assert file.get_object()["/AFRelationship"] == "/Alternative"
    assert file.get_object()["/EF"]["/F"].get_object()["/Subtype"] == "/text/xml"
    xmp = described(reader)
    assert [
        xmp.findtext(f".//{FX}{each}") for each in ("DocumentFileName", "ConformanceLevel", "Version")
    ] == [
        "factur-x.xml",
        "EN 16931",
        "1.0",
    ]
    explained = [each.text for each in xmp.iter(f"{ABOUT_PDF_A}prefix")]
    assert explained.count("fx") == 1
    assert b"<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in content
    assert reader.trailer["/Root"]["/OutputIntents"]


def test_the_bytes_are_the_same_each_time_they_are_made_and_those_that_a_clerk_downloads(
    german, finn, as_user
):
    invoice = issued(german)
    made = {hashlib.sha256(pdf(invoice)).hexdigest() for _time in range(2)}
    downloaded = as_user("finn").get(f"/invoices/{invoice.id}.pdf").data
    assert made == {hashlib.sha256(downloaded).hexdigest()}


def test_drafts_credit_notes_and_who_wants_a_file_of_its_own(german, finn):
    draft = free_draft(german)
    assert paper_of(draft).attached == ""
    draft.issue(by=finn)
    note = credit(draft, "Broken", by=finn)
    assert get_xml_from_pdf(pdf(note), check_xsd=True)[0] == "factur-x.xml"
    german.account.e_invoice = EInvoiceForm.XRECHNUNG
    german.account.buyer_reference = "04011000-12345-03"
    other = issued(german)
    db.session.commit()
    assert not paper_of(other).attached


def test_only_what_our_typesetter_wrote_is_described():
    with pytest.raises(ValueError, match="another structure"):
        describe(b"%PDF-1.7 something else")
