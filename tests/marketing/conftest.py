"""A campaign and a competitor to test with."""

from __future__ import annotations

from datetime import date

import pytest

from salesapp.core.db import db
from salesapp.marketing.competitors import Competitor
from salesapp.marketing.kinds import CampaignStatus, CampaignType
from salesapp.marketing.models import Campaign


@pytest.fixture
def campaign(cast) -> Campaign:
    """A trade fair that is going on."""
    made = Campaign(
        name="Analytica 2026", type=CampaignType.TRADE_FAIR, status=CampaignStatus.ACTIVE, owner=cast["mia"]
    )
    made.begins_on, made.ends_on = date(2026, 11, 17), date(2026, 11, 20)
    made.budget, made.actual_cost = 1_800_000, 1_642_050
    db.session.add(made)
    db.session.commit()
    return made


@pytest.fixture
def bolt(cast) -> Competitor:
    """A competitor of whom something is known."""
    made = Competitor(name="Bolt", key_product="Bolt One", strengths="Cheap", reported_revenue=5_000_000)
    db.session.add(made)
    db.session.commit()
    return made
