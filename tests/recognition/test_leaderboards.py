"""Who is ahead: ranks, ties, whose numbers a reader is shown, and that each number opens to what it counts."""

import re
from datetime import timedelta

import pytest

from salesapp.core import clock
from salesapp.core.company import LeaderboardReach, company, today_for
from salesapp.core.db import db
from salesapp.core.events import CHANGED, record
from salesapp.opportunities.outcome import Outcome
from tests.markup import parsed, text


def give(opportunity, owner, *, by):
    """As a form or a leaver’s hand-over does, which closed opportunities go along with."""
    opportunity.owner_id = owner.id
    record(opportunity, CHANGED, by=by)


def places(page):
    rows = [
        each for each in parsed(page).elements if each.tag == "li" and "row" in each.get("class", "").split()
    ]
    return [text(each) for each in rows]


def test_the_same_amount_has_the_same_rank_and_who_stays_off_is_not_counted(won, cast, as_user):
    for name, amount in (("ada", 50_00), ("ben", 90_00), ("cora", 50_00), ("dana", 10_00)):
        won(name, amount)
    cast["dana"].on_leaderboard = False
    company().leaderboard = LeaderboardReach.EVERYONE
    db.session.commit()
    page = as_user("root").get("/leaderboard?of=won&period=this-month").text
    assert [each.split(" ")[0] for each in places(page)] == ["1", "2", "2"]
    assert [
        cast[name].name in row for name, row in zip(("ben", "ada", "cora"), places(page), strict=True)
    ] == [True] * 3


def test_a_reader_sees_their_own_unless_the_company_shows_everyone(won, cast, as_user):
    won("ada", 50_00)
    won("ben", 90_00)
    company().leaderboard = LeaderboardReach.SEEN
    db.session.commit()
    ada = as_user("ada")
    page = ada.get("/leaderboard").text
    assert len(places(page)) == 1
    assert "(you)" in page
    company().leaderboard = LeaderboardReach.EVERYONE
    db.session.commit()
    page = ada.get("/leaderboard").text
    assert [row.split(" ")[0] for row in places(page)] == ["1", "2"]
    links = re.findall(r'href="(/opportunities\?[^"]+)"', page)
    assert len(links) == 1, "the number of a colleague opens nothing that the reader may not see"
    assert "ada 5000" in ada.get(links[0].replace("&amp;", "&")).text
    company().leaderboard = LeaderboardReach.OFF
    db.session.commit()
    assert "There is no leaderboard" in ada.get("/leaderboard").text


def test_who_left_keeps_the_place_they_had_and_money_is_said_only_under_money(won, cast, as_user):
    won("ada", 50_00)
    cast["ada"].active = False
    company().leaderboard = LeaderboardReach.EVERYONE
    db.session.commit()
    root = as_user("root")
    assert "€50.00" in root.get("/leaderboard").text
    assert "Amounts are in EUR." in root.get("/leaderboard").text
    assert "Amounts are in EUR." not in root.get("/leaderboard?of=calls").text


def test_another_period_and_a_team_narrow_it(won, cast, as_user):
    cast["ada"].team, cast["ben"].team = "North", "South"
    won("ada", 50_00)
    won("ben", 90_00)
    company().leaderboard = LeaderboardReach.EVERYONE
    db.session.commit()
    root = as_user("root")
    assert len(places(root.get("/leaderboard?team=North").text)) == 1
    assert len(places(root.get("/leaderboard?team=Nowhere&of=nothing&period=never").text)) == 2
    assert places(root.get("/leaderboard?period=last-quarter").text) == []
    with clock.travel(to=clock.now() + timedelta(days=100)):
        assert places(root.get("/leaderboard?period=this-month").text) == []


def test_a_leaderboard_that_is_switched_off_is_no_place_to_go(won, cast, as_user):
    won("ada", 50_00)
    ada = as_user("ada")
    before, _main, after = ada.get("/").text.partition("<main")
    assert 'href="/leaderboard"' in before + ada.get("/more").text
    assert 'href="/leaderboard"' in after
    company().leaderboard = LeaderboardReach.OFF
    db.session.commit()
    for page in ("/", "/more"):
        assert 'href="/leaderboard"' not in ada.get(page).text


def test_deals_are_counted_and_last_week_is_a_period(won, cast, as_user):
    won("ada", 50_00)
    won("ada", 10_00)
    won("cora", 90_00)
    company().leaderboard = LeaderboardReach.EVERYONE
    db.session.commit()
    root = as_user("root")
    assert [cast["ada"].name in row for row in places(root.get("/leaderboard?of=deals").text)] == [
        True,
        False,
    ]
    assert places(root.get("/leaderboard?of=deals&period=last-week").text) == []
    with clock.travel(to=clock.now() + timedelta(days=7)):
        later = as_user("root")  # a session ends after a week without use
        assert len(places(later.get("/leaderboard?of=deals&period=last-week").text)) == 2


def test_who_won_keeps_the_credit_after_it_was_given_to_somebody_else(won, cast, as_user):
    given_away, kept = won("ada", 50_00), won("ada", 10_00)
    give(given_away, cast["cora"], by=cast["root"])
    kept.reopen(by=cast["ada"])
    kept.assign(cast["cora"], by=cast["root"])
    kept.close_won(Outcome(today_for(), 10_00), by=cast["cora"])
    company().leaderboard = LeaderboardReach.EVERYONE
    db.session.commit()
    root = as_user("root")
    page = root.get("/leaderboard?of=won").text
    assert [
        (name in row, amount in row)
        for row, name, amount in zip(places(page), ("Ada", "Cora"), ("€50.00", "€10.00"), strict=True)
    ] == [(True, True)] * 2
    links = [each.replace("&amp;", "&") for each in re.findall(r'href="(/opportunities\?[^"]+)"', page)]
    for link, there, elsewhere in zip(links, ("ada 5000", "ada 1000"), ("ada 1000", "ada 5000"), strict=True):
        listed = root.get(link).text
        assert there in listed
        assert elsewhere not in listed
        assert "Owner when closed: " in listed


@pytest.mark.parametrize("reach", [LeaderboardReach.SEEN, LeaderboardReach.EVERYONE])
def test_what_one_won_counts_for_oneself_although_one_sees_the_record_no_more(won, cast, as_user, reach):
    give(won("ada", 50_00), cast["cora"], by=cast["root"])
    company().leaderboard = reach
    db.session.commit()
    page = as_user("ada").get("/leaderboard?of=won").text
    assert "€50.00" in places(page)[0]
    assert "/opportunities?" not in page, "no list shows what makes this number"
    (row,) = places(as_user("cora").get("/leaderboard?of=won").text)
    assert "Ada Rep" in row
