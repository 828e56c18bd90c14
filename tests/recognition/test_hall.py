"""The hall of fame: a quarter is written down once, a week after its end, and what changes later is said beside it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.company import LeaderboardReach, company
from salesapp.core.db import db
from salesapp.recognition.hall.freezing import MOST, freeze
from salesapp.recognition.hall.models import HallQuarter
from tests.recognition.test_leaderboards import places


def day(month, number, year=2026):
    return clock.travel(to=datetime(year, month, number, 10, tzinfo=UTC))


@pytest.fixture(autouse=True)
def everyone(app):
    company().leaderboard = LeaderboardReach.EVERYONE
    db.session.commit()


def frozen():
    """As the worker does: one after the other until none is due."""
    count = 0
    with acting_as(SYSTEM):
        while freeze():
            db.session.commit()
            count += 1
    return count


def test_a_quarter_is_written_down_a_week_after_its_end_and_only_once(won, as_user):
    with day(5, 13):
        won("ada", 50_00)
        won("cora", 90_00)
        db.session.commit()
        assert frozen() == MOST, "as many quarters back as are looked at"
        assert frozen() == 0
    with day(7, 7):
        assert frozen() == 0
    with day(7, 8):
        assert [frozen(), frozen()] == [1, 0]
        page = as_user("root").get("/leaderboard/hall-of-fame").text
    assert [("Cora" in row, "€90.00" in row) for row in places(page)] == [(True, True), (False, False)]
    assert "As it stood on 8 Jul 2026" in page


def test_what_changes_later_does_not_rewrite_it_and_is_said_beside_it(won, cast, as_user):
    with day(5, 13):
        won("ada", 50_00)
        changed = won("ada", 30_00)
        won("cora", 90_00)
        db.session.commit()
    with day(7, 8):
        frozen()
        changed.reopen(by=cast["ada"])
        db.session.commit()
        frozen()
        first, second = places(as_user("root").get("/leaderboard/hall-of-fame").text)
    assert "Records now" not in first
    assert "€80.00" in second
    assert "Records now: €50.00" in second


def test_all_time_is_the_sum_of_what_was_written_down(won, as_user):
    with day(2, 13):
        won("ada", 50_00)
        db.session.commit()
    with day(5, 13):
        won("ada", 30_00)
        won("cora", 70_00)
        db.session.commit()
    with day(7, 8):
        frozen()
        root = as_user("root")
        first, second = places(root.get("/leaderboard/hall-of-fame?quarter=all").text)
        earlier = places(root.get("/leaderboard/hall-of-fame?quarter=2026-01-01").text)
        speed = root.get("/leaderboard/hall-of-fame?quarter=all&of=answers").text
    assert "Ada" in first
    assert "€80.00" in first
    assert "€70.00" in second
    assert len(earlier) == 1
    assert "All time" not in speed, "medians don’t add up"


def test_each_reader_is_shown_what_the_company_shows_them(won, cast, as_user):
    with day(5, 13):
        won("ada", 50_00)
        won("cora", 90_00)
        db.session.commit()
    with day(7, 8):
        frozen()
        company().leaderboard = LeaderboardReach.SEEN
        db.session.commit()
        ada = as_user("ada")
        (row,) = places(ada.get("/leaderboard/hall-of-fame").text)
        assert row.startswith("1 Ada")
        cast["ada"].on_leaderboard = False
        db.session.commit()
        assert places(ada.get("/leaderboard/hall-of-fame").text) == []
        company().leaderboard = LeaderboardReach.OFF
        db.session.commit()
        assert "The hall of fame is empty" in ada.get("/leaderboard/hall-of-fame").text
        assert frozen() == 0
    assert len(list(db.session.scalars(select(HallQuarter)))) == MOST


def test_another_fiscal_year_counts_no_day_twice(won, as_user):
    with day(5, 13):
        won("ada", 50_00)
        db.session.commit()
    with day(7, 8):
        frozen()
        company().fiscal_year_start = 2
        db.session.commit()
        assert frozen() == 0
    with day(8, 8):
        assert frozen() == 0, "May to July begins in what is written down"
    with day(11, 8):
        assert frozen() == 1
        whole = places(as_user("root").get("/leaderboard/hall-of-fame?quarter=all").text)
    assert ["€50.00" in row for row in whole] == [True]


def test_where_the_records_come_to_nothing_it_says_so(won, lead, answer, cast, as_user):
    with day(5, 13):
        lost, call = won("ada", 50_00), answer(lead("ada"), 5, by=cast["ada"])
        db.session.commit()
    with day(7, 8):
        frozen()
        lost.reopen(by=cast["ada"])
        call.reopen(by=cast["ada"])
        db.session.commit()
        for name in ("root", "ada"):
            reader = as_user(name)
            assert "Records now: €0.00" in reader.get("/leaderboard/hall-of-fame").text
            assert "Records now: –" in reader.get("/leaderboard/hall-of-fame?of=answers").text


def test_a_reader_in_another_time_zone_reads_of_no_change(lead, answer, cast, as_user):
    with day(6, 30):  # the day after on the other side of the world
        answer(lead("ada"), 5, by=cast["ada"])
        db.session.commit()
    with day(7, 8):
        frozen()
        cast["root"].zone = "Pacific/Kiritimati"
        db.session.commit()
        root = as_user("root")
        assert "/activities" in root.get("/leaderboard?of=calls&period=this-quarter").text
        (row,) = places(root.get("/leaderboard/hall-of-fame?of=calls").text)
        assert "Records now" not in row
        assert "/activities?" not in root.get("/leaderboard/hall-of-fame?of=calls").text


def test_quarters_without_results_are_not_offered(app, won, as_user):
    with day(7, 8):
        frozen()
        page = "/leaderboard/hall-of-fame"
        assert "The hall of fame is empty" in as_user("root").get(page).text
    with day(8, 8):
        won("ada", 50_00)
        db.session.commit()
    with day(10, 8):
        frozen()
        offered = as_user("root").get(page).text
    assert "quarter=2026-07-01" in offered
    assert "quarter=2026-04-01" not in offered


def test_a_quarter_is_called_by_its_name_or_by_its_days_after_the_fiscal_year_changed(won, as_user):
    with day(2, 13):
        won("ada", 50_00)
        db.session.commit()
    with day(4, 9):
        frozen()
        reader = as_user("ada")
        assert "Q1 2026" in reader.get("/leaderboard/hall-of-fame").text
        company().fiscal_year_start = 3
        db.session.commit()
        page = reader.get("/leaderboard/hall-of-fame").text
    assert "Q1 2026" not in page
    assert "1 Jan 2026 – 31 Mar 2026" in page
