"""How the product is used: days that stay, what was made, which reports were read, and what of it a reader sees."""

import re
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete, func, select

from salesapp.core import clock
from salesapp.core.access import Role
from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes import defaults
from salesapp.people.models import LoginSession, User, UserDay
from tests.pages import parsed, text

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)


def days_of(user, what=""):
    query = select(UserDay.day).where(UserDay.user_id == user.id, UserDay.what == what)
    return list(db.session.scalars(query.order_by(UserDay.day)))


def rows(page, panel):
    (inside,) = [each for each in parsed(page).elements if each.get("id") == panel]
    return [text(each) for each in inside.iter("li")]


def test_a_day_is_kept_once_however_often_somebody_comes_and_outlasts_their_sessions(cast, as_user):
    with clock.travel(NOON):
        ada = as_user("ada")
        for _time in range(3):
            ada.get("/accounts")
        as_user("ada").get("/")
    with clock.travel(NOON + timedelta(days=1)):
        ada.get("/accounts")  # who only reads was there as well
        ada.get("/accounts")
    db.session.execute(delete(LoginSession))
    assert days_of(cast["ada"]) == [date(2026, 3, 11), date(2026, 3, 12)]


def test_the_day_is_that_of_the_persons_calendar_and_a_page_after_midnight_begins_another(cast, as_user):
    cast["ada"].zone = "Pacific/Auckland"
    with clock.travel(datetime(2026, 3, 11, 10, 50, tzinfo=UTC)):  # ten to midnight there
        ada = as_user("ada")
    with clock.travel(datetime(2026, 3, 11, 11, 10, tzinfo=UTC)):
        ada.get("/accounts")
    assert days_of(cast["ada"]) == [date(2026, 3, 11), date(2026, 3, 12)]


def test_pages_within_the_hour_write_nothing(cast, as_user):
    with clock.travel(NOON):
        ada = as_user("ada")
        seen = db.session.scalar(select(LoginSession.seen_at))
    with clock.travel(NOON + timedelta(minutes=50)):
        ada.get("/accounts")
    db.session.expire_all()
    assert db.session.scalar(select(LoginSession.seen_at)) == seen


def test_the_share_of_users_is_of_those_who_have_access_and_each_is_named_with_their_days(cast, as_user):
    with clock.travel(NOON):
        as_user("ada")
        as_user("ben")
        cast["rob"].deactivate(by=cast["root"])
    with clock.travel(NOON + timedelta(days=1)):
        as_user("ada")
        page = as_user("root").get("/adoption?period=this-month").text
    assert "3 of 8 users" in page
    people = rows(page, "adoption-days")
    assert "Ada Rep" in people[0]
    assert "2 days" in people[0]
    assert "12 Mar 2026" in people[0]
    assert not any("Rob" in each for each in people)
    with clock.travel(NOON + timedelta(days=3)):
        assert "0 of 8 users" in as_user("root").get("/adoption?period=last-month").text


def test_a_manager_sees_themselves_and_whom_they_manage(cast, as_user):
    people = rows(as_user("ben").get("/adoption").text, "adoption-days")
    assert len(people) == 2
    assert {each.split(" ")[1] for each in people} | {each.split(" ")[0] for each in people} >= {"Ada", "Ben"}
    assert as_user("ada").get("/adoption").status_code == 403


def test_a_number_of_what_somebody_made_opens_exactly_that(cast, as_user):
    for name in ("Acme", "Globex"):
        db.session.add(Account(name=name, created_by_id=cast["ada"].id))
    db.session.add(Account(name="Initech", created_by_id=cast["ben"].id))
    root = as_user("root")
    page = root.get("/adoption?period=this-month").text
    (link,) = re.findall(r'href="(/accounts\?[^"]+created_by[^"]+)">2<', page)
    listed = root.get(link.replace("&amp;", "&")).text
    assert "Acme" in listed
    assert "Globex" in listed
    assert "Initech" not in listed
    assert "created_by" not in root.get("/adoption?period=last-year").text.partition('id="adoption-made"')[2]


def test_open_opportunities_past_their_date_and_those_per_account_open_their_rows(cast, as_user):
    defaults.begin()
    account, other = Account(name="Acme"), Account(name="Globex")
    db.session.add_all([account, other])
    for name, days in (("Late", -5), ("Timely", 5), ("Later", -9)):
        Opportunity.open_new(
            name=name,
            account=account,
            owner=cast["ada"],
            by=cast["ada"],
            amount=100,
            close_on=clock.now().date() + timedelta(days=days),
        )
    root = as_user("root")
    page = root.get("/adoption").text
    tiles = [each for each in parsed(page).elements if "figure" in each.get("class", "").split()]
    said = {text(each).split(" ")[0]: (text(each), each.get("href")) for each in tiles}
    assert "2" in said["Past"][0]
    listed = root.get(said["Past"][1]).text
    assert "Late" in listed
    assert "Later" in listed
    assert "Timely" not in listed
    assert "1.5" in said["Opportunities"][0]


def test_who_opened_a_report_is_kept_once_a_day_and_named(cast, as_user):
    ada, ben = as_user("ada"), as_user("ben")
    for who in (ada, ada, ben):
        who.get("/reports/pipeline-by-stage")
    ada.get("/reports/run?type=account&m=count")
    assert len(days_of(cast["ada"], "report:pipeline-by-stage")) == 1
    read = rows(as_user("root").get("/adoption").text, "adoption-reports")
    assert "Ada Rep, Ben Manager" in read[0]
    assert "2 people" in read[0]
    assert "Reports of their own" in read[1]
    assert "1 person" in read[1]


def test_days_of_two_tabs_at_once_are_one_row(cast, as_user):
    from tests.races import at_once

    with clock.travel(NOON):
        first, second = as_user("ada"), as_user("ada")
    acts = [lambda each=each: each.get("/reports/pipeline-by-stage") for each in (first, second)]
    at_once(*acts)
    query = select(func.count(UserDay.id)).where(UserDay.user_id == cast["ada"].id, UserDay.what != "")
    assert db.session.scalar(query) <= 1
    assert db.session.scalar(select(func.count(User.id)).where(User.role == Role.ADMINISTRATOR)) == 1
