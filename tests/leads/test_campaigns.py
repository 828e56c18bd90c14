"""Leads and opportunities that belong to a campaign: carried on, taken back, counted under the viewer's rights."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from salesapp.core.access import acting_as
from salesapp.core.db import db
from salesapp.core.money.currencies import CurrencyRate
from salesapp.leads.campaign_responses import Responses, responses_to
from salesapp.leads.conversion.actions import convert
from salesapp.leads.conversion.choices import Choices, New
from salesapp.leads.conversion.undo import unconvert
from salesapp.leads.models import Lead
from salesapp.leads.web_forms.models import WebForm
from salesapp.marketing.kinds import CampaignStatus, LeadSource
from salesapp.marketing.models import Campaign
from salesapp.opportunities.campaign_views import Worth, worth_of
from salesapp.opportunities.models import Opportunity, Outcome, State
from tests.leads.conversion.test_undo import living_rows


@pytest.fixture
def campaign(cast) -> Campaign:
    """A fair that cost something."""
    made = Campaign(name="Analytica 2026", status=CampaignStatus.ACTIVE, actual_cost=100_000)
    db.session.add(made)
    db.session.commit()
    return made


@pytest.fixture
def met(make_lead, campaign):
    """A lead of the fair."""
    return make_lead("Mara Stein", company="Nordlicht", source=LeadSource.TRADE_FAIR, campaign_id=campaign.id)


@pytest.fixture
def deal(nordlicht, campaign, cast):
    """`deal(100, "won")`: an opportunity of the fair."""

    def make(amount, state="open", actual=None, owner="ada", **others):
        by = cast[owner]
        made = Opportunity.open_new(
            name="Scales", account=nordlicht, amount=amount, campaign_id=campaign.id, by=by, **others
        )
        db.session.flush()
        if state == "won":
            made.close_as(State.WON, Outcome(closed_on=date(2026, 5, 3)), actual or amount, by=by)
        db.session.commit()
        return made

    return make


# --- what a conversion carries ------------------------------------------------------------------------------------


def test_source_and_campaign_go_to_the_new_opportunity_and_back(met, campaign, cast):
    before = living_rows()
    became = convert(met, Choices(New(), New(), New()), by=cast["ada"])
    db.session.commit()
    assert (became.opportunity.source, became.opportunity.campaign_id) == ("trade-fair", campaign.id)
    unconvert(met, by=cast["ada"])
    db.session.commit()
    assert living_rows() == before


@pytest.mark.parametrize("filled", [True, False])
def test_an_opportunity_that_was_there_keeps_its_campaign_or_gets_one(met, nordlicht, campaign, cast, filled):
    other = Campaign(name="Mailing")
    db.session.add(other)
    db.session.flush()
    frame = Opportunity.open_new(name="Frame contract", account=nordlicht, by=cast["ada"])
    frame.campaign_id = other.id if filled else None
    db.session.commit()
    before = living_rows()
    convert(met, Choices(account=nordlicht, opportunity=frame), by=cast["ada"])
    db.session.commit()
    assert frame.campaign_id == (other.id if filled else campaign.id)
    unconvert(met, by=cast["ada"])
    db.session.commit()
    assert living_rows() == before


def test_the_sheet_says_by_name_what_it_carries(met, as_user):
    assert "Campaign: <b>Analytica 2026</b>" in as_user("ada").get(f"/leads/{met.id}/convert").text


def test_what_is_done_once_more_keeps_the_campaign(deal, cast, campaign):
    won, open_ = deal(100, "won"), deal(200)
    again = [
        open_.clone(name="Copy", close_on=None, by=cast["ada"]),
        won.renew(name="Renewal", close_on=None, by=cast["ada"]),
        open_.split(name="Half", close_on=None, lines=[], amount=50, by=cast["ada"]),
    ]
    assert {each.campaign_id for each in again} == {campaign.id}


def test_a_web_form_names_its_campaign(as_user, make_client, campaign, cast):
    root = as_user("root")
    root.submit("/web-forms/new", name="Ask us", campaign=str(campaign.id))
    form = db.session.scalars(select(WebForm)).one()
    assert form.campaign_id == campaign.id
    assert "Analytica 2026" in root.get(f"/web-forms/{form.id}").text
    campaign.status = CampaignStatus.COMPLETED
    root.submit(f"/web-forms/{form.id}/edit", name="Ask us again")
    assert db.session.scalars(select(WebForm)).one().campaign_id == campaign.id
    address = f"/f/{form.secret}"
    make_client().submit(address, name="Li Na", email="li@example.com")
    assert db.session.scalars(select(Lead.campaign_id)).all() == [campaign.id]


# --- what it brought ----------------------------------------------------------------------------------------------


def test_leads_are_counted_as_the_viewer_sees_them(met, make_lead, campaign, cast, as_user):
    convert(met, Choices(contact=New()), by=cast["ada"])
    for owner in ("ada", "cora"):
        make_lead("Eva", owner, campaign_id=campaign.id)
    make_lead("Someone else")
    gone = make_lead("Gone", campaign_id=campaign.id)
    gone.deleted_at = gone.created_at
    db.session.commit()
    with acting_as(cast["mia"]):
        assert responses_to(campaign) == Responses(3, 1, True, 100_000)
    with acting_as(cast["ada"]):
        found = responses_to(campaign)
    assert found == Responses(2, 1, False, 100_000)
    assert (found.conversion_rate, found.cost_per_lead) == (Decimal("50.0"), None)
    page = as_user("mia").get(f"/campaigns/{campaign.id}/leads").text
    assert all(each in page for each in ("33.3%", "€333.33", f"/leads?campaign={campaign.id}"))
    page = as_user("ada").get(f"/campaigns/{campaign.id}/leads").text
    assert "You don’t have access to all leads." in page
    assert "€333.33" not in page


def test_the_list_of_leads_is_narrowed_to_a_campaign(met, make_lead, campaign, as_user):
    make_lead("Someone else")
    page = as_user("ada").get(f"/leads?campaign={campaign.id}").text
    assert "Mara Stein" in page
    assert "Someone else" not in page
    assert "Campaign is Analytica 2026" in page


@given(st.integers(1, 10**6), st.integers(0, 10**12))
def test_a_cost_per_lead_is_exact_to_the_minor_unit(leads, cost):
    one = Responses(leads, 0, True, cost).cost_per_lead
    assert abs(2 * (one * leads - cost)) <= leads


@given(st.integers(1, 10**6).flatmap(lambda all_: st.tuples(st.just(all_), st.integers(0, all_))))
def test_a_conversion_rate_is_a_percentage_to_one_decimal(counts):
    leads, converted = counts
    rate = Responses(leads, converted, True, None).conversion_rate
    assert 0 <= rate <= 100
    assert abs(rate * leads - 100 * converted) * 20 <= leads


def test_without_leads_or_costs_nothing_is_divided():
    assert Responses(0, 0, True, 500).conversion_rate is None
    assert Responses(0, 0, True, 500).cost_per_lead is None
    assert Responses(5, 0, True, None).cost_per_lead is None


def test_open_and_won_in_the_company_s_currency(deal, campaign, cast, as_user):
    db.session.add(CurrencyRate(currency="CNY", valid_from=date(2020, 1, 1), rate=Decimal("0.125")))
    db.session.commit()
    deal(1_000)
    deal(8_000, currency="CNY")
    deal(5_000, "won", actual=4_999)
    deal(8_000, "won", currency="CNY")
    deal(8_000, "won", actual=4_004, currency="CNY")
    deal(None, "won", actual=800, currency="CNY")
    deal(70_000, owner="cora")
    with acting_as(cast["ada"]):
        found = worth_of(campaign)
    assert found == {
        State.OPEN: Worth(2, 2_000),
        State.WON: Worth(4, 4_999 + 1_000 + 501 + 100),
        State.LOST: Worth(),
    }
    page = as_user("ada").get(f"/campaigns/{campaign.id}/opportunities").text
    assert "€66.00" in page
    assert f"campaign={campaign.id}&amp;state=won" in page


def test_nobody_without_sight_of_it_is_told(campaign, as_user):
    assert as_user("mia").get(f"/campaigns/{campaign.id}/opportunities").status_code == 403
    assert as_user("sam").get(f"/campaigns/{campaign.id}/leads").status_code == 403
    page = as_user("mia").get(f"/campaigns/{campaign.id}").text
    assert "panel-leads" in page
    assert "panel-opportunities" not in page


def test_a_campaign_without_anything_says_so(campaign, as_user):
    ada = as_user("ada")
    assert "No leads yet." in ada.get(f"/campaigns/{campaign.id}/leads").text
    assert "No opportunities yet." in ada.get(f"/campaigns/{campaign.id}/opportunities").text
