"""Files of banks as they come: three forms that say the same, and what is no bank file is refused in words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from salesapp.invoices.bank.layouts import guessed
from salesapp.invoices.bank.reading.delimited import Layout, read_delimited_statement
from salesapp.invoices.bank.reading.entries import identified, minor
from salesapp.invoices.bank.reading.files import read_bank_file
from salesapp.records.tables.reading import read_table
from salesapp.records.tables.table import Unreadable
from tests.invoices.bank.files import BATCH, CSV, MT940, camt, entry

LAYOUT = Layout("DE89", "EUR", date=0, amount=5, name=2, payer_account=3, text=[4])


@pytest.mark.parametrize("version", ["02", "08"])
def test_camt_gives_bookings_with_their_signs_and_the_balances(version):
    entries = [entry("447.48", "INV-2026-00001", reference="A1"), entry("-100.50", "Rent")]
    (found,) = read_bank_file(camt(entries, closing="1346.98", version=version))
    assert (found.account, found.currency, found.number) == ("DE89370400440532013000", "EUR", "7")
    assert (found.opening, found.closing, found.difference) == (100000, 134698, 0)
    first, second = found.entries
    assert (first.amount, first.booked_on, first.name) == (44748, date(2026, 11, 23), "Echo Foods GmbH")
    assert (first.account, first.text, first.reference) == ("DE02120300000000202051", "INV-2026-00001", "A1")
    assert second.amount == -10050


def test_a_wrong_closing_balance_shows_as_a_difference():
    (found,) = read_bank_file(camt([entry("10.00")], closing="1015.00"))
    assert found.difference == -500


def test_what_is_only_announced_is_no_booking_yet():
    (found,) = read_bank_file(camt([entry("5.00", status="PDNG"), entry("6.00")], closing="1006.00"))
    assert [each.amount for each in found.entries] == [600]


def test_a_batch_that_names_its_parts_is_read_part_by_part():
    (found,) = read_bank_file(camt([BATCH], closing="1030.00"))
    assert [(each.amount, each.name, each.text) for each in found.entries] == [
        (1000, "One", ""),
        (2000, "", "RF18"),
    ]
    assert found.difference == 0


@pytest.mark.parametrize(
    "details",
    [
        '<Chrgs><Amt Ccy="EUR">2.50</Amt><CdtDbtInd>DBIT</CdtDbtInd></Chrgs>',
        '<AmtDtls><InstdAmt><Amt Ccy="USD">118.00</Amt></InstdAmt><TxAmt><Amt Ccy="EUR">102.50</Amt></TxAmt></AmtDtls>',
    ],
    ids=["the bank's charges", "the payer's currency"],
)
def test_what_the_account_was_credited_with_counts_whatever_stands_below_it(details):
    booked = entry("100.00").replace("</TxDtls>", f"{details}</TxDtls>")
    (found,) = read_bank_file(camt([booked], closing="1100.00"))
    assert [(each.amount, each.currency) for each in found.entries] == [(10000, "EUR")]
    assert found.difference == 0


def test_mt940_says_the_same_with_the_payers_account_apart_from_the_name():
    (found,) = read_bank_file(MT940.encode())
    assert (found.opening, found.closing, found.difference) == (100000, 134698, 0)
    first, second = found.entries
    assert (first.amount, first.name, first.account) == (44748, "Echo Foods GmbH", "DE02120300000000202051")
    assert first.text == "Die Rechnung INV-2026-00001 Danke"
    assert (second.amount, second.text) == (-10050, "Rent")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_csv_is_read_by_its_layout_in_any_encoding(encoding):
    assert read_bank_file(CSV.encode(encoding)) is None
    found = read_delimited_statement(read_table(CSV.encode(encoding)), LAYOUT)
    assert [(each.amount, each.name) for each in found.entries] == [
        (144748, "Müller & Söhne"),
        (-110050, "Vermieter"),
    ]
    assert found.entries[0].booked_on == date(2026, 11, 23)
    assert found.difference is None


def test_credit_and_debit_may_have_columns_of_their_own():
    text = 'date,in,out\n2026-11-23,"1,000.50",\n2026-11-24,,20\n'
    layout = Layout("X", "EUR", date=0, credit=1, debit=2)
    found = read_delimited_statement(read_table(text.encode()), layout)
    assert [each.amount for each in found.entries] == [100050, -2000]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"<a><b></a>", "readable XML"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "readable XML"),
        (b"<Document><Other/></Document>", "no bank statement"),
        (camt([entry("1.005")], closing="1001.00"), "too many decimal places"),
        (camt([entry("NaN")], closing="1001.00"), "isn’t an amount"),
        (camt([entry("1.00", day="2026-13-01")], closing="1001.00"), "isn’t a date"),
    ],
)
def test_what_is_no_statement_is_refused_in_words(app, content, words):
    with pytest.raises(Unreadable, match=words):
        read_bank_file(content)


@pytest.mark.parametrize(
    ("text", "currency", "units"), [("447,48", "EUR", 44748), ("5,", "EUR", 500), ("700", "JPY", 700)]
)
def test_amounts_become_whole_minor_units(text, currency, units):
    assert minor(text, currency) == units


def test_two_bookings_that_are_wholly_alike_have_identities_of_their_own():
    (found,) = read_bank_file(camt([entry("10.00"), entry("10.00")], closing="1020.00"))
    ((_read, keys),) = identified([found])
    assert len(keys) == 2
    (again,) = read_bank_file(camt([entry("10.00"), entry("10.00"), entry("7.00")], closing="1027.00"))
    ((_read, more),) = identified([again])
    assert set(keys) < set(more)


def test_alike_bookings_on_two_pages_of_a_statement_are_two_and_a_statement_given_twice_is_one():
    (first,) = read_bank_file(camt([entry("10.00")], closing="1010.00"))
    second = replace(first, number="8", opening=101000, closing=102000)
    (_one, keys), (_two, others) = identified([first, second, first])
    assert len(keys | others) == 2


FOREIGN = "Datum;Betrag;{heading}\n23.11.2026;500,00;EUR\n24.11.2026;20,00;{said}\n"


@pytest.mark.parametrize(
    ("heading", "said"), [("Währung", "USD"), ("Currency", "us$"), ("币种", "人民币"), ("Ccy", "EU")]
)
def test_a_row_in_another_currency_than_the_accounts_is_refused_by_row_column_and_value(app, heading, said):
    table = read_table(FOREIGN.format(heading=heading, said=said).encode())
    layout = replace(guessed(table), currency="EUR")
    assert layout.currency_column == 2
    with pytest.raises(Unreadable, match=re.escape(f"Row 3: “{heading}” says “{said}”, but")):
        read_delimited_statement(table, layout)


@pytest.mark.parametrize("said", ["EUR", "eur", "€", "欧元", ""])
def test_a_row_in_the_accounts_currency_comes_in_however_it_is_written(app, said):
    table = read_table(FOREIGN.format(heading="Währung", said=said).encode())
    found = read_delimited_statement(table, replace(guessed(table), currency="EUR"))
    assert [each.amount for each in found.entries] == [50000, 2000]


def test_an_amount_in_foreign_money_is_not_taken_for_the_column_of_currencies(app):
    table = read_table("Datum;Betrag in Fremdwährung;Betrag\n".encode())
    assert guessed(table).currency_column is None
