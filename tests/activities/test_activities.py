"""Tasks, calls and notes on a record."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from salesapp.activities.actions import add_task
from salesapp.activities.models import Activity, ActivityStatus, Note
from salesapp.core import clock
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import timeline
from salesapp.customers.models import Account
from salesapp.leads.kinds import LeadStatus, Rating
from salesapp.leads.models import Lead
from salesapp.people.models import Language


@pytest.fixture
def acme(cast):
    account = Account(name="Acme")
    db.session.add(account)
    db.session.commit()
    return account


def test_a_task_is_planned_on_the_panel_and_ticked_off(as_user, acme):
    ada = as_user("ada")
    panel = f"/activities/of/account/{acme.id}"
    ada.submit(panel, subject="Send the brochure", action=f"{panel}/task")
    task = db.session.scalars(select(Activity)).one()
    assert "Send the brochure" in ada.htmx(panel).text
    answer = ada.htmx(f"/activities/{task.id}/complete", method="POST", data={"csrf_token": ada.csrf()})
    assert "Done: Send the brochure" in answer.text
    db.session.refresh(task)
    assert task.status is ActivityStatus.DONE


def test_a_note_is_kept_with_the_record_and_on_its_timeline(as_user, acme):
    ada = as_user("ada")
    panel = f"/activities/of/account/{acme.id}"
    ada.submit(panel, body="Prefers to be called <b>after</b> noon", action=f"{panel}/note")
    assert db.session.scalars(select(Note)).one().subject_id == acme.id
    assert "&lt;b&gt;after&lt;/b&gt;" in ada.htmx(panel).text
    assert "after" in ada.htmx(f"/accounts/{acme.id}/timeline").text


def test_a_call_is_logged_with_its_next_step(as_user, acme):
    ada = as_user("ada")
    call = f"/activities/of/account/{acme.id}/call"
    ada.submit(
        call, outcome="voicemail", note="Asked to call back", next_in="3", next_step="Call again", action=call
    )
    made, planned = db.session.scalars(select(Activity).order_by(Activity.id)).all()
    assert (made.outcome.value, made.status.value) == ("voicemail", "done")
    assert (planned.subject, planned.status.value) == ("Call again", "planned")
    assert [each.kind for each in timeline(acme)] == ["activity_planned", "call_logged", "created"]


def test_a_day_is_the_day_of_whoever_acts(as_user, cast, acme):
    cast["ada"].zone = "Asia/Shanghai"
    db.session.commit()
    call = f"/activities/of/account/{acme.id}/call"
    with clock.travel(datetime(2026, 3, 10, 17, tzinfo=UTC)):  # in Shanghai it is one at night, on the 11th
        ada = as_user("ada")
        ada.submit(call, outcome="voicemail", next_in="3", next_step="Call again", action=call)
        made, planned = db.session.scalars(select(Activity).order_by(Activity.id)).all()
        assert (made.due_on, planned.due_on) == (date(2026, 3, 11), date(2026, 3, 14))
        add_task(acme, "Ring on Wednesday", date(2026, 3, 11), cast["ada"], by=cast["ada"])
        db.session.commit()
        assert "11 Mar" in ada.get("/").text
        assert 'aria-label="Waiting for you: 1"' in ada.get("/more").text


def test_an_empty_note_is_refused_and_nothing_is_written(as_user, acme):
    ada = as_user("ada")
    panel = f"/activities/of/account/{acme.id}"
    assert ada.submit(panel, body="", action=f"{panel}/note").status_code == 422
    assert db.session.scalars(select(Note)).all() == []


@pytest.mark.parametrize("verb", ["complete", "cancel"])
def test_what_is_done_is_not_done_again(cast, acme, verb):
    task = add_task(acme, "Call", date(2026, 5, 3), cast["ada"], by=cast["ada"])
    getattr(task, verb)(by=cast["ada"])
    with pytest.raises(RuleBroken):
        getattr(task, verb)(by=cast["ada"])
    task.reopen(by=cast["ada"])
    assert task.is_planned


def test_a_record_of_an_unknown_type_is_not_found(as_user):
    assert as_user("ada").get("/activities/of/unicorn/1").status_code == 404


def test_history_names_outcomes_and_states_in_the_readers_language(as_user, cast, acme):
    ada = as_user("ada")
    call = f"/activities/of/account/{acme.id}/call"
    ada.submit(call, outcome="voicemail", action=call)
    lead = Lead.capture(by=cast["ada"], name="Eva Stein")
    lead.mark(LeadStatus.WORKING, by=cast["ada"])
    form = f"/leads/{lead.id}/edit"
    db.session.commit()
    ada.submit(form, rating="hot", action=form)
    ada.get("/more")  # the toast is said
    cast["ada"].locale = Language.ZH
    db.session.commit()
    assert "语音信箱" in ada.get(f"/accounts/{acme.id}/history").text
    history = ada.get(f"/leads/{lead.id}/history").text
    assert "标记为“跟进中”" in history
    assert "热" in history
    assert "hot" not in history
    assert "Working" not in history


def test_the_next_best_leads_begin_with_the_hot_ones(as_user, cast):
    for name, rating in (("Cold One", "cold"), ("Hot One", "hot"), ("Plain One", None), ("Warm One", "warm")):
        Lead.capture(by=cast["ada"], name=name, rating=rating and Rating(rating))
    db.session.commit()
    page = as_user("ada").get("/").text
    names = [page.index(f"{name} One") for name in ("Hot", "Warm", "Cold", "Plain")]
    assert names == sorted(names)


def test_a_meeting_begins_at_an_hour_of_its_readers_clocks(as_user, cast):
    cast["ada"].zone = "Asia/Shanghai"
    ada = as_user("ada")
    planned = {
        "subject": "Show the line",
        "kind": "meeting",
        "starts_at": "2027-02-01T10:00",
        "ends_at": "2027-02-01T11:30",
    }
    assert ada.submit("/activities/new", planned).status_code == 303
    meeting = db.session.scalars(select(Activity)).one()
    assert meeting.starts_at == datetime(2027, 2, 1, 2, 0, tzinfo=UTC)
    assert meeting.due_on == date(2027, 2, 1)
    assert 'value="2027-02-01T10:00"' in ada.get(f"/activities/{meeting.id}/edit").text
    assert "1 Feb 2027, 10:00" in ada.get(f"/activities/{meeting.id}").text
    assert ada.submit(f"/activities/{meeting.id}/edit", subject="Show the new line").status_code == 303
    db.session.refresh(meeting)
    assert meeting.starts_at == datetime(2027, 2, 1, 2, 0, tzinfo=UTC)


def test_what_ends_before_it_begins_is_refused_beside_the_field(as_user):
    refused = as_user("ada").submit(
        "/activities/new", subject="Backwards", starts_at="2027-02-01T10:00", ends_at="2027-02-01T09:00"
    )
    assert refused.status_code == 422
    assert "The start must be before the end." in refused.text


def test_a_meeting_that_is_moved_keeps_its_hour_across_a_change_of_the_clocks(as_user, cast):
    cast["ada"].zone = "Europe/Berlin"
    ada = as_user("ada")
    ada.submit("/activities/new", subject="Review", starts_at="2027-03-26T10:00", ends_at="2027-03-26T11:00")
    meeting = db.session.scalars(select(Activity)).one()
    meeting.reschedule(date(2027, 3, 29), by=cast["ada"])
    assert meeting.starts_at == datetime(2027, 3, 29, 8, 0, tzinfo=UTC)
    assert meeting.ends_at == datetime(2027, 3, 29, 9, 0, tzinfo=UTC)
    assert meeting.due_on == date(2027, 3, 29)


def test_activities_are_filtered_by_their_kind(as_user):
    ada = as_user("ada")
    ada.submit("/activities/new", subject="Write it down", kind="task")
    ada.submit("/activities/new", subject="Ring them up", kind="call")
    shown = ada.get("/activities?kind=call").text
    assert "Ring them up" in shown
    assert "Write it down" not in shown


def test_a_list_of_activities_says_with_whom_of_what_kind_and_how_late(as_user, cast, acme):
    ada = cast["ada"]
    add_task(acme, "Ask who decides", today_for(ada) - timedelta(days=2), ada, by=ada)
    db.session.commit()
    row = as_user("ada").get("/activities").text.partition("<tbody")[2]
    assert "Acme" in row
    assert "#square-check" in row
    assert re.search(r'class="text-bad">2 days ago<', row)
