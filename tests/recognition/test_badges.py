"""Badges: awarded once where a threshold is passed, kept whatever becomes of the rule, shown as the company decides."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select, text

from salesapp.core import clock
from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.company import LeaderboardReach, company
from salesapp.core.db import db
from salesapp.recognition.badges.awarding import award, news
from salesapp.recognition.badges.models import Badge, BadgePeriod, BadgeRule, Metric
from salesapp.records.notices.models import Notice
from tests.recognition.test_leaderboards import places

DAY = datetime(2026, 5, 13, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def everyone(app):
    with clock.travel(to=DAY):
        company().leaderboard = LeaderboardReach.EVERYONE
        db.session.commit()
        yield


@pytest.fixture
def rule(cast):
    def make(metric=Metric.DEALS, threshold=2, period=BadgePeriod.MONTH, name="Closer"):
        made = BadgeRule(name=name, metric=metric, period=period, threshold=threshold)
        db.session.add(made)
        db.session.commit()
        return made

    return make


def awarded():
    with acting_as(SYSTEM):
        count = award()
    db.session.commit()
    return count


def badges():
    return list(db.session.scalars(select(Badge).order_by(Badge.id)))


def test_whoever_passes_the_threshold_has_it_at_once_and_only_once_a_period(won, cast, rule, as_user):
    rule()
    won("ada", 10_00)
    db.session.commit()
    assert awarded() == 0
    won("ada", 20_00)
    won("cora", 20_00)
    db.session.commit()
    before = news()
    assert [awarded(), awarded()] == [1, 0]
    assert news() != before, "what was awarded is something that happened"
    (badge,) = badges()
    assert (badge.user_id, badge.name, badge.value) == (cast["ada"].id, "Closer", 2)
    assert [each.user_id for each in db.session.scalars(select(Notice))] == [cast["ada"].id]
    ada = as_user("ada")
    assert "Ada Rep earned the badge Closer" in ada.get("/").text
    (first, second) = places(as_user("cora").get("/leaderboard?of=deals").text)
    assert "Closer" in first
    assert "Closer" not in second
    assert "Deals won: 2" in ada.get(f"/users/{cast['ada'].id}/badges").text
    assert f'hx-get="/users/{cast["ada"].id}/badges"' in ada.get(f"/users/{cast['ada'].id}").text


def test_a_badge_stays_as_it_was_whatever_becomes_of_the_rule_and_the_records(won, cast, rule, as_user):
    made = rule(Metric.WON, threshold=50)
    win = won("ada", 50_00)
    won("cora", 49_99)
    db.session.commit()
    assert awarded() == 1
    made.name, made.threshold = "Other", 1000
    win.reopen(by=cast["ada"])
    db.session.commit()
    assert awarded() == 0
    page = as_user("root").get(f"/users/{cast['ada'].id}/badges").text
    assert "Closer" in page
    assert "Won: €50.00" in page


def test_what_was_entered_late_counts_and_nothing_from_before_there_was_the_rule(won, cast, rule):
    won("ada", 10_00)
    won("ada", 20_00)
    db.session.commit()
    with clock.travel(to=DAY + timedelta(days=31)):
        rule(name="Later")
        assert awarded() == 0, "May was over before there was the rule"
    rule(name="Then")
    with clock.travel(to=DAY + timedelta(days=31)):
        assert awarded() == 1
    assert [each.name for each in badges()] == ["Then"]


def test_how_fast_somebody_answers_is_awarded_at_the_end_of_the_period(lead, answer, cast, rule):
    rule(Metric.ANSWERS, threshold=30)
    answer(lead("ada"), 30, by=cast["ada"])
    answer(lead("cora"), 31, by=cast["cora"])
    db.session.commit()
    assert awarded() == 0
    with clock.travel(to=DAY + timedelta(days=31)):
        assert awarded() == 1
    assert [each.user_id for each in badges()] == [cast["ada"].id]


def test_who_stays_off_the_leaderboard_and_a_company_without_one_have_none(won, cast, rule, as_user):
    rule(threshold=1)
    won("ada", 10_00)
    won("cora", 10_00)
    cast["ada"].on_leaderboard = False
    db.session.commit()
    assert awarded() == 1
    where = f"/users/{cast['cora'].id}/badges"
    assert "Closer" in as_user("ada").get(where).text
    told = [f"/users/{cast['cora'].id}/{each}" for each in ("timeline", "history")]
    assert ["earned the badge" in as_user("cora").get(each).text for each in told] == [True, True]
    assert ["earned the badge" in as_user("ada").get(each).text for each in told] == [False, False]
    company().leaderboard = LeaderboardReach.OFF
    won("dana", 10_00)
    db.session.commit()
    assert awarded() == 0
    assert "No badges yet" in as_user("root").get(where).text
    assert "Closer" in as_user("cora").get(where).text, "one’s own are one’s own"


def test_nobody_who_writes_waits_for_the_counting(won, rule):
    rule(threshold=1)
    won("ada", 10_00)
    db.session.commit()
    seen = []

    def note(_connection, _cursor, statement, *_others):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        counted = awarded()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    locks = [i for i, each in enumerate(seen) if "BEGIN IMMEDIATE" in each or "pg_advisory" in each]
    counts = [i for i, each in enumerate(seen) if "FROM opportunities" in each]
    assert counted == 1
    assert counts
    assert max(counts) < min(locks)


def test_the_period_before_is_counted_only_by_who_looks_back(won, rule):
    rule(threshold=1)
    won("ada", 10_00)
    db.session.commit()
    with clock.travel(to=DAY + timedelta(days=31)), acting_as(SYSTEM):
        assert [award(looking_back=False), award()] == [0, 1]


def test_the_badge_for_speed_asks_for_a_number_of_leads(lead, answer, cast, rule):
    rule(Metric.ANSWERS, threshold=30).fewest = 2
    for name in ("ada", "cora", "cora"):
        answer(lead(name), 10, by=cast[name])
    db.session.commit()
    with clock.travel(to=DAY + timedelta(days=31)):
        assert awarded() == 1
    assert [each.user_id for each in badges()] == [cast["cora"].id]


def test_a_rule_that_fails_holds_up_no_other_and_is_logged(won, rule, caplog):
    """Such as one of a metric that an older version does not know."""
    broken = rule(threshold=1, name="Broken").id
    rule(threshold=1)
    won("ada", 10_00)

    def become(metric):
        spoil = text("UPDATE badge_rules SET metric = :metric WHERE id = :key")
        options = {"unscoped": "a rule of another version"}
        db.session.execute(spoil, {"key": broken, "metric": metric}, execution_options=options)
        db.session.commit()
        db.session.expunge_all()

    become("gone")
    assert awarded() == 1
    assert f"the badges of rule {broken} were not awarded" in caplog.text
    become("deals")


def test_people_are_read_once_for_all_rules(won, rule):
    for name in ("ada", "ben", "cora", "dana"):
        won(name, 10_00)
    for number in range(4):
        rule(threshold=100, name=f"Rule {number}")
    db.session.expunge_all()
    seen = []

    def note(_connection, _cursor, statement, *_others):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert awarded() == 0
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    people = [each for each in seen if "FROM users" in each and "users.email" in each]
    assert len(people) <= 2, "once for each period that is counted"
