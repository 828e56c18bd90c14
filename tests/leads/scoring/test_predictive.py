"""What the company's own conversions say about a lead, and when they say nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.outbox import carry_all
from salesapp.leads.kinds import LeadStatus
from salesapp.leads.models import Lead
from salesapp.leads.scoring.predictive import ConversionModel, features_of, learn_anew, learn_soon
from salesapp.marketing.kinds import LeadSource


@pytest.fixture
def closed(cast):
    """`closed(won=…, lost=…, source=…)`: closed leads of that source, some of them converted."""

    def make(won: int, lost: int, source: LeadSource) -> None:
        began = clock.now() - timedelta(days=won + lost)
        rows = [
            {
                "name": f"{source} {number}",
                "owner_id": cast["cora"].id,
                "source": source,
                "status": LeadStatus.CONVERTED
                if number * won // (won + lost) != (number + 1) * won // (won + lost)
                else LeadStatus.DISQUALIFIED,
                "phone": "+49 40 1",
                "created_at": began + timedelta(days=number),
            }
            for number in range(won + lost)
        ]
        db.session.execute(insert(Lead), rows)
        db.session.commit()

    return make


@pytest.fixture
def plenty(closed):
    """Of ten referrals eight became customers, of ten from the website one."""
    closed(120, 30, LeadSource.REFERRAL)
    closed(15, 135, LeadSource.WEB)


def test_too_little_history_is_said_and_nothing_foretold(closed, make_lead, as_user):
    closed(60, 40, LeadSource.REFERRAL)
    learn_soon()
    db.session.commit()
    carry_all()
    kept = db.session.scalars(select(ConversionModel)).one()
    assert (kept.won, kept.lost, kept.model, kept.accuracy) == (60, 40, None, None)
    lead = make_lead(source=LeadSource.REFERRAL)
    assert "enough history yet" in as_user("ada").get(f"/leads/{lead.id}/score").text
    page = as_user("root").get("/lead-score-rules").text
    assert "60 of the required 100 conversions and 40 of the required 20 disqualified leads" in page


def test_a_lead_says_how_many_like_it_became_customers_and_why(plenty, make_lead, as_user):
    learn_soon()
    db.session.commit()
    carry_all()
    ada, pages = as_user("ada"), {}
    for source in (LeadSource.REFERRAL, LeadSource.WEB):
        lead = make_lead(f"From {source}", source=source, phone="+49 40 1")
        pages[source] = ada.get(f"/leads/{lead.id}/score").text
    assert "of 100 cases, compared with 45 for all leads" in pages[LeadSource.REFERRAL]
    assert "Source: Referral" in pages[LeadSource.REFERRAL].partition("Positive factors")[2]
    assert "Source: Website" in pages[LeadSource.WEB].partition("Negative factors")[2]


def test_set_up_says_how_good_it_is_beside_the_base_rate(plenty, as_user):
    kept = learn_anew()
    db.session.commit()
    assert kept.accuracy.tested == 60
    assert kept.accuracy.right > kept.accuracy.base_right
    page = as_user("root").get("/lead-score-rules").text
    assert "135 converted and 165 disqualified leads" in page
    assert "the newest 60 of them" in page
    assert "guessing would give 50" in page


def test_learned_again_it_replaces_what_was_learned_before(plenty, closed):
    learn_anew()
    closed(10, 10, LeadSource.PARTNER)
    learn_anew()
    db.session.commit()
    kept = db.session.scalars(select(ConversionModel)).one()
    assert (kept.won, kept.lost) == (145, 175)


def test_experience_that_knows_no_better_is_not_shown(closed, make_lead, as_user):
    closed(60, 60, LeadSource.REFERRAL)
    closed(60, 60, LeadSource.WEB)
    kept = learn_anew()
    db.session.commit()
    assert not kept.accuracy.is_useful
    lead = make_lead(source=LeadSource.WEB)
    assert "of 100 cases" not in as_user("ada").get(f"/leads/{lead.id}/score").text
    assert "is no better than the average" in as_user("root").get("/lead-score-rules").text


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        (None, "EUR", ""),
        (99_999, "EUR", "0"),
        (100_000, "EUR", "1000"),
        (99_999_999, "EUR", "100000"),
        (1, "XXX", ""),
    ],
)
def test_amounts_are_features_by_their_band_in_the_companys_currency(app, amount, currency, expected):
    assert features_of(Lead(estimated_amount=amount, currency=currency))["amount"] == expected
