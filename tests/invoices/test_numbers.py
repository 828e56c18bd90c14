"""Number formats: chosen by the company, never twice, never misread, without gaps from the first on."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from salesapp.core import clock
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.numbering import NumberFormat, next_number
from salesapp.invoices.opening.balances import Brought, take_over
from salesapp.people.models import User
from salesapp.setup.numbers.changing import SERIES, change_numbers
from tests.invoices.stage import faults, issued, order_of
from tests.invoices.test_races import at_once
from tests.races import somebody_waits_for_me

YEAR = clock.now().year
INVOICES = next(each for each in SERIES if each.key == "INV")
PLAIN = NumberFormat("INV")


def change(house: Any, wanted: NumberFormat, first: int = 1, of: str = "INV") -> None:
    series = next(each for each in SERIES if each.key == of)
    change_numbers(series, wanted, first, on=today_for(), by=house.people["root"])
    db.session.commit()


def test_an_administrator_chooses_the_format_and_the_first_number_and_it_is_told(house, as_user):
    root = as_user("root")
    assert f"Next number: INV-{YEAR}-00001" in root.get("/setup/numbers").text
    chosen = {"prefix": "RE", "separator": "/", "year_digits": "2", "digits": "4", "first": "118"}
    assert root.submit("/setup/numbers/INV", **chosen).status_code == 303
    assert issued(house).number == f"RE/{YEAR % 100:02d}/0118"
    assert f"Next number: RE/{YEAR % 100:02d}/0119" in root.get("/setup/numbers").text
    late = root.submit("/setup/numbers/INV", first="200")
    assert (late.status_code, "The first number stays as it is" in late.text) == (422, True)
    told = f"INV-{YEAR}-00001 → RE/{YEAR % 100:02d}/0118"
    assert told in root.get(f"/users/{house.people['root'].id}/history").text
    assert faults() == {}


def test_a_changed_format_goes_on_counting_and_without_a_year_it_counts_by_itself(house):
    assert issued(house).number == f"INV-{YEAR}-00001"
    change(house, NumberFormat("RE", "-", 4, 3))
    assert issued(house).number == f"RE-{YEAR}-002"
    change(house, NumberFormat("F", "", 0, 6), first=7000)
    assert [issued(house).number for _each in range(2)] == ["F007000", "F007001"]
    change(house, PLAIN, first=7000)  # as the sheet was filled in
    assert issued(house).number == f"INV-{YEAR}-00003"
    assert faults() == {}


def test_a_change_that_would_repeat_or_misread_a_number_is_refused(house, finn):
    issued(house)
    with pytest.raises(RuleBroken, match=f"INV-{YEAR}-00001 already exists"):
        change(house, NumberFormat(f"INV-{YEAR}", "-", 0, 5), first=1)
    db.session.rollback()
    with pytest.raises(RuleBroken, match="Choose a prefix or a year"):
        change(house, NumberFormat("", "-", 0, 5))
    db.session.rollback()
    then = today_for() - timedelta(days=40)
    take_over([Brought("RG-00009", 100, "EUR", then, account=house.account)], on=today_for(), by=finn)
    with pytest.raises(RuleBroken, match="RG-00009 already exists"):
        change(house, NumberFormat("RG", "-", 0, 5))
    db.session.rollback()
    change(house, NumberFormat("RG", "-", 0, 5), first=10)
    with pytest.raises(RuleBroken, match="Your own next invoices"):
        take_over([Brought("RG-00011", 100, "EUR", then, account=house.account)], on=today_for(), by=finn)
    assert faults() == {}


def test_a_number_of_a_year_whose_books_are_closed_is_free_for_what_is_taken_over(house, finn):
    last = date(YEAR - 1, 12, 31)
    bills = [
        Brought(f"INV-{last.year}-0000{place}", 100, "EUR", last, account=house.account) for place in (7, 8)
    ]
    with pytest.raises(RuleBroken, match="Close the books of that year"):
        take_over(bills, on=today_for(), by=finn)
    company().locked_until = last
    take_over(bills, on=today_for(), by=finn)
    change(house, NumberFormat("RE"))
    change(house, PLAIN)
    assert faults() == {}


def test_no_two_kinds_of_documents_are_numbered_alike(house):
    order = order_of(house)
    for wanted in (NumberFormat("crn", digits=3), NumberFormat(f"CRN-{YEAR}", year_digits=0)):
        with pytest.raises(RuleBroken, match="Credit notes are numbered like that"):
            change(house, wanted)
        db.session.rollback()
    change(house, NumberFormat("AB"), of="ORD")
    with pytest.raises(RuleBroken, match=f"{order.number} already exists"):
        change(house, NumberFormat("ORD"))


def test_the_first_number_is_not_changed_while_it_is_given(app, house):
    key, taken = house.people["root"].id, threading.Event()
    change(house, PLAIN, first=2)

    def give() -> str:
        number = next_number("INV", on=today_for())
        taken.set()
        somebody_waits_for_me()
        db.session.commit()
        return number

    def begin() -> None:
        taken.wait()
        change_numbers(INVOICES, PLAIN, 50, on=today_for(), by=db.session.get_one(User, key))
        db.session.commit()

    number, refused = at_once(app, [give, begin])
    assert (number, type(refused)) == (f"INV-{YEAR}-00002", RuleBroken)
    assert next_number("INV", on=today_for()) == f"INV-{YEAR}-00003"


def test_a_format_that_changes_while_documents_are_issued_leaves_no_gap(app, house):
    key = house.people["root"].id

    def act() -> None:
        change_numbers(
            INVOICES, replace(PLAIN, prefix="RE"), 1, on=today_for(), by=db.session.get_one(User, key)
        )
        db.session.commit()

    answers = at_once(app, [act, act])
    assert not any(isinstance(each, Exception) for each in answers)
    assert issued(house).number == f"RE-{YEAR}-00001"
    assert faults() == {}
