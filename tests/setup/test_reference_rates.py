"""Exchange rates by file: what the ECB's files say, crossed to the company's currency, taken over once."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.events import Event
from salesapp.core.money import convert
from salesapp.core.money.currencies import CurrencyRate, rate_to_company
from salesapp.records.tables.table import Unreadable
from salesapp.setup.reference_rates.planning import TAKEN, plan_for, take_over
from salesapp.setup.reference_rates.reading import read_reference_rates

THU, FRI = date(2026, 11, 26), date(2026, 11, 27)
XML = b"""<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
 xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject><Cube><Cube time='2026-11-27'>
<Cube currency='USD' rate='1.0842'/><Cube currency='IDR' rate='19123.45'/><Cube currency='CHF' rate='0.9312'/>
</Cube></Cube></gesmes:Envelope>"""
HISTORY = b"""Date,USD,CHF,CYP,RUB,
2026-11-27,1.0842,0.9312,N/A,N/A,
2026-11-26,1.08,0.93,0.5842,N/A,
someday,1,1,1,1,
2026-11-25,1.07,x,N/A,N/A,
"""


def zipped(content: bytes, name: str = "eurofxref-hist.csv") -> bytes:
    """The content as the only file in a zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return made.getvalue()


def taken(content: bytes, *currencies: str, by: Any, own: str = "EUR", since: date = THU) -> tuple[int, int]:
    """Takes these currencies of a file over."""
    found = take_over(read_reference_rates(content), currencies, own, since, by=by)
    db.session.commit()
    return found


@pytest.fixture
def root(cast: dict[str, Any]) -> Any:
    company().currency = "EUR"
    db.session.commit()
    return cast["root"]


@pytest.mark.parametrize(
    "content",
    [XML, b"Date, USD, IDR, CHF, \n27 November 2026, 1.0842, 19123.45, 0.9312, \n"],
    ids=["xml", "csv"],
)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "zip"])
def test_the_daily_file_is_read_in_each_of_its_forms(content, packed):
    found = read_reference_rates(zipped(content) if packed else content)
    assert found.days == {
        FRI: {
            "EUR": Decimal(1),
            "USD": Decimal("1.0842"),
            "IDR": Decimal("19123.45"),
            "CHF": Decimal("0.9312"),
        }
    }
    assert (found.problems, found.without) == ([], {})


def test_what_has_no_rate_or_cannot_be_read_is_named(app):
    found = read_reference_rates(HISTORY)
    assert sorted(found.days) == [date(2026, 11, 25), THU, FRI]
    assert found.without == {"CYP": 2, "RUB": 3}
    assert found.problems == ["Row 4: “someday” isn’t a date.", "2026-11-25, CHF: “x” isn’t a rate."]
    assert plan_for(found, "EUR", THU).unknown == ["CYP"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<a>",
        b"<a/>",
        b"Name,USD\nx,1",
        b"PK\x03\x04",
        zipped(b"Name,USD"),
        zipped(b"Date,USD\n" * 50)[:-60],
        b"%PDF-1.7\r\x00\xff\rstream",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    ],
    ids=range(9),  # a zip holds the second in which it was made, so it would be another test in each worker
)
def test_other_files_are_refused(app, content):
    with pytest.raises(Unreadable):
        read_reference_rates(content)


def test_a_rate_in_the_companys_currency_has_figures_enough_for_a_rupiah(root):
    assert taken(XML, "USD", "IDR", by=root) == (2, 0)
    rate = rate_to_company("IDR", on=FRI)
    assert rate == Decimal("0.000052291820")
    million = convert(19_123_450_000_00, "IDR", "EUR", rate)
    assert abs(million - 1_000_000_00) <= 5
    assert rate_to_company("USD", on=FRI) == Decimal("0.922339051835")


def test_a_company_in_another_currency_gets_cross_rates_and_days_without_its_own_are_named(root):
    company().currency = "CHF"
    plan = plan_for(read_reference_rates(HISTORY), "CHF", date(2026, 11, 25))
    assert (plan.no_cross, [each.currency for each in plan.standings]) == (
        [date(2026, 11, 25)],
        ["EUR", "USD"],
    )
    taken(HISTORY, "EUR", "USD", by=root, own="CHF")
    assert rate_to_company("EUR", on=FRI) == Decimal("0.9312")
    assert rate_to_company("USD", on=FRI) == Decimal("0.858882125069")


def test_a_second_upload_changes_nothing_and_one_upload_is_one_event(root):
    assert taken(HISTORY, "USD", "CHF", by=root) == (4, 0)
    assert taken(HISTORY, "USD", "CHF", by=root) == (0, 0)
    db.session.scalars(select(CurrencyRate).where(CurrencyRate.valid_from == FRI)).first().rate = Decimal(2)
    db.session.commit()
    assert taken(HISTORY, "USD", "CHF", by=root) == (0, 1)
    assert db.session.scalar(select(func.count()).select_from(CurrencyRate)) == 4
    told = db.session.scalars(select(Event).where(Event.kind == TAKEN)).all()
    assert len(told) == 2


def test_an_administrator_sees_what_the_file_says_before_anything_is_saved(root, as_user):
    client = as_user("root")
    assert "Import rates" in client.get("/setup/currencies").text
    token = client.csrf_token()
    sent = {"file": (io.BytesIO(zipped(HISTORY)), "hist.zip"), "csrf_token": token}
    answer = client.post("/setup/currencies/file", data=sent, content_type="multipart/form-data")
    there = answer.headers["Location"]
    page = client.get(there).text
    assert "1 USD = 0.922339051835 EUR" in page
    assert all(each in page for each in ("CYP", "RUB: 3 days", "“someday”"))
    assert db.session.scalar(select(func.count()).select_from(CurrencyRate)) == 0
    since = f"{there}?since=2026-11-27"
    path = there.partition("?")[0]
    assert client.submit(since, action=path, currencies=["USD"]).status_code == 303
    assert db.session.scalars(select(CurrencyRate.valid_from)).all() == [FRI]
    for number in range(1, 8):
        db.session.add(CurrencyRate(currency="USD", valid_from=date(2026, 10, number), rate=Decimal(1)))
    shown = [client.get(f"/setup/currencies{which}").text.count("1 USD =") for which in ("", "?all=USD")]
    assert shown == [6, 8]
    assert client.get("/setup/currencies/file/" + "0" * 64).status_code == 404
    bad = {"file": (io.BytesIO(b"nothing"), "x.csv"), "csrf_token": token}
    assert (
        client.post("/setup/currencies/file", data=bad, content_type="multipart/form-data").status_code == 422
    )
