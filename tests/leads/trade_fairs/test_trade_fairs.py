"""Lead after lead at a trade fair: what was chosen once goes onto all of them, and they are counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from salesapp.activities.models import Activity
from salesapp.core import clock
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.leads.models import Lead
from salesapp.leads.trade_fairs.models import Fair
from salesapp.leads.trade_fairs.queries import Standing, standing
from salesapp.marketing.kinds import CampaignStatus, LeadSource
from salesapp.marketing.models import Campaign
from salesapp.people.models import Language
from tests.browsers import check_accessible
from tests.clients import posting_form, proposed
from tests.layouts import check_layout
from tests.markup import Page

NINE = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)


@pytest.fixture
def campaign(cast) -> Campaign:
    """The fair as marketing planned it, beside one that is over."""
    made = Campaign(name="Analytica 2026", status=CampaignStatus.ACTIVE)
    db.session.add_all([made, Campaign(name="Last year", status=CampaignStatus.COMPLETED)])
    db.session.commit()
    return made


@pytest.fixture
def fair(campaign, cast) -> Fair:
    """Ada is at it."""
    made = Fair.begin(campaign, LeadSource.TRADE_FAIR, None, by=cast["ada"])
    db.session.commit()
    return made


def leads() -> list[Lead]:
    db.session.expire_all()
    return list(db.session.scalars(select(Lead).order_by(Lead.id)))


def save(browser, fair, name="Anna Li", reach="anna@example.com", **more):
    address = f"/fairs/{fair.id}"
    return browser.submit(address, action=address, name=name, reach=reach, **more)


# --- begun once, kept until it ends -------------------------------------------------------------------------------


def test_campaign_source_and_follow_up_are_chosen_once(as_user, campaign, cast):
    ada = as_user("ada")
    form = ada.get(f"/fairs?campaign={campaign.id}").text
    assert f'<option selected value="{campaign.id}">Analytica 2026</option>' in form
    assert "Last year" not in form
    answer = ada.submit("/fairs", campaign=str(campaign.id), follow_up="3")
    fair = db.session.scalars(select(Fair)).one()
    assert answer.headers["Location"] == f"/fairs/{fair.id}"
    assert (fair.user_id, fair.campaign_id, fair.source) == (
        cast["ada"].id,
        campaign.id,
        LeadSource.TRADE_FAIR,
    )
    # Another browser, another day: it is still going on.
    assert as_user("ada").get("/fairs").headers["Location"] == f"/fairs/{fair.id}"
    save(ada, fair, company="Nordlicht", note="Wants an offer before Christmas")
    [lead] = leads()
    assert (lead.name, lead.email, lead.company) == ("Anna Li", "anna@example.com", "Nordlicht")
    assert (lead.campaign_id, lead.source, lead.owner_id) == (
        campaign.id,
        LeadSource.TRADE_FAIR,
        cast["ada"].id,
    )
    assert lead.description == "Wants an offer before Christmas"
    task = db.session.scalars(select(Activity)).one()
    assert (task.subject, task.subject_id) == ("Follow up: Anna Li", lead.id)
    assert task.due_on == clock.today("Europe/Berlin") + timedelta(days=3)


def test_a_campaign_that_is_over_cannot_be_chosen(as_user, campaign):
    over = db.session.scalars(select(Campaign.id).where(Campaign.name == "Last year")).one()
    assert as_user("ada").submit("/fairs", campaign=str(over)).status_code == 422
    assert db.session.scalar(select(Fair.id)) is None


def test_without_a_campaign_and_a_follow_up_it_works_too(as_user):
    ada = as_user("ada")
    ada.submit("/fairs", source="")
    fair = db.session.scalars(select(Fair)).one()
    save(ada, fair)
    [lead] = leads()
    assert (lead.campaign_id, lead.source) == (None, None)
    assert db.session.scalar(select(Activity.id)) is None
    assert "<h1>Trade fair</h1>" in ada.get(f"/fairs/{fair.id}").text


def test_a_second_one_is_not_begun_while_one_goes_on(fair, cast, campaign):
    with pytest.raises(RuleBroken, match="End it first"):
        Fair.begin(campaign, None, None, by=cast["ada"])
    Fair.begin(campaign, None, None, by=cast["cora"])


# --- sheet after sheet --------------------------------------------------------------------------------------------


def test_after_saving_an_empty_sheet_comes_with_a_link_to_the_lead(as_user, fair):
    address = f"/fairs/{fair.id}"
    answer = as_user("ada").submit(
        address, action=address, htmx=True, name="Anna Li", reach="030 5550101", note="Two scales"
    )
    [lead] = leads()
    assert f'<a href="/leads/{lead.id}">Saved: Anna Li</a>' in answer.text
    assert "Two scales" not in answer.text
    assert 'value="Anna Li"' not in answer.text
    assert lead.phone == "030 5550101"


def test_without_script_the_page_says_the_same(as_user, fair):
    ada = as_user("ada")
    answer = save(ada, fair)
    lead = leads()[0].id
    assert answer.headers["Location"] == f"/fairs/{fair.id}?saved={lead}"
    assert f'<a href="/leads/{lead}">Saved: Anna Li</a>' in ada.get(answer.headers["Location"]).text


def test_a_double_press_makes_one_lead(as_user, fair):
    ada, address = as_user("ada"), f"/fairs/{fair.id}"
    form = ada.filled(address, action=address, name="Anna Li", reach="anna@example.com")
    first, second = (ada.post(address, data=form) for _press in range(2))
    assert (first.status_code, first.headers["Location"]) == (
        second.status_code,
        second.headers["Location"],
    )
    assert len(leads()) == 1


def test_a_double_is_warned_of_and_can_be_saved_all_the_same(as_user, fair):
    ada = as_user("ada")
    save(ada, fair)
    answer = save(ada, fair, name="A. Li", note="Again")
    assert answer.status_code == 422
    assert "This may already exist" in answer.text
    assert "Again" in answer.text
    assert len(leads()) == 1
    save(ada, fair, name="A. Li", anyway="1")
    assert len(leads()) == 2


@pytest.mark.parametrize(("name", "reach"), [("", "anna@example.com"), ("Anna Li", ""), ("Anna Li", "anna@")])
def test_what_is_missing_is_said_and_what_was_typed_stays(as_user, fair, name, reach):
    answer = save(as_user("ada"), fair, name=name, reach=reach, company="Nordlicht")
    assert answer.status_code == 422
    assert 'value="Nordlicht"' in answer.text
    assert not leads()


def test_a_visiting_card_gets_campaign_and_source_and_counts(as_user, fair, campaign):
    ada = as_user("ada")
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Anna Li\nEMAIL:anna@example.com\nEND:VCARD"
    form = ada.filled("/leads/card", action="/leads/card", pasted=card, sent="pasted")
    page = ada.post("/leads/card", data=form)
    assert "At Analytica 2026" in page.text
    sent = {"csrf_token": ada.csrf(), "name": "Anna Li", "email": "anna@example.com"}
    assert ada.post("/leads/card/save", data=sent | {"email": "anna@"}).status_code == 422
    answer = ada.post("/leads/card/save", data=sent)
    [lead] = leads()
    assert answer.headers["Location"] == f"/fairs/{fair.id}?saved={lead.id}"
    assert (lead.campaign_id, lead.source, lead.fair_id) == (campaign.id, LeadSource.TRADE_FAIR, fair.id)
    assert "This may already exist" in ada.post("/leads/card/save", data=sent).text


def test_without_a_fair_a_card_is_an_ordinary_lead(as_user):
    ada = as_user("ada")
    sent = {"csrf_token": ada.csrf(), "name": "Anna Li"}
    answer = ada.post("/leads/card/save", data=sent)
    [lead] = leads()
    assert answer.headers["Location"] == f"/leads/{lead.id}"
    assert lead.fair_id is None


# --- counted from the rows ----------------------------------------------------------------------------------------


def test_leads_of_this_hour_and_the_pace_over_the_hour(campaign, cast, as_user):
    ada = cast["ada"]
    with clock.travel(NINE + timedelta(minutes=30)):
        fair = Fair.begin(campaign, LeadSource.TRADE_FAIR, None, by=ada)
    for minute in (40, 59, 60, 75):
        with clock.travel(NINE + timedelta(minutes=minute)):
            fair.capture(f"Lead {minute}", today_for(), by=ada)
    db.session.commit()
    assert standing(fair, NINE + timedelta(minutes=39), "UTC").per_hour is None
    at = [standing(fair, NINE + timedelta(minutes=each), "UTC") for each in (90, 119, 120)]
    assert at[0] == Standing(4, 2, Decimal("4.0"))
    assert [each.this_hour for each in at] == [2, 2, 0]
    assert at[2].per_hour == Decimal("2.7")
    # Half an hour later on the wall there, the hour began with the fair.
    assert standing(fair, NINE + timedelta(minutes=89), "Asia/Kolkata").this_hour == 4


def test_whom_a_lead_went_to_since_does_not_change_the_count_and_the_bin_does(fair, cast, as_user):
    ada = as_user("ada")
    for number in range(3):
        save(ada, fair, name=f"Person {number}", reach=f"p{number}@example.com")
    given, gone, _kept = leads()
    given.owner_id = cast["cora"].id
    gone.deleted_at = clock.now()
    db.session.commit()
    assert standing(fair, clock.now(), "UTC").leads == 2
    page = ada.get(f"/fairs/{fair.id}").text
    assert "Person 2" in page
    assert "Person 0" not in page


def test_an_ended_one_keeps_its_pace(fair, cast):
    fair.started_at = NINE
    fair.capture("Anna Li", NINE.date(), by=cast["ada"])
    with clock.travel(NINE + timedelta(hours=2)):
        fair.end(by=cast["ada"])
    db.session.commit()
    assert standing(fair, NINE + timedelta(days=3), "UTC").per_hour == Decimal("0.5")


# --- made by hand elsewhere ---------------------------------------------------------------------------------------

FORMS = {
    "/leads/quick": {"name": "Anna Li", "reach": "anna@example.com"},
    "/leads/new": {"name": "Anna Li", "email": "anna@example.com"},
    "/leads/card": {"pasted": "MECARD:N:Anna Li;EMAIL:anna@example.com;;"},
}


@pytest.mark.parametrize("address", FORMS)
@pytest.mark.parametrize("left_out", [False, True])
def test_every_form_for_a_lead_says_the_fair_and_brings_what_it_brings(
    as_user, campaign, cast, address, left_out
):
    Fair.begin(campaign, LeadSource.TRADE_FAIR, 3, by=cast["ada"])
    db.session.commit()
    ada, typed = as_user("ada"), dict(FORMS[address])
    page, action = ada.get(address).text, address
    if address == "/leads/card":
        page, action = ada.submit(address, action=address, **typed).text, "/leads/card/save"
    assert "At Analytica 2026" in page
    filled = proposed(posting_form(Page(page), action)) | (typed if action == address else {})
    if left_out:
        del filled["at_fair"]
    assert ada.post(action, data=filled).status_code in {200, 303}
    [lead] = leads()
    tasks = list(db.session.scalars(select(Activity.subject)))
    if left_out:
        assert (lead.source, lead.campaign_id, lead.fair_id, tasks) == (None, None, None, [])
    else:
        assert (lead.source, lead.campaign_id) == (LeadSource.TRADE_FAIR, campaign.id)
        assert (lead.fair_id is not None, tasks) == (True, ["Follow up: Anna Li"])


def test_what_one_chooses_oneself_goes_before_what_the_fair_brings(as_user, fair, campaign):
    ada = as_user("ada")
    ada.submit("/leads/new", action="/leads/new", name="Anna", email="anna@example.com", source="referral")
    [lead] = leads()
    assert (lead.source, lead.campaign_id, lead.fair_id) == (LeadSource.REFERRAL, campaign.id, fair.id)


# --- its end, and whose it is -------------------------------------------------------------------------------------


def test_it_ends_with_a_summary_and_goes_on_after_all(as_user, fair, campaign):
    ada, address = as_user("ada"), f"/fairs/{fair.id}"
    late = ada.filled(address, action=address, name="Late Lee", reach="late@example.com", note="Typed long")
    save(ada, fair)
    ada.post(f"{address}/end", data={"csrf_token": ada.csrf()})
    summary = ada.get(address).text
    assert "Anna Li" in summary
    assert f'action="{address}"' not in summary
    assert f"/leads?campaign={campaign.id}" in summary
    assert "Analytica 2026" in ada.get("/fairs").text
    refused = ada.post(address, data=late)
    assert refused.status_code == 422
    assert "Resume capturing to save this lead." in refused.text
    assert "Typed long" in refused.text
    assert ada.post(f"{address}/end", data={"csrf_token": ada.csrf()}).status_code == 409
    ada.post(f"{address}/resume", data={"csrf_token": ada.csrf()})
    save(ada, fair, name="Late Lee", reach="late@example.com")
    assert len(leads()) == 2
    story = ada.get(f"/campaigns/{campaign.id}/timeline").text
    assert "Ada Rep started capturing leads here" in story
    assert "Ada Rep stopped capturing leads here" in story


@pytest.mark.parametrize("person", ["cora", "ben", "root"])
def test_that_of_another_does_not_exist(as_user, fair, person):
    other, address = as_user(person), f"/fairs/{fair.id}"
    token = {"csrf_token": other.csrf()}
    assert other.get(address).status_code == 404
    for path in (address, f"{address}/end", f"{address}/resume", f"{address}/card"):
        answer = other.post(path, data=token | {"name": "Mine", "reach": "mine@example.com"})
        assert answer.status_code == 404
    assert not leads()
    db.session.expire_all()
    assert fair.is_going_on


@pytest.mark.parametrize("person", ["rob", "finn", "sam"])
def test_who_does_not_work_with_leads_captures_none(as_user, fair, person):
    assert as_user(person).get("/fairs").status_code == 403


def test_in_chinese(as_user, fair, cast):
    cast["ada"].locale = Language.ZH
    db.session.commit()
    ada = as_user("ada")
    page = ada.get(f"/fairs/{fair.id}").text
    assert all(each in page for each in ("本小时", "平均每小时", "电话或电子邮件", "名片"))
    answer = save(ada, fair, name="李安娜", reach="13855500101")
    assert "已保存：李安娜" in ada.get(answer.headers["Location"]).text


# --- with a thumb -------------------------------------------------------------------------------------------------


@pytest.mark.sqlite_only
def test_five_leads_by_thumb_one_of_them_with_the_page_lost(campaign, cast, open_page):
    page = open_page("phone", as_="ada")
    page.goto("/leads")
    page.get_by_role("link", name="Trade fair").tap()
    expect(page.get_by_role("heading", name="Trade fair")).to_be_visible()
    check_accessible(page)
    check_layout(page)
    page.get_by_label("Campaign").select_option("Analytica 2026")
    page.get_by_text("+3 days").tap()
    page.get_by_role("button", name="Start").tap()
    expect(page.get_by_role("heading", name="Analytica 2026")).to_be_visible()
    for number in range(5):
        expect(page.get_by_label("Name")).to_be_focused()
        expect(page.get_by_label("Name")).to_have_value("")
        page.keyboard.type(f"Person {number}")
        page.get_by_label("Phone or e-mail").fill(f"person{number}@example.com")
        page.get_by_label("Note").press_sequentially(f"Scale {number}", delay=40)
        if number == 2:  # the telephone pushed the page out of memory
            page.goto("about:blank")
            page.go_back()
            expect(page.get_by_label("Note")).to_have_value("Scale 2")
        page.get_by_role("button", name="Save").tap()
        expect(page.get_by_role("link", name=f"Saved: Person {number}")).to_be_visible()
    check_accessible(page)
    check_layout(page)
    figures = page.locator(".fair-figures .figure-value")
    expect(figures.first).to_have_text("5")
    fair = db.session.scalars(select(Fair)).one()
    found = [(each.name, each.campaign_id, each.source, each.description) for each in leads()]
    assert found == [
        (f"Person {number}", campaign.id, LeadSource.TRADE_FAIR, f"Scale {number}") for number in range(5)
    ]
    assert standing(fair, clock.now(), "UTC").leads == 5
    db.session.rollback()
    page.get_by_role("button", name="End").tap()
    expect(page.get_by_role("heading", name="Recently captured")).to_be_visible()
    expect(figures.first).to_have_text("5")
    page.get_by_role("button", name="Undo").tap()
    expect(page.get_by_label("Name")).to_be_focused()
