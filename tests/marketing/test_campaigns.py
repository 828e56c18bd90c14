"""Campaigns as records: their rules, who may do what, in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.marketing.kinds import CampaignStatus, CampaignType
from salesapp.marketing.models import Campaign, running, settle_campaign
from salesapp.people.models import Language

NEW = {
    "name": "Analytica 2026",
    "type": "trade-fair",
    "status": "active",
    "begins_on": "2026-11-17",
    "ends_on": "2026-11-20",
    "budget": "18k",
    "actual_cost": "16,420.50",
    "expected_response": "2.5",
}


def test_a_campaign_is_made_and_shown(as_user, cast):
    mia = as_user("mia")
    answer = mia.submit("/campaigns/new", NEW)
    made = db.session.scalars(select(Campaign)).one()
    assert answer.headers["Location"] == f"/campaigns/{made.id}"
    assert (made.type, made.status) == (CampaignType.TRADE_FAIR, CampaignStatus.ACTIVE)
    assert (made.budget, made.actual_cost, made.expected_response) == (1_800_000, 1_642_050, Decimal("2.5"))
    assert made.owner_id == cast["mia"].id
    page = as_user("ada").get(answer.headers["Location"]).text
    assert all(each in page for each in ("Analytica 2026", "€16,420.50", "In progress", "17 Nov 2026"))
    assert "Analytica 2026" in as_user("ada").get("/campaigns").text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"ends_on": "2026-11-16"}, "The end can’t be before the start."),
        ({"budget": "-1"}, "An amount can’t be negative."),
        ({"expected_response": "101"}, "A response must be between 0 and 100 percent."),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(as_user, values, sentence):
    answer = as_user("mia").submit("/campaigns/new", NEW | values)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Analytica 2026"' in answer.text
    assert db.session.scalar(select(Campaign.id)) is None


@pytest.mark.parametrize(
    ("person", "sees", "edits"),
    [
        ("ada", 200, 403),
        ("ben", 200, 200),
        ("mia", 200, 200),
        ("root", 200, 200),
        ("rob", 200, 403),
        ("finn", 403, 403),
        ("sam", 403, 403),
    ],
)
def test_whoever_sells_sees_campaigns_and_marketing_and_managers_change_them(
    as_user, campaign, person, sees, edits
):
    browser = as_user(person)
    assert browser.get(f"/campaigns/{campaign.id}").status_code == sees
    assert browser.get(f"/campaigns/{campaign.id}/edit").status_code == edits
    assert ('href="/campaigns"' in browser.get("/more").text) == (sees == 200)


def test_only_what_may_still_bring_leads_is_offered_the_latest_first(campaign):
    others = [
        Campaign(name="Mailing", begins_on=date(2026, 12, 1)),
        Campaign(name="Over", status=CampaignStatus.COMPLETED),
        Campaign(name="Some day"),
    ]
    db.session.add_all(others)
    db.session.flush()
    assert [name for _key, name in running()] == ["Mailing", "Analytica 2026", "Some day"]
    assert (others[1].id, "Over") in running(others[1].id)


def test_in_chinese(as_user, cast, campaign):
    cast["mia"].locale = Language.ZH
    db.session.commit()
    page = as_user("mia").get(f"/campaigns/{campaign.id}").text
    assert all(each in page for each in ("市场活动", "进行中", "实际费用", "展会", "2026年11月17日"))


def test_the_rule_names_its_field():
    with pytest.raises(RuleBroken) as broken:
        settle_campaign(Campaign(name="A", actual_cost=-1), by=None)
    assert broken.value.field == "actual_cost"
