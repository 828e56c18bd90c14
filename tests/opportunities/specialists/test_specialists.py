"""Asking a specialist for help with an opportunity."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.outbox import Outbox
from salesapp.customers.models import Account
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.specialists.models import Answered, SpecialistRequest
from salesapp.opportunities.specialists.requests import ask, choices


@pytest.fixture
def deal(cast):
    cast["cora"].skills, cast["cora"].team = "Calibration, 合规", "North"
    cast["dana"].skills = "calibration"
    made = Opportunity.open_new(name="Echo", by=cast["ada"], account=Account(name="Echo Foods"))
    db.session.commit()
    return made


def new(client, deal, **fields):
    page = f"/opportunities/{deal.id}/specialists/new"
    return client.submit(page, action=page, **fields)


def the_request():
    db.session.expire_all()
    return db.session.scalars(select(SpecialistRequest).order_by(SpecialistRequest.id.desc())).first()


def test_who_can_be_asked_by_skill_team_and_name(deal, cast):
    found = choices(deal)
    assert [each for each, _label in found["By skill"]] == ["skill:calibration", "skill:合规"]
    assert ("team:North", "North") in found["A team"]
    people = dict(found["A colleague"])
    assert people[f"user:{cast['cora'].id}"].endswith("Calibration, 合规")
    assert f"user:{cast['ada'].id}" not in people
    assert f"user:{cast['finn'].id}" not in people


def test_the_first_who_accepts_comes_on_the_team_and_sees_it(deal, cast, as_user):
    ada, cora, dana = as_user("ada"), as_user("cora"), as_user("dana")
    assert new(ada, deal, whom="skill:calibration", need="A clean room of class 5").status_code == 303
    asked = the_request()
    page = f"/opportunities/specialists/{asked.id}"
    assert cora.get(f"/opportunities/{deal.id}").status_code == 404
    assert "A clean room of class 5" in cora.get("/").text
    assert "A clean room of class 5" in dana.get("/").text
    answer = cora.submit(page, action=page, decision="accept", reply="With pleasure")
    assert answer.headers["Location"] == f"/opportunities/{deal.id}"
    assert cora.get(f"/opportunities/{deal.id}").status_code == 200
    assert "A clean room of class 5" not in dana.get("/").text
    assert dana.get(page).status_code == 404
    db.session.expire_all()
    assert [(each.user_id, each.role) for each in deal.members] == [(cast["cora"].id, "calibration")]
    assert the_request().answered is Answered.ACCEPTED
    to = sorted(each.payload["to"] for each in db.session.scalars(select(Outbox)))
    assert to == ["ada@example.com", "cora@example.com", "dana@example.com"]


def test_declining_says_why_and_gives_no_sight(deal, cast, as_user):
    ask(deal, {"user_id": cast["cora"].id}, "A visit", by=cast["ada"])
    db.session.commit()
    page, cora = f"/opportunities/specialists/{the_request().id}", as_user("cora")
    silent = cora.submit(page, action=page, decision="decline", reply="")
    assert silent.status_code == 422
    assert "Give a reason" in silent.text
    assert cora.submit(page, action=page, decision="decline", reply="On leave").status_code == 303
    assert cora.get(f"/opportunities/{deal.id}").status_code == 404
    assert the_request().reply == "On leave"
    assert "On leave" in as_user("ada").get(f"/opportunities/{deal.id}/timeline").text


def test_the_same_is_not_asked_twice_and_can_be_taken_back(deal, cast, as_user):
    ada = as_user("ada")
    new(ada, deal, whom="team:North", need="A visit")
    again = new(ada, deal, whom="team:North", need="A visit please")
    assert again.status_code == 422
    assert "A visit please" in again.text
    asked = the_request()
    ada.submit(
        f"/opportunities/{deal.id}", action=f"/opportunities/{deal.id}/specialists/{asked.id}/withdraw"
    )
    assert the_request().answered is Answered.WITHDRAWN
    assert new(ada, deal, whom="team:North", need="A visit").status_code == 303


def test_only_who_is_asked_answers(deal, cast, as_user):
    asked = ask(deal, {"user_id": cast["cora"].id}, "A visit", by=cast["ada"])
    db.session.commit()
    page = f"/opportunities/specialists/{asked.id}"
    assert as_user("dana").get(page).status_code == 404
    ben = as_user("ben")  # sees it, as ada's manager, and is not asked
    assert "Waiting for" in ben.get(page).text
    answer = ben.post(page, data={"csrf_token": ben.csrf(), "decision": "accept"})
    assert answer.status_code == 409
    assert the_request().is_waiting


def test_what_waits_rings_the_bell(deal, cast, as_user):
    cora = as_user("cora")
    quiet = cora.get("/more").text
    ask(deal, {"user_id": cast["cora"].id}, "A visit", by=cast["ada"])
    db.session.commit()
    ringing = cora.get("/more").text
    assert "Waiting for you" not in quiet
    assert "Waiting for you: 1" in ringing


@pytest.mark.sqlite_only
def test_asked_and_accepted_on_two_phones(deal, cast, open_page):
    address = f"/opportunities/{deal.id}"
    mine = open_page("phone", as_="ada")
    mine.goto(address)
    mine.get_by_role("link", name="Request a specialist").tap()
    mine.get_by_label("Who to ask").select_option("skill:合规")
    mine.get_by_label("What you need help with").fill("A permit for Shanghai")
    mine.get_by_role("button", name="Send the request", exact=True).tap()
    expect(mine.get_by_text("anyone skilled in 合规").first).to_be_visible()
    theirs = open_page("phone", as_="cora", locale="zh")
    theirs.goto("/")
    theirs.locator("#today-asked a.button").tap()
    theirs.locator("button[value=accept]").tap()
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Echo")
