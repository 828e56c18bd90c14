"""Twenty banks' tables are understood as they come; what can be read in two ways is asked, and nothing is guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from salesapp.invoices.bank.columns import places_in, read_bank_table
from salesapp.invoices.bank.reading.delimited import Doubtful, Layout, read_delimited_statement
from salesapp.records.tables.table import Unreadable
from tests.invoices.bank.tables import FILES

OUT_TOO = {"ING Netherlands", "HSBC", "Chase", "ICBC", "China Merchants Bank", "Alipay", "Intesa"}
NAMELESS = {
    *("Revolut", "HSBC", "Chase", "Bank of America", "BNP", "Handelsbanken", "Santander", "mBank", "Intesa"),
}
ACCOUNTS = {
    **dict.fromkeys(("Sparkasse", "DKB", "VR Bank", "N26"), "DE02120300000000202051"),
    **dict.fromkeys(("ICBC", "China Merchants Bank", "China Construction Bank"), "6222020200001234567"),
    "ING Netherlands": "NL91ABNA0417164300",
}
OURS = "DE89370400440532013000"


def read(text: str, **said: object):
    chinese = any("\u4e00" <= each <= "\u9fff" for each in text)
    table = read_bank_table(text.encode("gb18030" if chinese else "utf-8"))
    found = places_in(table, [OURS])
    layout = Layout(
        OURS,
        "CNY" if chinese else "EUR",
        date=found.date,
        amount=found.amount,
        credit=found.credit,
        debit=found.debit,
        direction=found.direction,
        name=found.name,
        payer_account=found.payer_account,
        text=list(found.text),
    )
    return read_delimited_statement(table, replace(layout, **said)).entries


@pytest.mark.parametrize("bank", FILES)
def test_a_banks_table_is_understood_as_it_comes(bank):
    first, *rest = read(FILES[bank])
    assert (str(first.booked_on), first.amount) == ("2026-11-23", 44748)
    assert "INV-2026-00001" in first.text
    assert first.account == ACCOUNTS.get(bank, "")
    assert bool(first.name) == (bank not in NAMELESS)
    assert [(str(each.booked_on), each.amount) for each in rest] == [("2026-11-24", -10050)] * (
        bank in OUT_TOO
    )


@pytest.mark.parametrize("said", ["Af", "S", "Soll", "DBIT", "Dr", "借", "支出"])
def test_a_column_may_say_which_way_the_money_went(said):
    inward = {"Af": "Bij", "S": "H", "Soll": "Haben", "DBIT": "CRDT", "Dr": "Cr", "借": "贷", "支出": "收入"}[
        said
    ]
    text = f"Datum;Betrag;X\n23.11.2026;10,00;{inward}\n24.11.2026;20,00;{said}\n"
    assert [each.amount for each in read(text)] == [1000, -2000]


def test_a_word_that_says_neither_in_nor_out_is_refused_by_its_row():
    text = "Datum;Betrag;Af Bij\n23.11.2026;10,00;Bij\n24.11.2026;20,00;perhaps\n"
    with pytest.raises(Unreadable, match="Row 3: “Af Bij” says “perhaps”"):
        read(text, direction=2)


def test_what_is_moved_between_own_pockets_or_only_announced_is_no_booking():
    text = (
        "日期,金额,收/支,交易状态\n2026-11-23,10.00,收入,交易成功\n"
        "2026-11-24,20.00,不计收支,交易成功\n2026-11-25,30.00,支出,交易关闭\n"
    )
    assert [each.amount for each in read(text)] == [1000]
    assert [
        each.amount
        for each in read("Date,Amount,State\n2026-11-23,1.00,COMPLETED\n2026-11-24,2.00,PENDING\n")
    ] == [100]


def test_a_day_that_can_be_read_in_two_ways_is_asked_for_and_a_dotted_one_is_not():
    text = "Date,Amount\n03/04/2026,1.00\n05/04/2026,2.00\n"
    with pytest.raises(Doubtful, match=r"03/04/2026.*Choose the order of dates"):
        read(text)
    assert [str(each.booked_on) for each in read(text, order="mdy")] == ["2026-03-04", "2026-05-04"]
    assert [str(each.booked_on) for each in read("Datum;Betrag\n03.04.26;1,00\n")] == ["2026-04-03"]


def test_one_own_account_is_never_the_payers():
    text = f"IBAN;Datum;Betrag;Account number\n{OURS};23.11.2026;10,00;DE02120300000000202051\n"
    assert read(text)[0].account == "DE02120300000000202051"
