"""A table's columns are explained once, with what the first bookings become before one's eyes."""

from __future__ import annotations

from io import BytesIO

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.invoices.bank.models import BankBooking, BankLayout
from tests.invoices.bank.files import CSV
from tests.invoices.stage import anew


def bookings() -> list[BankBooking]:
    anew()
    return list(db.session.scalars(select(BankBooking).order_by(BankBooking.id)))


def upload(browser, content, name):
    data = {"file": (BytesIO(content), name), "csrf_token": browser.csrf_token()}
    return browser.post("/bank-statements/import", data=data)


def test_a_table_is_explained_once_and_comes_in_by_itself_from_then_on(house, as_user):
    finn = as_user("finn")
    page = upload(finn, CSV.encode("cp1252"), "a.csv").headers["Location"]
    assert page.startswith("/bank-statements/uploads/")
    assert "Verwendungszweck" in finn.get(page).text
    finn.submit(page, account="DE89 3704", currency="EUR")
    assert [each.amount for each in bookings()] == [144748, -110050]
    assert db.session.scalars(select(BankLayout)).one().account == "DE893704"
    more = CSV.replace("1.447,48", "2.000,00").encode("utf-8")
    assert upload(finn, more, "b.csv").headers["Location"] == "/bank-statements"
    assert [each.amount for each in bookings()] == [144748, -110050, 200000]


def test_the_columns_page_shows_how_the_first_bookings_come_in(house, as_user):
    finn = as_user("finn")
    page = upload(finn, CSV.encode(), "a.csv").headers["Location"]
    opened = finn.get(page).text
    assert "Müller &amp; Söhne" in opened
    assert "1,447.48" in opened
    chosen = finn.filled(page, amount="")
    assert "1,447.48" not in finn.htmx(f"{page}/bookings", method="POST", data=chosen).text
    other = chosen | {"date": "2", "amount": "5"}
    assert "isn’t a date" in finn.htmx(f"{page}/bookings", method="POST", data=other).text
    finn.submit(page, account="DE89 3704", currency="EUR")
    assert [each.amount for each in bookings()] == [144748, -110050]


def test_days_of_a_known_table_that_can_be_read_in_two_ways_are_asked_for_once(house, as_user):
    finn = as_user("finn")
    table = "Date,Amount,Reference\n{},10.00,A\n{},20.00,B\n"
    page = upload(finn, table.format("23/11/2026", "24/11/2026").encode(), "a.csv").headers["Location"]
    finn.submit(page, account="DE89 3704", currency="EUR")
    page = upload(finn, table.format("03/12/2026", "04/12/2026").encode(), "b.csv").headers["Location"]
    answer = finn.submit(page)
    assert answer.status_code == 422
    assert "03/12/2026” can be read as more than one date" in answer.text
    finn.submit(page, order="dmy")
    assert [str(each.booked_on) for each in bookings()][2:] == ["2026-12-03", "2026-12-04"]
    more = upload(finn, table.format("05/12/2026", "06/12/2026").encode(), "c.csv")
    assert more.headers["Location"] == "/bank-statements"
    assert [str(each.booked_on) for each in bookings()][4:] == ["2026-12-05", "2026-12-06"]
