"""The pages of leads: capture in three fields, the list, the page and its verbs."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from salesapp.core.db import db
from salesapp.leads.conversion.actions import convert
from salesapp.leads.conversion.choices import Choices, New
from salesapp.leads.kinds import DisqualifyReason, LeadStatus, Rating
from salesapp.leads.models import Lead


def leads() -> int:
    return db.session.scalar(select(func.count()).select_from(Lead))


def fresh(lead: Lead) -> Lead:
    db.session.expire_all()
    return lead


@pytest.mark.parametrize(
    ("reach", "email", "phone"),
    [("mara@nordlicht.example", "mara@nordlicht.example", None), (" 040 1234567 ", None, "040 1234567")],
)
def test_a_lead_is_captured_in_three_fields(as_user, cast, reach, email, phone):
    answer = as_user("ada").submit(
        "/leads/quick", name=" Mara Stein", reach=reach, about="Rooftop solar", action="/leads/quick"
    )
    assert answer.status_code == 303
    lead = db.session.scalars(select(Lead)).one()
    assert (lead.name, lead.email, lead.phone) == ("Mara Stein", email, phone)
    assert (lead.product_interest, lead.owner_id, lead.status) == (
        "Rooftop solar",
        cast["ada"].id,
        LeadStatus.NEW,
    )


def test_after_capturing_one_stays_where_one_was_with_a_link_to_the_lead(as_user):
    answer = as_user("ada").submit(
        "/leads/quick", name="Mara Stein", reach="040 1234567", action="/leads/quick", htmx=True
    )
    assert answer.status_code == 200
    assert answer.headers["HX-Trigger"] == "sheet:close"
    assert f'href="/leads/{db.session.scalars(select(Lead.id)).one()}"' in answer.text


def test_over_the_list_of_leads_the_list_comes_anew(as_user):
    ada = as_user("ada")
    form = ada.filled("/leads/quick", name="Mara Stein", reach="040 1234567", action="/leads/quick")
    headers = {
        "HX-Request": "true",
        "HX-Request-Type": "partial",
        "Referer": "http://localhost/leads?rating=hot",
    }
    answer = ada.post("/leads/quick", data=form, headers=headers)
    assert answer.headers["HX-Redirect"] == "/leads"
    assert "Mara Stein was added as a lead." in ada.get("/leads").text


@pytest.mark.parametrize(
    ("reach", "sentence"),
    [
        ("", "This field is required."),
        ("mara@", "This isn’t an e-mail address."),
        ("call me", "Enter a phone number"),
    ],
)
def test_a_lead_needs_a_way_to_reach_it(as_user, reach, sentence):
    ada = as_user("ada")
    for htmx in (False, True):
        answer = ada.submit("/leads/quick", name="Mara Stein", reach=reach, action="/leads/quick", htmx=htmx)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "Mara Stein" in answer.text
    assert leads() == 0


def test_the_whole_form_folds_what_is_not_needed(as_user):
    ada = as_user("ada")
    answer = ada.submit(
        "/leads/new", name="Mara Stein", rating="hot", estimated_amount="12k", action="/leads/new"
    )
    assert answer.status_code == 303
    lead = db.session.scalars(select(Lead)).one()
    assert (lead.rating, lead.estimated_amount, lead.currency) == (Rating.HOT, 1_200_000, "EUR")


def test_the_list_hides_finished_leads_until_they_are_asked_for(as_user, make_lead, cast):
    gone, done = make_lead("Gone Lead"), make_lead("Done Lead")
    make_lead("Open Lead")
    gone.disqualify("No budget", by=cast["ada"])
    convert(done, Choices(account=New()), by=cast["ada"])
    ada = as_user("ada")
    assert [name in ada.get("/leads").text for name in ("Open Lead", "Gone Lead", "Done Lead")] == [
        True,
        False,
        False,
    ]
    assert "Gone Lead" in ada.get("/leads?status=disqualified").text
    everything = ada.get("/leads?status=any").text
    assert all(name in everything for name in ("Open Lead", "Gone Lead", "Done Lead"))


def test_chips_narrow_the_list(as_user, make_lead, cast):
    make_lead("Hot Lead", rating=Rating.HOT)
    make_lead("Cold Lead", rating=Rating.COLD)
    make_lead("Lone Lead", owner=None)
    ada = as_user("ada")
    page = ada.get("/leads?rating=hot").text
    assert "Hot Lead" in page
    assert "Cold Lead" not in page
    page = ada.get("/leads?owner=none").text
    assert "Lone Lead" in page
    assert "Hot Lead" not in page


def test_a_rep_sees_their_own_leads_and_the_queue(as_user, make_lead):
    make_lead("Adas Lead")
    make_lead("Coras Lead", owner="cora")
    make_lead("Lone Lead", owner=None)
    page = as_user("ada").get("/leads").text
    assert [name in page for name in ("Adas Lead", "Coras Lead", "Lone Lead")] == [True, False, True]
    assert "Adas Lead" in as_user("ben").get("/leads").text


def test_the_page_offers_what_can_be_done(as_user, mara):
    page = as_user("ada").get(f"/leads/{mara.id}").text
    links = ("tel:+49401234567", "mailto:mara@nordlicht.example", f"/leads/{mara.id}/convert")
    for expected in (*links, "Mark as Working"):
        assert expected in page


def test_a_lead_of_the_queue_is_claimed_from_its_page(as_user, make_lead, cast):
    lead = make_lead(owner=None)
    as_user("ada").submit(f"/leads/{lead.id}", action=f"/leads/{lead.id}/claim")
    assert fresh(lead).owner_id == cast["ada"].id


def test_a_mark_is_undone_with_a_tap(as_user, mara):
    ada, before = as_user("ada"), mara.status_id
    data = {"csrf_token": ada.csrf_token(), "status": "nurturing"}
    page = ada.post(f"/leads/{mara.id}/status", data=data).location
    undo = re.search(rf'action="(/leads/{mara.id}/status[^"]+)"', ada.get(page).text)[1]
    ada.post(undo, data={"csrf_token": ada.csrf_token(), "once": "back"})
    db.session.expire_all()
    assert mara.status_id == before


def test_a_lead_is_marked_from_its_page(as_user, mara):
    ada = as_user("ada")
    token = ada.csrf()
    ada.post(f"/leads/{mara.id}/status", data={"csrf_token": token, "status": "nurturing"})
    assert fresh(mara).status is LeadStatus.NURTURING
    assert (
        ada.post(f"/leads/{mara.id}/status", data={"csrf_token": token, "status": "converted"}).status_code
        == 404
    )


def test_a_lead_is_assigned_to_a_colleague(as_user, mara, cast):
    path = f"/leads/{mara.id}/assign"
    answer = as_user("ada").submit(path, action=path, owner=str(cast["cora"].id))
    assert answer.status_code == 303
    assert fresh(mara).owner_id == cast["cora"].id
    assert as_user("ada").get(f"/leads/{mara.id}").status_code == 404


def test_a_lead_is_not_assigned_to_somebody_who_does_not_sell(as_user, mara, cast):
    path = f"/leads/{mara.id}/assign"
    answer = as_user("ada").submit(path, action=path, owner=str(cast["finn"].id))
    assert answer.status_code == 422
    assert fresh(mara).owner_id == cast["ada"].id


def test_disqualifying_offers_reasons_to_tap_and_can_be_undone(as_user, mara):
    ada, path = as_user("ada"), f"/leads/{mara.id}/disqualify"
    for unsaid in ({}, {"reason": "", "note": "They said no"}, {"reason": "other"}, {"reason": "weather"}):
        assert ada.submit(path, action=path, **unsaid).status_code == 422
    assert ada.submit(path, action=path, reason="no-budget").status_code == 303
    assert (fresh(mara).status, mara.disqualified_for) == (
        LeadStatus.DISQUALIFIED,
        DisqualifyReason.NO_BUDGET,
    )
    assert "Disqualified: No budget" in ada.get(f"/leads/{mara.id}").text
    assert mara.name in ada.get("/leads?status=disqualified&disqualified_for=no-budget").text
    assert "disqualified this lead: No budget" in ada.get(f"/leads/{mara.id}/timeline").text
    ada.submit(f"/leads/{mara.id}", action=f"/leads/{mara.id}/reactivate")
    assert (fresh(mara).status, mara.disqualified_for) == (LeadStatus.WORKING, None)
    ada.submit(path, action=path, reason="other", note="They went to sea")
    assert "Disqualified: Other · They went to sea" in ada.get(f"/leads/{mara.id}").text


def test_a_converted_leads_page_links_to_what_it_became_and_offers_no_change(as_user, mara, cast):
    became = convert(mara, Choices(New(), New(), New()), by=cast["ada"])
    page = as_user("ada").get(f"/leads/{mara.id}").text
    assert "Ada Rep converted this lead" in page
    for plural, key in (("accounts", mara.account_id), ("contacts", mara.contact_id)):
        assert f'href="/{plural}/{key}"' in page
    assert f'href="/opportunities/{became.opportunity.id}"' in page
    for gone in ("/convert", "/edit", "/delete", "/disqualify", "/assign"):
        assert f"/leads/{mara.id}{gone}" not in page


def test_a_converted_lead_refuses_the_form_and_the_bin(as_user, mara, cast):
    ada, path = as_user("ada"), f"/leads/{mara.id}/edit"
    form = ada.filled(path, name="Someone else", action=path)
    convert(mara, Choices(New()), by=cast["ada"])
    assert ada.post(path, data=form).status_code == 422
    refused = ada.post(f"/leads/{mara.id}/delete", data={"csrf_token": form["csrf_token"]})
    assert refused.status_code == 409
    assert (fresh(mara).name, mara.deleted_at) == ("Mara Stein", None)


@pytest.mark.parametrize("person", ["rob", "finn", "sam"])
def test_who_does_not_work_with_leads_changes_none(as_user, mara, person):
    browser = as_user(person)
    assert browser.get("/leads/quick").status_code == 403
    for verb in ("claim", "assign", "status", "disqualify", "reactivate", "convert", "convert/check"):
        answer = browser.post(f"/leads/{mara.id}/{verb}", data={"csrf_token": browser.csrf()})
        assert answer.status_code == 403, verb


def test_a_colleagues_lead_does_not_exist(as_user, mara):
    cora = as_user("cora")
    token = cora.csrf()
    assert cora.get(f"/leads/{mara.id}").status_code == 404
    for verb in ("claim", "assign", "status", "disqualify", "reactivate", "convert", "convert/check"):
        assert cora.post(f"/leads/{mara.id}/{verb}", data={"csrf_token": token}).status_code == 404, verb
