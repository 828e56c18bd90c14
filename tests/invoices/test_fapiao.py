"""数电票: recorded for the right document, once; what waits is listed, its lines as the tax platform takes them."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.money.currencies import CurrencyRate
from salesapp.customers.kinds import FapiaoKind
from salesapp.invoices.actions import ask_down_payment, credit
from salesapp.invoices.fapiao.models import Fapiao
from salesapp.invoices.fapiao.recording import Entered, record_fapiao
from salesapp.invoices.fapiao.waiting import by_hand, invoices_waiting, waiting
from salesapp.products.pricing import Percentage
from tests.invoices.stage import anew, free_draft, issued, order_of
from tests.statements import statements

NUMBER = "25312000000012345678"


@pytest.fixture
def chinese(house):
    """A seller in Shanghai, and a buyer with a title and a number."""
    own = company()
    own.name, own.country, own.street, own.city, own.postal_code = (
        "上海衡器有限公司",
        "CN",
        "人民路1号",
        "上海",
        "200000",
    )
    own.tax_number = "91310000MA1K000001"
    db.session.add(CurrencyRate(currency="CNY", valid_from=today_for(), rate=Decimal("0.13")))
    account = house.account
    account.fapiao_title, account.fapiao_kind = "回声食品（北京）有限公司", FapiaoKind.SPECIAL
    account.tax_number, account.currency = "91110000MA0K000002", "CNY"
    db.session.commit()
    return house


def billed(chinese, price: str = "100", **values):
    draft = free_draft(chinese, "pump", currency="CNY", supply_from=today_for(), **values)
    draft.lines[0].unit_price, draft.lines[0].discount = Decimal(price), Decimal(10)
    draft.issue(by=chinese.people["finn"])
    db.session.commit()
    return draft


def entered(number: str = NUMBER, **values) -> Entered:
    return Entered(number, FapiaoKind.SPECIAL, today_for(), **values)


def test_a_fapiao_is_recorded_shown_and_removed(chinese, as_user):
    invoice, finn = billed(chinese), as_user("finn")
    page = f"/invoices/{invoice.id}"
    assert "No fapiao recorded yet." in finn.get(page).text
    assert "1 document without fapiao" in finn.get("/finance").text
    refused = finn.submit(f"/fapiao{page}", number="123")
    assert (refused.status_code, "has 20 digits" in refused.text) == (422, True)
    finn.submit(f"/fapiao{page}", number=f" {NUMBER[:10]} {NUMBER[10:]}", kind="special")
    shown = finn.get(page).text
    assert NUMBER in shown
    assert "Special VAT fapiao" in shown
    assert "Every issued document in yuan has its fapiao." in finn.get("/fapiao").text
    found = db.session.scalars(select(Fapiao)).one()
    finn.submit(page, action=f"/fapiao/{found.id}/remove")
    assert db.session.scalars(select(Fapiao)).all() == []
    assert f"removed the fapiao {NUMBER}" in finn.get(f"{page}/history").text


def test_a_number_belongs_to_one_document_and_red_letters_name_their_confirmation(chinese, finn):
    first, second = billed(chinese), billed(chinese)
    note = credit(first, "Returned", by=finn)
    record_fapiao(first, entered(), by=finn)
    with pytest.raises(RuleBroken, match="belongs to a document already"):
        record_fapiao(second, entered(), by=finn)
    with pytest.raises(RuleBroken, match="red-letter confirmation"):
        record_fapiao(note, entered("25312000000012345679"), by=finn)
    red = record_fapiao(note, entered("25312000000012345679", red_reference="3101022511000001"), by=finn)
    assert (red.credit_note_id, red.red_reference) == (note.id, "3101022511000001")
    with pytest.raises(RuleBroken, match="draft has no fapiao"):
        record_fapiao(free_draft(chinese, currency="CNY"), entered("25312000000012345670"), by=finn)


def test_the_lines_are_as_the_tax_platform_takes_them(chinese, as_user, finn):
    plain = billed(chinese)
    order = order_of(chinese, (("pump", "1", "0", Decimal(100)),), discount="0", currency="CNY")
    ask_down_payment(order, Percentage(Decimal(30)), by=finn).issue(by=finn)
    final = issued(chinese, order)
    screen = as_user("finn").get("/fapiao").text
    assert "It deducts down payments." in screen
    assert "回声食品（北京）有限公司" in screen
    book = load_workbook(BytesIO(as_user("finn").get("/fapiao/lines.xlsx").data))
    heads, lines = (list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book)
    assert heads[0][:8] == (
        *(
            plain.number,
            "增值税专用发票",
            None,
            "否",
            None,
            "回声食品（北京）有限公司",
            None,
            "91110000MA0K000002",
        ),
    )
    assert lines[0][:10] == (plain.number, "Pump", None, "P-1", "pcs", 1, 100, 100, 0.19, 10)
    assert final.number not in {row[0] for row in heads}


def test_the_list_is_whole_in_pages_and_asks_for_no_invoice_by_itself(chinese, as_user, finn):
    bills = [billed(chinese) for _each in range(3)]
    credit(bills[0], "Returned", by=finn)
    db.session.commit()
    first, second = (waiting(start, 2) for start in (0, 2))
    assert [each.number for each in first.invoices] == [each.number for each in bills[:2]]
    assert ([each.number for each in second.invoices], len(second.notes), second.count) == (
        [bills[2].number],
        1,
        4,
    )
    assert bills[0].number not in as_user("finn").get("/fapiao?start=1").text
    book = load_workbook(BytesIO(as_user("finn").get("/fapiao/lines.xlsx").data))
    assert book.worksheets[0].max_row == 1 + 3
    anew()
    found = invoices_waiting()
    with statements() as seen:
        assert [by_hand(each) for each in found] == [None] * 3
    assert len(seen) == 0


def test_texts_stay_texts_in_the_workbook_whatever_they_hold(chinese, as_user):
    chinese.account.fapiao_title = "=1+1\x07\ufffe回声　食品"
    billed(chinese)
    [heads, _lines] = load_workbook(BytesIO(as_user("finn").get("/fapiao/lines.xlsx").data))
    cell = heads["F2"]
    assert (cell.value, cell.data_type) == ("=1+1回声　食品", "s")


def test_elsewhere_than_in_china_nothing_speaks_of_fapiao(house, as_user):
    invoice = issued(house)
    assert "apiao" not in as_user("finn").get(f"/invoices/{invoice.id}").text
    assert "Only for sellers in China" in as_user("finn").get("/fapiao").text
