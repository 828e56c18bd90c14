"""`salesapp einvoice`: writes what was kept, and checks what others wrote."""

from dataclasses import replace
from decimal import Decimal

import pytest
from click.testing import CliRunner
from facturx import get_xml_from_pdf

from salesapp.cli import run
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.customers.kinds import EInvoiceForm
from salesapp.invoices.actions import credit
from salesapp.invoices.e_invoices.commands import einvoice_command
from salesapp.invoices.e_invoices.kept import kept_e_invoice
from salesapp.invoices.e_invoices.ubl import XRECHNUNG, write_ubl
from tests.invoices.e_invoices.examples import look_alikes
from tests.invoices.stage import anew, issued


def called(*arguments):
    db.session.commit()
    result = CliRunner().invoke(einvoice_command, [str(each) for each in arguments])
    anew()
    return result


def test_an_issued_document_is_written_in_each_form_and_each_file_passes_the_check(german, finn, tmp_path):
    invoice = issued(german)
    note = credit(invoice, "Damaged", quantities={invoice.lines[0].id: Decimal(1)}, by=finn)
    for document, number in ((invoice, invoice.number), (note, note.number)):
        for form in ("ubl", "cii", "factur-x"):
            out = tmp_path / form
            assert called(number, "--format", form, "--out", out).exit_code == 0
            checked = called("--check", out)
            assert (checked.exit_code, checked.output) == (0, "")
        kept = kept_e_invoice(document)
        assert (tmp_path / "ubl").read_text() == kept.ubl
        assert (tmp_path / "cii").read_text() == kept.cii
        assert get_xml_from_pdf((tmp_path / "factur-x").read_bytes())[1].decode() == kept.cii


def test_where_there_is_no_such_file_a_sentence_says_so(house, german, finn, tmp_path):
    german.account.e_invoice = EInvoiceForm.XRECHNUNG
    number = issued(german).number
    for wanted, form, said in (
        (number, "factur-x", f"The PDF of {number} has no e-invoice in it."),
        ("INV-NONE", "ubl", "No issued invoice or credit note has the number INV-NONE."),
    ):
        refused = called(wanted, "--format", form, "--out", tmp_path / "file").exception
        assert isinstance(refused, RuleBroken)
        assert str(refused) == said
    assert not (tmp_path / "file").exists()


def test_an_invoice_that_was_issued_without_one_has_none_to_write(house, tmp_path):
    number = issued(house).number
    refused = called(number, "--format", "ubl", "--out", tmp_path / "file").exception
    assert str(refused) == f"{number} was issued without an e-invoice."


def test_the_check_names_rule_and_field_and_holds_an_xrechnung_to_its_own_rules(app, tmp_path):
    invoice = look_alikes()["standard"]
    wrong = replace(
        invoice, buyer_reference="", totals=replace(invoice.totals, payable=invoice.totals.payable + 1)
    )
    file = tmp_path / "wrong.xml"
    file.write_bytes(write_ubl(wrong, profile=XRECHNUNG))
    result = called("--check", file)
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert any(line.startswith("BR-CO-16 totals: ") for line in lines)
    assert any(line.startswith("BR-DE-15 buyer_reference: ") for line in lines)


@pytest.mark.parametrize(
    "arguments",
    [[], ["INV-1"], ["INV-1", "--format", "ubl"], ["INV-1", "--check", __file__], ["INV-1", "--format", "x"]],
)
def test_wrong_use_says_how_and_ends_with_2(app, capsys, arguments):
    assert run(["einvoice", *arguments]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_file_that_is_no_e_invoice_ends_with_1_and_a_sentence(app, capsys):
    assert run(["einvoice", "--check", __file__]) == 1
    assert capsys.readouterr().err == "This isn’t a readable XML file.\n"
