"""Calling one's leads one after the other."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from salesapp.activities.actions import add_note, add_task, log_call
from salesapp.activities.models import Activity, ActivityKind, ActivityStatus, CallOutcome
from salesapp.core import clock
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.leads.kinds import LeadStatus, Rating
from salesapp.leads.models import Lead


@pytest.fixture
def waiting(cast):
    """Leads of ada by first name, captured in this order."""
    rows = (("Cold", Rating.COLD), ("Hot", Rating.HOT), ("Plain", None), ("Warm", Rating.WARM))
    found = {
        name: Lead.capture(f"{name} One", by=cast["ada"], rating=rating, phone="+49 30 5550101")
        for name, rating in rows
    }
    db.session.commit()
    return found


def follow(client, address="/leads/next"):
    """Whose turn it is: the first name and the page's address; None when nobody waits."""
    answer = client.get(address)
    if answer.status_code == 200:
        return None, address
    page = answer.headers["Location"]
    return db.session.get(Lead, int(page.split("/")[2])).name.split()[0], page


def log(client, page, **fields):
    return client.submit(page, action=page.partition("?")[0], **({"outcome": "reached"} | fields)).headers[
        "Location"
    ]


def test_the_hottest_come_first_and_each_call_leads_to_the_next(waiting, as_user):
    ada, order, address = as_user("ada"), [], "/leads/next"
    while True:
        name, page = follow(ada, address)
        if name is None:
            break
        order.append(name)
        address = log(ada, page)
    assert order == ["Hot", "Warm", "Cold", "Plain"]
    assert "4 calls today" in ada.get(address).text


def test_whom_one_skips_comes_again_in_the_next_round(waiting, as_user):
    ada = as_user("ada")
    _hot, page = follow(ada)
    name, page = follow(ada, f"/leads/next?skip={waiting['Hot'].id}")
    assert name == "Warm"
    assert f"skip={waiting['Hot'].id}" in page
    log(ada, page)
    assert follow(ada)[0] == "Hot"


def test_who_has_a_plan_ahead_waits_for_that_day_and_a_promise_comes_first(waiting, cast, as_user):
    today, ada = today_for(), cast["ada"]
    add_task(waiting["Hot"], "Call", today + timedelta(days=1), ada, by=ada, kind=ActivityKind.CALL)
    promise = add_task(waiting["Plain"], "Call", today, ada, by=ada, kind=ActivityKind.CALL)
    db.session.commit()
    name, page = follow(as_user("ada"))
    assert name == "Plain"
    log(as_user("ada"), page, next_in="3", next_step="Send the offer")
    db.session.expire_all()
    assert promise.status is ActivityStatus.DONE
    planned = db.session.scalars(select(Activity).where(Activity.subject == "Send the offer")).one()
    assert planned.due_on == today + timedelta(days=3)
    assert follow(as_user("ada"))[0] == "Warm"


def test_nobody_works_through_the_leads_of_others(waiting, as_user):
    assert follow(as_user("cora"))[0] is None
    assert as_user("cora").get(f"/leads/{waiting['Hot'].id}/work").status_code == 404


def test_a_call_without_an_outcome_loses_nothing(waiting, as_user):
    page = f"/leads/{waiting['Hot'].id}/work"
    answer = as_user("ada").submit(page, action=page, outcome="", note="Wants a visit")
    assert answer.status_code == 422
    assert "Wants a visit" in answer.text


def test_nothing_new_hangs_on_a_converted_lead(waiting, cast):
    lead, ada = waiting["Hot"], cast["ada"]
    lead.status, lead.converted_at = LeadStatus.CONVERTED, clock.now()
    for act in (
        lambda: log_call(lead, CallOutcome.REACHED, None, None, by=ada),
        lambda: add_task(lead, "Call", today_for(), ada, by=ada),
        lambda: add_note(lead, "A note", by=ada),
    ):
        with pytest.raises(RuleBroken, match="was converted"):
            act()
    db.session.rollback()


def test_a_call_written_down_is_taken_back_with_its_next_step_and_the_promise_it_kept(waiting, cast, as_user):
    promise = add_task(
        waiting["Cold"],
        "As promised",
        today_for(cast["ada"]),
        cast["ada"],
        by=cast["ada"],
        kind=ActivityKind.CALL,
    )
    db.session.commit()
    ada = as_user("ada")
    name, page = follow(ada)
    told = ada.get(log(ada, page, next_in="3", next_step="Send the list")).location
    undo = re.search(r'action="([^"]*/work/undo[^"]*)"', ada.get(told).text)[1].replace("&amp;", "&")
    pressed = {"csrf_token": ada.csrf_token(), "once": "back"}
    assert ada.post(undo, data=pressed).location.partition("?")[0] == page
    db.session.expire_all()
    standing = select(Activity).where(Activity.deleted_at.is_(None))
    assert list(db.session.scalars(standing)) == [promise]
    assert promise.is_planned
    assert follow(ada) == (name, page) == ("Cold", page)


@pytest.mark.sqlite_only
def test_five_calls_by_thumb_one_of_them_with_the_page_lost(waiting, cast, open_page):
    Lead.capture("Fifth One", by=cast["ada"], phone="+49 30 5550105")
    db.session.commit()
    page = open_page("phone", as_="ada")
    page.goto("/leads")
    page.get_by_role("link", name="Start calling").tap()
    for number in range(5):
        expect(
            page.get_by_role("link", name="+49 30 5550101" if number < 4 else "+49 30 5550105")
        ).to_be_visible()
        page.get_by_label("Note").press_sequentially(f"Call {number}", delay=40)
        if number == 2:  # the telephone pushed the page out of memory
            page.goto("about:blank")
            page.go_back()
            expect(page.get_by_label("Note")).to_have_value("Call 2")
        page.get_by_role("button", name="Reached").tap()
    expect(page.get_by_text("5 calls today")).to_be_visible()
    db.session.expire_all()
    bodies = set(db.session.scalars(select(Activity.body).where(Activity.kind == ActivityKind.CALL)))
    assert bodies == {f"Call {number}" for number in range(5)}
