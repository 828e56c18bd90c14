"""The Swiss QR-bill: what its code says by SIX's guidelines 2.3, and the code read back from the finished paper."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
import typst
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.paper import Paper, render, render_pdf
from salesapp.core.paper.document import Place
from salesapp.invoices.bank.matching import Due, named_in
from salesapp.invoices.models import Invoice
from salesapp.invoices.swiss.letters import latin
from salesapp.invoices.swiss.payload import Side, payer_of, payload, payment_part
from salesapp.invoices.swiss.references import creditor_reference, qr_reference, reference, references
from salesapp.products.bank_accounts.models import BankAccount
from salesapp.quotes.issued.papers import paper_of
from tests.invoices.stage import free_draft, issued, order_of

QR_IBAN, IBAN = "CH4431999123000889012", "CH5800791123000889012"
US = Side("Robert Schneider AG", "Rue du Lac", "1268", "2501", "Biel", "CH")
THEM = Side("Pia-Maria Rutschmann-Schnyder", "Grosse Marktgasse", "28", "9400", "Rorschach", "CH")
BIEL = Place(street="Rue du Lac 1268", postal_code="2501", city="Biel", country="CH")
PPI = 144


def part(**changed: Any) -> Any:
    plain = {"account": QR_IBAN, "amount": 194975, "currency": "CHF", "number": "INV-2026-00042"}
    return payment_part("Robert Schneider AG", BIEL, **plain | {"payer": THEM} | changed)


def test_the_published_example_with_a_qr_reference():
    said = payload(
        US,
        account=QR_IBAN,
        amount="1949.75",
        currency="CHF",
        payer=THEM,
        referred=("QRR", "210000000003139471430009017"),
        message="Order of 15.06.2020",
    )
    assert said == (
        "SPC\n0200\n1\nCH4431999123000889012\nS\nRobert Schneider AG\nRue du Lac\n1268\n2501\nBiel\nCH\n"
        "\n\n\n\n\n\n\n1949.75\nCHF\nS\nPia-Maria Rutschmann-Schnyder\nGrosse Marktgasse\n28\n9400\nRorschach\nCH\n"
        "QRR\n210000000003139471430009017\nOrder of 15.06.2020\nEPD"
    )


def test_the_published_example_with_a_creditor_reference_and_a_payer_to_be_written_in():
    made = part(account=IBAN, amount=19995, number="539007547034", payer=None)
    assert made.payload == (
        "SPC\n0200\n1\nCH5800791123000889012\nS\nRobert Schneider AG\nRue du Lac\n1268\n2501\nBiel\nCH\n"
        "\n\n\n\n\n\n\n199.95\nCHF\n\n\n\n\n\n\n\nSCOR\nRF18539007547034\n539007547034\nEPD"
    )
    assert made.payee == ("CH58 0079 1123 0008 8901 2", "Robert Schneider AG", "Rue du Lac 1268", "2501 Biel")
    assert (made.reference, made.amount, made.payer) == ("RF18 5390 0754 7034", "199.95", ())


@pytest.mark.parametrize(
    ("number", "made"),
    [
        ("21000000000313947143000901", "210000000003139471430009017"),
        ("INV-2026-00042", "000000000000000002026000429"),
        ("1", "000000000000000000000000011"),
        ("RE", ""),
        ("0000", ""),
        ("1" * 27, ""),
        ("二〇二六", ""),
    ],
)
def test_a_qr_reference_is_the_digits_of_the_number_with_a_check_digit(number, made):
    """By hand, modulo 10 recursive: 2 0 2 6 0 0 0 4 2 carries 4 8 0 7 1 9 5 5 1, and 10 − 1 is 9."""
    assert qr_reference(number) == made


def test_the_account_decides_which_reference_there_is():
    assert reference("INV-1", QR_IBAN) == ("QRR", "000000000000000000000000011")
    assert reference("INV-1", IBAN) == ("SCOR", creditor_reference("INV-1"))
    assert reference("二〇二六", IBAN) == ("NON", "")
    assert reference("RE", QR_IBAN) is None
    assert creditor_reference("A" * 22) == ""
    kinds = [reference("1", f"CH00{bank}000000000000")[0] for bank in (29999, 30000, 31999, 32000)]
    assert kinds == ["SCOR", "QRR", "QRR", "SCOR"]


@pytest.mark.parametrize(
    "changed",
    [
        {"currency": "USD"},
        {"account": "DE02120300000000202051"},
        {"account": "CH4431999123000889013"},
        {"amount": 0},
        {"amount": 10**11},
        {"number": "RE"},
    ],
)
def test_what_the_standard_cannot_say_has_no_part(changed):
    assert part(**changed) is None


@pytest.mark.parametrize("lacking", ["postal_code", "city", "country"])
def test_a_payee_without_an_address_in_parts_has_no_part(lacking):
    at = replace(BIEL, **{lacking: ""})
    asked = {"account": IBAN, "amount": 100, "currency": "CHF", "number": "1", "payer": None}
    assert payment_part("We", at, **asked) is None
    assert payment_part("We", None, **asked) is None
    assert payment_part("我们", BIEL, **asked) is None


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Zoë Ångström & Łukasz Żółć", "Zoë Ångström & Łukasz Żółć"),
        ("Ștefan’s “Café” – 5 €", 'Ștefan\'s "Café" - 5 €'),
        ("上海 Meridian\nGmbH", "Meridian GmbH"),
        ("Nguyễn", "Nguyen"),
        ("ＡＢＣ　Ltd", "ABC Ltd"),
        ("A\u00a0B\u200bC", "A BC"),
    ],
)
def test_other_letters_are_written_otherwise_or_left_out(typed, written):
    assert latin(typed) == written


def test_fields_keep_their_lengths_and_a_payer_in_other_letters_writes_themselves_in():
    long = payer_of("N" * 80, Place(street="S" * 80, postal_code="1" * 16, city="T" * 40, country="de"))
    assert long is not None
    assert [*map(len, long.fields())] == [1, 70, 70, 0, 16, 35, 2]
    assert long.lines()[-1] == f"DE-{'1' * 16} {'T' * 35}"
    assert payer_of("上海东方", BIEL) is None
    assert payer_of("Echo 上海", BIEL) is None
    assert payer_of("Echo", replace(BIEL, postal_code="")) is None
    assert payer_of("Echo", None) is None


@pytest.fixture
def swiss(house: Any) -> Any:
    own = company()
    own.name, own.street, own.postal_code, own.city, own.country = (
        "Waagen AG",
        "Ring 4",
        "8000",
        "Zürich",
        "CH",
    )
    house.account.billing_postal_code, house.account.billing_country = "50667", "DE"
    own.currency = house.book.currency = "CHF"
    house.bank = BankAccount(name="Main", account_number=QR_IBAN)
    db.session.add(house.bank)
    db.session.commit()
    return house


@pytest.mark.parametrize(("account", "kind", "lines"), [(QR_IBAN, "QRR", 1), (IBAN, "SCOR", 20)])
def test_an_app_reads_the_code_off_the_foot_of_the_last_page(swiss, monkeypatch, account, kind, lines):
    invoice = of_lines(swiss, account, lines)
    paper = paper_of(invoice)
    assert paper.payment_part is not None
    assert paper.code == ""
    *before, last = PdfReader(BytesIO(render_pdf(paper))).pages
    assert len(before) == (0 if lines == 1 else 1)
    said = last.extract_text()
    assert said.count("Receipt") == 1
    assert said.count("Page") == 1
    assert all("Receipt" not in each.extract_text() for each in before)
    found = read_off(paper, monkeypatch)
    assert found.text == paper.payment_part.payload
    assert found.text.split("\n")[19] == "CHF"
    assert found.text.split("\n")[27] == kind
    assert found.text.split("\n")[20:27] == ["S", "Echo Foods", "Ring", "1", "50667", "Köln", "DE"]
    corner, across = found.position.top_left, found.position.top_right
    assert abs(corner.x - 67 / 25.4 * PPI) < 4
    assert abs(corner.y - (297 - 105 + 17) / 25.4 * PPI) < 4
    assert abs(across.x - corner.x - 46 / 25.4 * PPI) < 4


def test_long_names_leave_the_streets_off_the_receipt_only(swiss):
    names = ("Schweizerische Gesellschaft für Wägetechnik und Messwesen " * 2)[:70]
    long = replace(THEM, name=names, street="Grosse Marktgasse am langen See hinter der Kirche von Rorschach")
    paper = replace(paper_of(of_lines(swiss, QR_IBAN, 1)), payment_part=part(payer=long))
    payee = ("CH44", names, "Grosse Marktgasse am langen See hinter der Kirche", "9400 Rorschach")
    crowded = replace(paper.payment_part, payee=payee)
    for made, streets in ((paper.payment_part, 2), (crowded, 1)):
        (page,) = PdfReader(BytesIO(render_pdf(replace(paper, payment_part=made)))).pages
        assert " ".join(page.extract_text().split()).count("am langen See hinter der Kirche von") == streets


def test_a_chinese_invoice_has_the_part_in_english_and_a_draft_has_none(swiss):
    swiss.account.name = "上海东方"
    db.session.commit()
    invoice = issued(swiss, order_of(swiss, language="zh"))
    (page, *_more) = reversed(PdfReader(BytesIO(render_pdf(paper_of(invoice)))).pages)
    assert "Payable by (name/address)" in page.extract_text()
    assert paper_of(free_draft(swiss)).payment_part is None


def test_without_the_address_in_parts_the_paper_is_as_any_other(swiss):
    company().postal_code = None
    company().currency = swiss.book.currency = "EUR"
    db.session.commit()
    paper = paper_of(issued(swiss))
    assert paper.payment_part is None
    assert paper.code.startswith("BCD")


def test_what_was_issued_keeps_its_part(swiss):
    invoice = issued(swiss)
    was = paper_of(invoice).payment_part
    company().name = "Other AG"
    swiss.bank.account_number = IBAN
    db.session.commit()
    assert was is not None
    assert paper_of(invoice).payment_part == was


@pytest.mark.parametrize(
    "written", ["RF36 INV2 0260 0042", "00 00000 00000 00000 20260 00429", "INV 2026 00042"]
)
def test_the_bank_names_the_invoice_by_either_reference(written):
    one, other = (
        Due(at, number, 100, ("account", 1), references=references(number))
        for at, number in enumerate(("INV-2026-00042", "INV-2026-00004"))
    )
    assert named_in(f"Payment {written} thanks", [one, other]) == [one]


def of_lines(house: Any, account: str, lines: int) -> Invoice:
    house.bank.account_number = account
    db.session.commit()
    return issued(house, order_of(house, [("pump", "1", "0")] * lines))


def read_off(paper: Paper, monkeypatch: Any) -> Any:
    """The one code on the last page, drawn by the template of the PDF."""
    monkeypatch.setattr(render, "compile_pdf", last_page)
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(render_pdf(paper))))
    return found


def last_page(sheet: Any, families: Any, *_rest: Any) -> bytes:
    compiler = typst.Compiler(
        str(render.TEMPLATES / "paper.typ"),
        root=str(render.TEMPLATES),
        font_paths=render.shipped_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(sheet), "families": json.dumps(families)},
    )
    found: Any = compiler.compile(format="png", ppi=PPI)
    return found if isinstance(found, bytes) else found[-1]
