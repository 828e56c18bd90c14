"""Leads handed over by hand, one or many, with or without what is planned about them."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from salesapp.activities.actions import add_task
from salesapp.activities.models import Activity
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.events import history
from salesapp.core.once import new_key
from salesapp.leads.conversion.actions import convert
from salesapp.leads.conversion.choices import Choices, New
from salesapp.leads.models import Lead
from salesapp.leads.models.queues import LeadQueue

PATH = "/leads/change-owner"


@pytest.fixture
def three(make_lead, cast):
    """Three leads of Ada, each with a call that Ada and one that Ben has planned."""
    found = [make_lead(f"Lead {number}") for number in range(3)]
    for lead in found:
        for person in ("ada", "ben"):
            add_task(lead, f"Call by {person}", today_for(), cast[person], by=cast[person])
    db.session.commit()
    return found


@pytest.fixture
def web(cast) -> LeadQueue:
    found = LeadQueue(name="Web enquiries", members=[cast["cora"]])
    db.session.add(found)
    db.session.commit()
    return found


def asked(leads) -> str:
    return f"{PATH}?{'&'.join(f'key={each.id}' for each in leads)}"


def owners(leads) -> list[int | None]:
    db.session.expire_all()
    return [each.owner_id for each in leads]


def plans() -> list[tuple[str, int | None]]:
    db.session.expire_all()
    found = db.session.scalars(select(Activity).order_by(Activity.id))
    return [(each.subject, each.owner_id) for each in found]


def test_many_go_to_a_colleague_with_what_their_owner_had_planned(as_user, cast, three):
    cora, ben = cast["cora"].id, cast["ben"].id
    answer = as_user("ada").submit(asked(three), action=PATH, owner=str(cora))
    assert answer.status_code == 303
    assert owners(three) == [cora] * 3
    assert plans() == [("Call by ada", cora), ("Call by ben", ben)] * 3
    for lead in three:
        assert history(lead)[0].kind == "lead_assigned"


def test_nobody_gets_them_unless_chosen_and_the_list_stands_as_it_was(as_user, cast, three):
    ada, back = as_user("ada"), urlencode({"back": "/leads?q=Lead&sort=name"})
    sheet, posted = f"{asked(three)}&{back}", f"{PATH}?{back}"
    refused = ada.post(posted, data=ada.filled(sheet, action=PATH))
    assert refused.status_code == 422
    assert "Choose a new owner." in refused.text
    assert owners(three) == [cast["ada"].id] * 3
    answer = ada.post(posted, data=ada.filled(sheet, action=PATH, owner=str(cast["cora"].id)))
    assert answer.location == "/leads?q=Lead&sort=name"


def test_without_their_activities_plans_stay_with_whoever_made_them(as_user, cast, three):
    ada = as_user("ada")
    form = ada.filled(asked(three), action=PATH, owner=str(cast["cora"].id))
    del form["with_activities"]
    ada.post(PATH, data=form)
    assert owners(three) == [cast["cora"].id] * 3
    assert plans()[0] == ("Call by ada", cast["ada"].id)


def test_in_a_queue_plans_wait_with_the_lead_and_go_to_whoever_claims_it(as_user, cast, three, web):
    as_user("ada").submit(asked(three[:1]), action=PATH, owner=f"queue-{web.id}")
    lead = three[0]
    assert (owners([lead]), lead.queue_id) == ([None], web.id)
    assert plans()[:2] == [("Call by ada", None), ("Call by ben", cast["ben"].id)]
    as_user("cora").submit(f"/leads/{lead.id}", action=f"/leads/{lead.id}/claim")
    assert plans()[0] == ("Call by ada", cast["cora"].id)


def test_what_may_not_go_is_named_with_its_reason_and_nothing_is_half_done(as_user, cast, three):
    ada, cora = as_user("ada"), str(cast["cora"].id)
    form = ada.filled(asked(three), action=PATH, owner=cora)
    convert(three[1], Choices(account=New()), by=cast["ada"])
    answer = ada.post(PATH, data=form)
    assert answer.status_code == 422
    for expected in ("1 selected lead can’t be reassigned", "Lead 1", "This lead was converted"):
        assert expected in answer.text
    assert owners(three) == [cast["ada"].id] * 3
    assert ada.submit(asked(three), action=PATH, owner=cora).status_code == 303, "the others go"
    assert owners(three) == [cast["cora"].id, cast["ada"].id, cast["cora"].id]


def test_leads_of_others_do_not_exist(as_user, cast, three):
    cora = as_user("cora")
    page = cora.get(asked(three)).text
    assert "3 records no longer exist." in page
    assert "Lead 0" not in page
    form = {"csrf_token": cora.csrf(), "owner": str(cast["cora"].id), "key": [str(e.id) for e in three]}
    assert cora.post(PATH, data=form).status_code == 422
    assert owners(three) == [cast["ada"].id] * 3


def test_who_already_has_them_is_told_so(as_user, cast, three):
    ada = as_user("ada")
    assert ada.submit(asked(three), action=PATH, owner=str(cast["ada"].id)).status_code == 303
    assert "Ada Rep is already their owner." in ada.get("/leads").text
    assert all(each.kind == "created" or "activity" in each.kind for lead in three for each in history(lead))


def test_somebody_who_does_not_sell_is_not_offered(as_user, cast, three):
    answer = as_user("ada").submit(asked(three), action=PATH, owner=str(cast["finn"].id))
    assert answer.status_code == 422
    assert owners(three) == [cast["ada"].id] * 3


def test_a_second_press_changes_nothing_more(as_user, cast, three):
    ada = as_user("ada")
    form = ada.filled(asked(three), action=PATH, owner=str(cast["ben"].id))
    first, second = ada.post(PATH, data=form), ada.post(PATH, data=form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert [each.kind for each in history(three[0])].count("lead_assigned") == 1


def test_nothing_ticked_says_what_to_do(as_user):
    assert "No leads selected" in as_user("ada").get(PATH).text


@pytest.mark.parametrize("person", ["rob", "finn", "sam"])
def test_who_does_not_work_with_leads_hands_none_over(as_user, three, person):
    browser = as_user(person)
    assert browser.get(asked(three)).status_code == 403
    assert browser.post(PATH, data={"csrf_token": browser.csrf()}).status_code == 403
    if person == "rob":
        assert "cell-select" not in browser.get("/leads").text


def test_one_lead_is_assigned_with_its_activities(as_user, cast, three):
    path = f"/leads/{three[0].id}/assign"
    as_user("ada").submit(path, action=path, owner=str(cast["cora"].id))
    assert plans()[:2] == [("Call by ada", cast["cora"].id), ("Call by ben", cast["ben"].id)]


def undo_in(page: str) -> str:
    return re.search(r'action="([^"]*(?:change-owner/undo|bulk-edits/)[^"]*)"', page)[1].replace("&amp;", "&")


def undone(browser, page: str = "/leads") -> str:
    """Presses Undo on the toast that `page` shows; what is said then."""
    address = undo_in(browser.get(page).text)
    answer = browser.post(address, data={"csrf_token": browser.csrf_token(), "once": new_key()})
    assert answer.status_code == 303
    return browser.get(answer.location).text


def whose() -> list[tuple[int | None, int | None]]:
    db.session.expire_all()
    found = [(each.owner_id, each.queue_id) for each in db.session.scalars(select(Lead).order_by(Lead.id))]
    return found + plans()


def test_a_rep_takes_back_leads_that_went_out_of_his_sight(as_user, cast, three):
    ada, before = as_user("ada"), whose()
    ada.submit(asked(three), action=PATH, owner=str(cast["cora"].id))
    assert "3 records are back to their previous state." in undone(ada)
    assert whose() == before
    assert history(three[0])[0].kind == "change_undone"


def test_one_lead_and_one_claimed_from_a_queue_go_back(as_user, cast, three, web):
    path, before = f"/leads/{three[0].id}/assign", whose()
    ada, cora = as_user("ada"), as_user("cora")
    ada.submit(path, action=path, owner=f"queue-{web.id}")
    waiting = whose()
    cora.submit(f"/leads/{three[0].id}", action=f"/leads/{three[0].id}/claim")
    assert whose() != waiting
    assert "1 record is back to its previous state." in undone(cora, f"/leads/{three[0].id}")
    assert whose() == waiting
    undone(ada)
    assert whose() == before


def test_a_lead_that_somebody_gave_away_since_stays_where_it_is(as_user, cast, three):
    ada = as_user("ada")
    ada.submit(asked(three), action=PATH, owner=str(cast["cora"].id))
    db.session.expire_all()
    three[1].assign(cast["ben"], by=cast["cora"])
    db.session.commit()
    said = undone(ada)
    assert (
        "2 records are back to their previous state. 1 record has changed since and stays as it is." in said
    )
    assert owners(three) == [cast["ada"].id, cast["ben"].id, cast["ada"].id]


def test_nobody_takes_back_what_a_colleague_transferred(as_user, cast, three):
    ada, cora = as_user("ada"), as_user("cora")
    ada.submit(asked(three), action=PATH, owner=str(cast["cora"].id))
    address = undo_in(ada.get("/leads").text)
    data = {"once": "late"}
    assert cora.post(address, data=data | {"csrf_token": cora.csrf_token()}).status_code == 404
    assert owners(three) == [cast["cora"].id] * 3


def test_the_list_comes_back_with_its_filter(as_user, cast, three):
    ada = as_user("ada")
    filtered = {"Referer": "http://localhost/leads?q=Lead"}
    form = ada.filled(asked(three[:1]), action=PATH, owner=str(cast["cora"].id))
    assert ada.post(PATH, data=form, headers=filtered).location == "/leads?q=Lead"
    address = undo_in(ada.get("/leads?q=Lead").text)
    data = {"csrf_token": ada.csrf_token(), "once": "back"}
    assert ada.post(address, data=data, headers=filtered).location == "/leads?q=Lead"


@pytest.mark.sqlite_only
def test_what_is_searched_for_is_ticked_as_well(three, open_page):
    page = open_page("phone", as_="ada")
    page.goto("/leads")
    page.get_by_role("link", name="Select several").tap()
    bar = page.get_by_role("group", name="Actions for selected")
    page.get_by_label("Select Lead 0").tap()
    expect(bar).to_contain_text("1")
    page.get_by_label("Search in Leads").press_sequentially("Lead 2", delay=20)
    expect(page.get_by_label("Select Lead 0")).to_have_count(0)
    expect(bar).to_be_hidden()
    page.get_by_label("Select Lead 2").tap()
    bar.get_by_role("button", name="Change owner").tap()
    expect(page.locator("#change-owner")).to_contain_text("1 lead")


@pytest.mark.sqlite_only
def test_two_are_ticked_and_handed_over_by_thumb(cast, three, open_page):
    page = open_page("phone", as_="ada")
    page.goto("/leads")
    page.get_by_role("link", name="Select several").tap()
    bar = page.get_by_role("group", name="Actions for selected")
    expect(bar).to_be_hidden()
    for number in (0, 2):
        page.get_by_label(f"Select Lead {number}").tap()
    expect(bar).to_contain_text("2")
    bar.get_by_role("button", name="Change owner").tap()
    page.get_by_label("New owner").select_option("Cora Rep")
    page.get_by_role("button", name="Change owner").last.tap()
    expect(page.get_by_text("2 leads were assigned to Cora Rep.")).to_be_visible()
    db.session.expire_all()
    kept = {each.name: each.owner_id for each in db.session.query(Lead)}
    cora, ada = cast["cora"].id, cast["ada"].id
    assert kept == {"Lead 0": cora, "Lead 1": ada, "Lead 2": cora}
