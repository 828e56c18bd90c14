"""The SEPA payment code: what a bank's app reads off the finished paper."""

from __future__ import annotations

import json
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import segno
import segno.helpers
import typst
import zxingcpp
from PIL import Image

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.paper import render
from salesapp.invoices.payment_code import payment_code
from salesapp.products.bank_accounts.models import BankAccount
from salesapp.quotes.issued.papers import paper_of
from tests.invoices.stage import free_draft, issued

IBAN = "DE02 1203 0000 0000 2020 51"


def test_the_payload_is_that_of_the_standard():
    said = payment_code("Meridian  GmbH", IBAN, 44748, "EUR", "INV-2026-00042")
    lines = said.split("\n")
    assert lines[:4] == ["BCD", "002", "1", "SCT"]
    assert lines[5:8] == ["Meridian GmbH", "DE02120300000000202051", "EUR447.48"]
    theirs = segno.helpers.make_epc_qr(
        "Meridian GmbH", "DE02120300000000202051", Decimal("447.48"), text="INV-2026-00042", encoding="utf-8"
    )
    assert segno.make_qr(said, error="m", boost_error=False).version == theirs.version


@pytest.mark.parametrize(
    ("account", "minor", "currency"),
    [
        (IBAN, 100, "CHF"),
        ("DE03 1203 0000 0000 2020 51", 100, "EUR"),
        ("123456", 100, "EUR"),
        ("", 100, "EUR"),
        (IBAN, 0, "EUR"),
        (IBAN, 10**11, "EUR"),
    ],
)
def test_what_the_code_cannot_say_has_none(account, minor, currency):
    assert payment_code("We", account, minor, currency, "X") == ""


def test_an_app_reads_the_payment_off_the_printed_invoice(house, monkeypatch):
    db.session.add(BankAccount(name="Main", account_number=IBAN))
    company().name = "上海 Meridian"
    db.session.commit()
    invoice = issued(house)
    monkeypatch.setattr(render, "compile_pdf", picture)
    drawn = render.render_pdf(paper_of(invoice))
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(drawn)))
    assert found.text == payment_code("上海 Meridian", IBAN, invoice.payable, "EUR", invoice.number)
    assert paper_of(free_draft(house)).code == ""


def picture(sheet: Any, families: Any, *_rest: Any) -> bytes:
    """The first page as a picture instead of a PDF, by the same template."""
    inputs = {"sheet": json.dumps(sheet), "families": json.dumps(families)}
    compiler = typst.Compiler(
        str(render.TEMPLATES / "paper.typ"),
        root=str(render.TEMPLATES),
        font_paths=render.shipped_fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )
    found: Any = compiler.compile(format="png", ppi=144)
    return found if isinstance(found, bytes) else found[0]
