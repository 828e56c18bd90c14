"""The pages of the pipeline's past: the bridge, a day, and the rows that make each number."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from salesapp.core import clock
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.operating.checks import findings
from salesapp.people.models import Language
from salesapp.reports.history import rows
from salesapp.reports.history.upkeep import tell_on


@pytest.fixture
def past(cast, open_deal):
    """Two opportunities of a year ago; one grew a little while ago, one came then."""
    with clock.travel(clock.now() - timedelta(days=400)):
        grows = open_deal("Grows", "ada", 100_00)
        open_deal("Stays", "cora", 33_00)
    grows.amount = 150_00
    grows.close_on = today_for() + timedelta(days=3)
    db.session.commit()
    open_deal("New one", "ada", 7_00)
    while tell_on():
        pass
    db.session.commit()


def addresses(page: str) -> dict[str, str]:
    """Number → address of the table."""
    table = page[page.index('id="report-table"') :]
    return {
        text: url.replace("&amp;", "&") for url, text in re.findall(r'<a href="([^"]+)">([^<]+)</a>', table)
    }


def test_the_bridge_opens_to_what_makes_each_part(as_user, past):
    ada = as_user("ada")
    page = ada.get("/reports/pipeline/changes?period=this-year").text
    assert "€157.00" in page
    assert "+€57.00 since the start" in page
    found = addresses(page)
    assert {"+€50.00", "+€7.00"} <= set(found)
    grown = ada.get(found["+€50.00"]).text
    assert ">Grows</a>" in grown
    assert ">New one</a>" not in grown
    assert "€190.00" in as_user("root").get("/reports/pipeline/changes?period=this-year").text
    assert "€33.00" in as_user("cora").get("/reports/pipeline/changes?period=this-year").text


def test_the_pipeline_of_a_day_stands_as_it_was(as_user, past):
    root = as_user("root")
    day = today_for() - timedelta(days=200)
    page = root.get(f"/reports/pipeline/history?day={day}").text
    assert "€133.00" in page
    assert "€190.00" in page
    rows = root.get(addresses(page)["€133.00"]).text
    assert ">Grows</a>" in rows
    assert "€100.00" in rows
    assert "New one" not in rows
    assert "€100.00" in as_user("ada").get(f"/reports/pipeline/history?day={day}").text


def test_the_rows_of_a_number_come_a_page_at_a_time_and_the_number_stays(as_user, past, monkeypatch):
    monkeypatch.setattr(rows, "AT_ONCE", 1)
    root, day = as_user("root"), today_for() - timedelta(days=200)
    for address, whole, first, second in (
        (f"history/rows?day={day}", "€133.00", "Grows", "Stays"),
        (f"history/rows?day={day}&stage=1", "€133.00", "Grows", "Stays"),
        ("changes/created?period=this-year", "€7.00", "New one", ""),
    ):
        page = root.get(f"/reports/pipeline/{address}").text
        assert whole in page
        assert re.findall(r">(Grows|Stays|New one)</a>", page) == [first]
        following = re.search(r'href="([^"]+)"[^>]*rel="next"', page)
        assert bool(following) is bool(second)
        if following:
            page = root.get(following[1].replace("&amp;", "&")).text
            assert whole in page
            assert re.findall(r">(Grows|Stays|New one)</a>", page) == [second]
            assert "2–2 of 2" in page


def test_the_pages_speak_chinese_and_bear_nonsense(as_user, cast, past):
    cast["root"].locale = Language.ZH
    db.session.commit()
    root = as_user("root")
    for address in ("changes", "changes?period=no&whose=no&process=x", "changes/won", "changes/grown?period=this-year",
                    "history", "history?day=never", f"history/rows?day={date(2020, 1, 1)}"):  # fmt: skip
        assert root.get(f"/reports/pipeline/{address}").status_code == 200
    assert root.get("/reports/pipeline/changes/nonsense").status_code == 404
    assert as_user("mia").get("/reports/pipeline/changes").status_code == 403


def test_the_check_of_an_operator_tells_the_past_anew(past):
    found = {each.name: each for each in findings()}
    assert found["pipeline history"].good
