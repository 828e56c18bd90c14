"""A meeting or a task from the plus sheet: with whom first, then what, the day and the hours."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from salesapp.activities.actions import add_task
from salesapp.activities.models import Activity, ActivityKind
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.once import new_key
from salesapp.customers.models import Account
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes.defaults import begin
from tests.clients import HTMX


@pytest.fixture
def acme(cast):
    account = Account(name="Acme")
    db.session.add(account)
    db.session.commit()
    return account


def made() -> list[Activity]:
    db.session.expire_all()
    return list(
        db.session.scalars(select(Activity).where(Activity.deleted_at.is_(None)).order_by(Activity.id))
    )


@pytest.mark.parametrize("kind", ["meeting", "task"])
def test_the_plus_sheet_asks_with_whom_and_leads_to_that_customers_sheet(as_user, acme, kind):
    ada = as_user("ada")
    sheet = f"/activities/of/account/{acme.id}/plan/{kind}"
    assert f'href="/{kind}"' in ada.get("/").text
    assert f'href="{sheet}"' in ada.htmx(f"/{kind}?q=acme").text
    assert f'href="/activities/plan/{kind}"' in ada.htmx(f"/{kind}").text, "or about nobody"
    assert "Acme" in ada.htmx(sheet).text


def test_a_meeting_is_a_meeting_with_its_hours_about_its_customer(as_user, cast, acme):
    ada, sheet = as_user("ada"), f"/activities/of/account/{acme.id}/plan/meeting"
    assert 'value="Meeting with Acme"' in ada.htmx(sheet).text
    ada.submit(sheet, action=sheet, in_days="3", begins="14:30", ends="")
    [meeting] = made()
    assert (meeting.kind, meeting.subject) == (ActivityKind.MEETING, "Meeting with Acme")
    assert (meeting.subject_type, meeting.subject_id) == ("account", acme.id)
    assert meeting.due_on == today_for(cast["ada"]) + timedelta(days=3)
    assert meeting.ends_at - meeting.starts_at == timedelta(hours=1)


def test_a_meeting_cannot_end_before_it_begins_and_nothing_typed_is_lost(as_user, acme):
    ada, sheet = as_user("ada"), f"/activities/of/account/{acme.id}/plan/meeting"
    answer = ada.submit(sheet, action=sheet, subject="Offer", begins="14:30", ends="13:00")
    assert answer.status_code == 422
    assert "The start must be before the end." in answer.text
    assert 'value="13:00"' in answer.text
    assert made() == []


def test_a_meeting_of_today_stands_once_on_today(as_user, acme):
    ada, sheet = as_user("ada"), f"/activities/of/account/{acme.id}/plan/meeting"
    ada.submit(sheet, action=sheet, subject="Kick-off", in_days="0", begins="23:30", ends="")
    task = f"/activities/of/account/{acme.id}/plan/task"
    ada.submit(task, action=task, subject="Bring the samples", in_days="0")
    page = ada.get("/").text
    for title, panel in (("Kick-off", "today-meetings"), ("Bring the samples", "today-due")):
        assert len(re.findall(f">{title}</a>", page)) == 1
        assert title in page.partition(f'id="{panel}"')[2].partition("<section")[0]


def test_a_task_about_nobody_on_a_day_of_its_own_is_taken_back_by_undo(as_user, cast):
    ada, sheet, day = as_user("ada"), "/activities/plan/task", today_for(cast["ada"]) + timedelta(days=40)
    ada.submit(sheet, action=sheet, subject="Renew the badge", due_on=day.isoformat())
    [task] = made()
    assert (task.kind, task.due_on, task.subject_id) == (ActivityKind.TASK, day, None)
    undo = re.search(r'action="([^"]*/unplan)"', ada.get("/").text)[1]
    ada.post(undo, data={"csrf_token": ada.csrf_token(), "once": new_key()})
    assert made() == []


def test_a_kind_that_there_is_not_is_no_page(as_user):
    assert as_user("ada").get("/activities/plan/siesta", headers=HTMX).status_code == 404


def test_the_full_form_takes_kind_and_day_from_its_address(as_user):
    page = as_user("ada").get("/activities/new?kind=meeting&due=x&due_on=2031-05-06&subject=Fair").text
    assert re.search(r'<option selected value="meeting"|value="meeting" selected', page)
    assert 'value="2031-05-06"' in page
    assert as_user("ada").get("/activities/new?kind=siesta&due_on=soon").status_code == 200


@pytest.mark.parametrize("step", ["", "Send the offer"])
def test_a_logged_call_is_taken_back_with_what_was_planned_after_it(as_user, cast, acme, step):
    add_task(acme, "Bring the samples", None, cast["ada"], by=cast["ada"])
    db.session.commit()
    ada, sheet = as_user("ada"), f"/activities/of/account/{acme.id}/call"
    ada.submit(sheet, action=sheet, outcome="reached", next_in="3" if step else "", next_step=step)
    assert len(made()) == (3 if step else 2)
    undo = re.search(r'action="([^"]*/unlog[^"]*)"', ada.get(f"/accounts/{acme.id}").text)[1].replace(
        "&amp;", "&"
    )
    ada.post(undo, data={"csrf_token": ada.csrf_token(), "once": new_key()})
    assert [each.subject for each in made()] == ["Bring the samples"]


def test_a_next_step_that_a_call_planned_is_what_it_was_before(as_user, cast, acme):
    begin()
    day = date(2031, 5, 6)
    own = {"owner": cast["ada"], "by": cast["ada"]}
    deal = Opportunity.open_new(name="Pumps", account=acme, **own, next_step="Visit", next_step_on=day)
    db.session.commit()
    ada, sheet = as_user("ada"), f"/activities/of/opportunity/{deal.id}/call"
    ada.submit(sheet, action=sheet, outcome="voicemail", next_in="3", next_step="Call again")
    db.session.expire_all()
    assert deal.next_step == "Call again"
    undo = re.search(r'action="([^"]*/unlog[^"]*)"', ada.get("/").text)[1].replace("&amp;", "&")
    ada.post(undo, data={"csrf_token": ada.csrf_token(), "once": new_key()})
    db.session.expire_all()
    assert (deal.next_step, deal.next_step_on, made()) == ("Visit", day, [])
