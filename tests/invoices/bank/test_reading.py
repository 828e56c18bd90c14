"""Files of banks as they come: three forms that say the same, and what is no bank file is refused in words."""

from __future__ import annotations

from datetime import date

import pytest

from salesapp.invoices.bank.reading.delimited import Layout, read_delimited_statement
from salesapp.invoices.bank.reading.entries import minor
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


def test_mt940_says_the_same_with_the_payers_account_apart_from_the_name():
    (found,) = read_bank_file(MT940.encode())
    assert (found.opening, found.closing, found.difference) == (100000, 134698, 0)
    first, second = found.entries
    assert (first.amount, first.name, first.account) == (44748, "Echo Foods GmbH", "DE02120300000000202051")
    assert first.text == "RE INV-2026-00001 Danke"
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
    keys = [key for key, _entry in found.identified()]
    assert len(set(keys)) == 2
    (again,) = read_bank_file(camt([entry("10.00"), entry("10.00"), entry("7.00")], closing="1027.00"))
    assert set(keys) < {key for key, _entry in again.identified()}
