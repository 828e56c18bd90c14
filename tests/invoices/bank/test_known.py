"""A booking comes in once, whichever of the bank's files tells of it and in whatever words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.invoices.bank.importing import Imported, import_statements
from salesapp.invoices.bank.known import same_account
from salesapp.invoices.bank.models import BankBooking
from salesapp.invoices.bank.proposals import proposed_for
from salesapp.invoices.bank.queries import waiting
from salesapp.invoices.bank.reading.delimited import Layout, read_delimited_statement
from salesapp.invoices.bank.reading.entries import Entry, ReadStatement
from salesapp.invoices.bank.reading.files import read_bank_file
from salesapp.invoices.bank.settling import confirm
from salesapp.records.tables.reading import read_table
from tests.invoices.bank.files import camt, entry
from tests.invoices.bank.test_bank import bill
from tests.invoices.stage import anew, faults

IBAN = "DE89370400440532013000"
LAYOUT = Layout("DE89 3704 0044 0532 0130 00", "EUR", date=0, amount=3, name=1, text=[2])
DAY = date(2026, 11, 23)
PAID = Entry(
    DAY, 11900, "EUR", valued_on=DAY, name="Müller & Söhne", account="DE02120300000000202051",
    text="Rechnung INV-1 Danke", reference="A1 E2E-1",
)  # fmt: skip
BARE = replace(PAID, valued_on=None, account="", reference="")
"""The same as a table says it."""


def brought(finn: Any, *entries: Entry, account: str = IBAN) -> Imported:
    found = import_statements([ReadStatement(account, "EUR", entries)], "a.file", by=finn)
    db.session.commit()
    return found


def counts(found: Imported) -> tuple[int, int, int]:
    return found.new, found.known, found.doubtful


def test_the_banks_table_brings_nothing_that_its_camt_file_has_brought(house, finn):
    invoice = bill(house)
    text = f"Rechnung {invoice.number}"
    read = read_bank_file(camt([entry("119.00", text, reference="A1")], closing="1119.00"))
    import_statements(read or [], "a.xml", by=finn)
    (proposed,) = waiting().sure
    confirm(proposed.booking, proposed.parts, by=finn)
    db.session.commit()
    table = f"Tag;Name;Zweck;Betrag\n23.11.2026;ECHO FOODS  GMBH;{text.upper()};119,00\n"
    found = import_statements(
        [read_delimited_statement(read_table(table.encode()), LAYOUT)], "a.csv", by=finn
    )
    db.session.commit()
    assert counts(found) == (0, 1, 0)
    assert (waiting().count, faults()) == (0, {})


@pytest.mark.parametrize(("first", "second"), [(PAID, BARE), (BARE, PAID)])
def test_equal_bookings_are_counted_and_not_taken_for_one(house, finn, first, second):
    assert counts(brought(finn, first, first)) == (2, 0, 0)
    assert counts(brought(finn, second, second, second)) == (1, 2, 0)
    assert counts(brought(finn, first, first)) == (0, 2, 0)


def test_an_account_is_the_same_as_its_iban():
    assert same_account("37040044/532013000", "DE89 3704 0044 0532 0130 00")
    assert not same_account("37040044/532013001", IBAN)
    assert not same_account("00", IBAN)


@pytest.mark.parametrize(
    "other",
    [
        replace(BARE, text="Sammelgutschrift"),
        replace(BARE, text=""),
        replace(BARE, name="Mueller u. Soehne"),
        replace(PAID, reference="A2 E2E-2"),
        replace(PAID, text="Other"),
    ],
)
def test_what_only_looks_like_an_earlier_booking_is_never_sure_and_not_confirmed_by_a_tap(house, finn, other):
    invoice = bill(house)
    brought(finn, replace(PAID, text=PAID.text.replace("INV-1", str(invoice.number))))
    brought(finn, replace(other, text=f"{other.text} {invoice.number}", name=other.name))
    first, second = db.session.scalars(select(BankBooking).order_by(BankBooking.id))
    assert second.like_id == first.id
    (alone,) = proposed_for([second])
    assert alone.parts
    assert alone.certainty != "sure"
    with pytest.raises(RuleBroken, match="another file"):
        confirm(second, alone.parts, by=finn)
    db.session.rollback()
    anew()
    (second,) = db.session.scalars(select(BankBooking).where(BankBooking.like_id.is_not(None)))
    (alone,) = proposed_for([second])
    assert confirm(second, alone.parts, by=finn, anyway=True).amount == 11900


@pytest.mark.parametrize(
    "other",
    [
        replace(PAID, account="DE11520513735120710131"),
        replace(PAID, booked_on=date(2026, 11, 24)),
        replace(PAID, amount=11901),
    ],
)
def test_other_money_looks_like_nothing(house, finn, other):
    brought(finn, PAID)
    assert counts(brought(finn, other)) == (1, 0, 0)


def test_a_booking_beside_one_that_is_known_does_not_look_like_it(house, finn):
    brought(finn, PAID)
    assert counts(brought(finn, BARE, replace(BARE, text="Other", name="Bolt"))) == (1, 1, 0)


def test_the_desk_and_the_sheet_say_which_booking_it_looks_like(house, as_user, finn):
    bill(house)
    brought(finn, PAID)
    brought(finn, replace(BARE, text="Other"))
    client = as_user("finn")
    assert "looks like the booking of" in client.get("/bank-statements").text
    assert "a.file" in client.get(f"/bank-statements/bookings/2/match?account={house.account.id}").text
    sent = {"account_id": str(house.account.id), "paid_on": "2026-11-23"}
    refused = client.submit(
        f"/bank-statements/bookings/2/match?account={house.account.id}",
        action="/bank-statements/bookings/2/match",
        **sent,
    )
    assert refused.status_code == 422
    assert "already have been imported" in refused.text
    client.submit("/bank-statements/bookings/2/match", action="/bank-statements/bookings/2/dismiss")
    anew()
    assert db.session.get_one(BankBooking, 2).note == "Imported before with a.file"
