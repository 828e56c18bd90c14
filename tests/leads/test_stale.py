"""Leads that nobody has touched for too long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from salesapp.activities.actions import add_note, add_task
from salesapp.core import clock
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.leads.conversion.actions import convert
from salesapp.leads.conversion.choices import Choices, New
from salesapp.leads.kinds import LeadStatus
from salesapp.leads.models import Lead
from salesapp.leads.models.staleness import stale
from salesapp.leads.models.statuses import default_of


@pytest.fixture
def idle(make_lead):
    """`idle("Mara", days, status)`: a lead of Ada that nobody has touched for so many days."""

    def make(name: str, days: int, status: LeadStatus = LeadStatus.NEW, **values) -> Lead:
        with clock.travel(clock.now() - timedelta(days=days)):
            return make_lead(name, status=status, **values)

    return make


def names() -> set[str]:
    return set(db.session.scalars(select(Lead.name).where(stale())))


def test_each_status_has_its_own_patience(idle):
    for status, days in ((LeadStatus.NEW, 3), (LeadStatus.WORKING, 7), (LeadStatus.NURTURING, 30)):
        idle(f"{status} in time", days - 1, status)
        idle(f"{status} too late", days, status)
    assert names() == {"new too late", "working too late", "nurturing too late"}


def test_a_status_without_days_never_goes_stale(idle, cast):
    idle("Old", 400)
    default_of(LeadStatus.NEW).stale_days = None
    db.session.commit()
    assert names() == set()


def test_a_closed_lead_is_never_stale(idle, cast):
    idle("Gone", 100).disqualify("No budget", by=cast["ada"])
    convert(idle("Won", 100), Choices(account=New()), by=cast["ada"])
    db.session.commit()
    with clock.travel(clock.now() + timedelta(days=400)):
        assert names() == set()


def test_a_touch_or_a_plan_for_later_holds_it(idle, cast):
    ada = cast["ada"]
    add_note(idle("Touched", 9), "Called back", by=ada)
    add_task(idle("Planned", 9), "Call", today_for() + timedelta(days=2), ada, by=ada)
    idle("Missed", 9)
    db.session.commit()
    assert names() == {"Missed"}
    with clock.travel(clock.now() + timedelta(days=5)):
        assert names() == {"Missed", "Touched", "Planned"}, "a plan that was missed holds nothing"


def test_what_the_system_does_is_no_touch(idle, cast):
    lead = idle("Asleep", 9)
    lead.assign(cast["ben"], by=cast["root"])
    db.session.commit()
    assert names() == {"Asleep"}


def test_they_are_counted_and_listed_by_one_definition(idle, as_user):
    idle("Sleeping One", 9)
    idle("Awake One", 0)
    ada = as_user("ada")
    page = ada.get("/leads").text
    assert 'href="/leads?stale=1"' in page
    page = ada.get("/leads?stale=1").text
    assert "Sleeping One" in page
    assert "Awake One" not in page
    assert "Sleeping One" not in ada.get("/leads?stale=0").text
    assert "Sleeping One" not in as_user("cora").get("/leads?stale=1").text
    assert 'name="stale" value="1"' in ada.get("/leads/filters?stale=1").text


def test_the_page_and_today_say_so(idle, as_user):
    lead = idle("Sleeping One", 9)
    ada = as_user("ada")
    assert "no activity for 9 days" in ada.get(f"/leads/{lead.id}").text
    today = ada.get("/").text
    assert "Stale leads" in today
    assert today.count("Sleeping One") == 1, "it is not said twice"
    assert "Stale leads" not in as_user("cora").get("/").text


def test_today_shows_the_first_and_leads_to_all_of_them(idle, as_user):
    for number in range(10):
        idle(f"Sleeping {number}", 9)
    today = as_user("ada").get("/").text
    assert "All stale leads" in today
    assert '<span class="count">10</span>' in today
