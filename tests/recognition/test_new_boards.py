"""New customers are credited to their first win; the speed of first answers is a median, the fastest first."""

import importlib.util
import re
from datetime import timedelta
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import update

from salesapp.activities.models import ActivityKind
from salesapp.core import clock
from salesapp.core.company import LeaderboardReach, company
from salesapp.core.db import db
from salesapp.core.once import new_key
from salesapp.leads.conversion.actions import convert
from salesapp.leads.conversion.choices import Choices, New
from salesapp.leads.conversion.undo import unconvert
from salesapp.leads.models import Lead
from salesapp.recognition.merits import lasting
from tests.leads.assignment.test_transfer import undo_in
from tests.recognition.test_leaderboards import places

VERSIONS = Path(__file__).parents[2] / "migrations/versions"
FILLS = (VERSIONS / "0118_lead_assigned_at.py", VERSIONS / "0122_answers_of_converted_leads.py")


def links(page, plural):
    return [each.replace("&amp;", "&") for each in re.findall(rf'href="(/{plural}\?[^"]+)"', page)]


def test_an_account_is_a_new_customer_once_by_whoever_won_it_first(won, cast, as_user):
    won("ada", 50_00)
    won("cora", 90_00)
    won("cora", 10_00, account="Bolt")
    won("ben", 30_00, account="Bolt")
    company().leaderboard = LeaderboardReach.EVERYONE
    db.session.commit()
    page = as_user("root").get("/leaderboard?of=customers").text
    assert [row.split(" ")[-1] for row in places(page)] == ["1", "1"]
    assert "Ben" not in "".join(places(page))
    first, second = (as_user("root").get(each).text for each in links(page, "opportunities"))
    assert "ada 5000" in first
    assert "cora 1000" in second
    assert "cora 9000" not in second, "Acme was Ada’s customer before"
    assert "New customer" in second


def test_a_win_that_the_reader_does_not_see_came_before_all_the_same(won, cast, as_user):
    won("cora", 90_00)
    won("ada", 50_00)
    company().leaderboard = LeaderboardReach.SEEN
    db.session.commit()
    assert places(as_user("ada").get("/leaderboard?of=customers").text) == []


def test_the_next_win_is_the_first_after_the_first_was_reopened(won, cast, as_user):
    reopened = won("cora", 90_00)
    won("ada", 50_00)
    reopened.reopen(by=cast["cora"])
    db.session.commit()
    (row,) = places(as_user("root").get("/leaderboard?of=customers").text)
    assert "Ada" in row


def test_the_fastest_median_answer_comes_first_and_opens_its_leads(lead, answer, cast, as_user):
    ada, cora = cast["ada"], cast["cora"]
    for minutes in (10, 20, 300):
        answer(lead("ada"), minutes, by=ada)
    slow = lead("cora")
    answer(slow, 1, by=cora, kind=ActivityKind.TASK)
    answer(slow, 90, by=cora)
    answer(slow, 95, by=cora)
    lead("cora").name = "Never answered"
    company().leaderboard = LeaderboardReach.EVERYONE
    db.session.commit()
    page = as_user("root").get("/leaderboard?of=answers").text
    rows = places(page)
    assert "20 min" in rows[0]
    assert "3 of 3 leads answered" in rows[0]
    assert "1.5 h" in rows[1]
    assert "1 of 2 leads answered" in rows[1]
    theirs = links(page, "leads")
    assert as_user("root").get(theirs[0]).text.count("Lead of ada") >= 3
    opened = as_user("root").get(theirs[1]).text
    assert "Lead of cora" in opened
    assert "Never answered" not in opened


def test_who_gets_a_lead_later_has_had_it_since_then(lead, answer, cast, as_user):
    passed_on = lead("ada")
    answer(passed_on, 5, by=cast["ada"])
    db.session.commit()
    with clock.travel(to=clock.now() + timedelta(minutes=60)):
        passed_on.assign(cast["cora"], by=cast["root"])
        db.session.commit()
    assert places(as_user("root").get("/leaderboard?of=answers").text) == [], "what Ada did is not Cora’s"
    answer(passed_on, 90, by=cast["cora"])
    db.session.commit()
    (row,) = places(as_user("root").get("/leaderboard?of=answers").text)
    assert "Cora" in row
    assert "30 min" in row


def test_a_converted_lead_stays_answered_until_the_conversion_is_undone(lead, answer, cast, as_user):
    ada, board = cast["ada"], "/leaderboard?of=answers"
    converted = lead("ada")
    call = answer(converted, 30, by=ada)
    became = convert(converted, Choices(New(), New()), by=ada)
    answer(lead("ada"), 10, by=ada)
    db.session.commit()
    (row,) = places(as_user("root").get(board).text)
    assert "20 min" in row
    assert "2 of 2 leads answered" in row
    opened = links(as_user("root").get(board).text, "leads")[0]
    assert as_user("root").get(opened).text.count("Lead of ada") >= 2
    assert call.subject_type == became.records[0].record_type_key
    unconvert(converted, by=ada)
    call.reopen(by=ada)
    db.session.commit()
    (row,) = places(as_user("root").get(board).text)
    assert "10 min" in row


def test_the_undo_of_an_assignment_gives_the_answer_back(lead, answer, cast, as_user):
    passed_on, board = lead("ada"), "/leaderboard?of=answers"
    answer(passed_on, 5, by=cast["ada"])
    db.session.commit()
    with clock.travel(to=clock.now() + timedelta(minutes=10)):
        root, page = as_user("root"), f"/leads/{passed_on.id}"
        for _again in range(2):
            root.submit(f"{page}/assign", action=f"{page}/assign", owner=str(cast["cora"].id))
            given = root.get(board).text
            assert places(given) == []
            root.post(undo_in(given), data={"csrf_token": root.csrf_token(), "once": new_key()})
            (row,) = places(root.get(board).text)
            assert "Ada" in row
            assert "5 min" in row


def test_minutes_are_said_in_the_unit_that_says_enough(app):
    assert [lasting(each) for each in (0, 59, 60, 100, 2880, 4000)] == [
        "0 min",
        "59 min",
        "1 h",
        "1.7 h",
        "2 days",
        "2.8 days",
    ]


def test_the_migration_tells_since_when_a_lead_is_its_owners_and_when_it_was_answered(lead, answer, cast):
    kept, given, answered = lead("ada"), lead("ada"), lead("ada")
    given.assign(cast["cora"], by=cast["root"])
    for minutes in (40, 30):
        answer(answered, minutes, by=cast["ada"])
    convert(answered, Choices(New(), New()), by=cast["ada"])
    db.session.flush()
    since, at = given.assigned_at, answered.first_answered_at
    assert since is not None
    assert at is not None
    db.session.execute(update(Lead).values(assigned_at=None, first_answered_at=None))
    with Operations.context(MigrationContext.configure(db.session.connection())):
        for each in FILLS:
            spec = importlib.util.spec_from_file_location("filling", each)
            migration = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(migration)
            migration.fill()
    db.session.expire_all()
    assert kept.assigned_at is None
    assert abs(given.assigned_at - since) < timedelta(minutes=1)
    assert answered.first_answered_at == at
    assert given.first_answered_at is None
