"""What happens to a lead before it is converted, and that a converted one stays as it was."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import CREATED, Event
from salesapp.leads.conversion.actions import convert
from salesapp.leads.conversion.choices import Choices, New
from salesapp.leads.kinds import LeadStatus
from salesapp.leads.models import Lead, settle
from salesapp.records.recycle_bin import acts as recycle_bin


def kinds_of(lead: Lead) -> list[str]:
    """What happened to it since it was made."""
    db.session.flush()
    own = (Event.subject_type == "lead") & (Event.subject_id == lead.id) & (Event.kind != CREATED)
    return list(db.session.scalars(select(Event.kind).where(own).order_by(Event.id)))


def test_a_lead_of_the_queue_is_claimed_once(make_lead, cast):
    lead = make_lead(owner=None)
    lead.claim(by=cast["ada"])
    assert lead.owner_id == cast["ada"].id
    with pytest.raises(RuleBroken, match="has an owner"):
        lead.claim(by=cast["cora"])
    assert kinds_of(lead) == ["lead_claimed"]


def test_a_lead_is_given_to_a_colleague(mara, cast):
    mara.assign(cast["cora"], by=cast["ben"])
    assert mara.owner_id == cast["cora"].id
    assert kinds_of(mara) == ["lead_assigned"]


def test_a_lead_is_not_given_to_its_owner_or_to_somebody_who_left(mara, cast):
    with pytest.raises(RuleBroken, match="is already the owner"):
        mara.assign(cast["ada"], by=cast["ben"])
    cast["cora"].active = False
    with pytest.raises(RuleBroken, match="is no longer an active user"):
        mara.assign(cast["cora"], by=cast["ben"])


def test_marking_says_what_somebody_does_with_it(mara, cast):
    mara.mark(LeadStatus.WORKING, by=cast["ada"])
    mara.mark(LeadStatus.NURTURING, by=cast["ada"])
    assert mara.status is LeadStatus.NURTURING
    with pytest.raises(RuleBroken, match="already has this status"):
        mara.mark(LeadStatus.NURTURING, by=cast["ada"])


@pytest.mark.parametrize("status", [LeadStatus.CONVERTED, LeadStatus.DISQUALIFIED])
def test_marking_does_not_end_a_lead(mara, cast, status):
    with pytest.raises(RuleBroken, match="Convert, disqualify or reactivate"):
        mara.mark(status, by=cast["ada"])


def test_disqualifying_needs_a_reason_and_can_be_taken_back(mara, cast):
    with pytest.raises(RuleBroken, match="Choose a reason"):
        mara.disqualify("  ", by=cast["ada"])
    mara.disqualify("No budget", by=cast["ada"])
    assert (mara.status, mara.disqualify_reason) == (LeadStatus.DISQUALIFIED, "No budget")
    with pytest.raises(RuleBroken, match="already disqualified"):
        mara.disqualify("Again", by=cast["ada"])
    with pytest.raises(RuleBroken, match="Convert, disqualify or reactivate"):
        mara.mark(LeadStatus.WORKING, by=cast["ada"])
    mara.reactivate(by=cast["ada"])
    assert (mara.status, mara.disqualify_reason) == (LeadStatus.WORKING, None)
    assert kinds_of(mara) == ["lead_disqualified", "lead_reactivated"]


def test_only_a_disqualified_lead_is_taken_up_again(mara, cast):
    with pytest.raises(RuleBroken, match="Only a disqualified lead"):
        mara.reactivate(by=cast["ada"])


@pytest.mark.parametrize(
    "verb",
    [
        lambda lead, cast: lead.claim(by=cast["ada"]),
        lambda lead, cast: lead.assign(cast["cora"], by=cast["ada"]),
        lambda lead, cast: lead.mark(LeadStatus.WORKING, by=cast["ada"]),
        lambda lead, cast: lead.disqualify("No", by=cast["ada"]),
        lambda lead, cast: lead.reactivate(by=cast["ada"]),
        lambda lead, cast: settle(lead, by=cast["ada"]),
        lambda lead, cast: recycle_bin.delete(lead, by=cast["ada"]),
        lambda lead, cast: convert(lead, Choices(account=New()), by=cast["ada"]),
    ],
    ids=["claim", "assign", "mark", "disqualify", "reactivate", "save", "delete", "convert"],
)
def test_a_converted_lead_refuses_every_change(mara, cast, verb):
    convert(mara, Choices(account=New()), by=cast["ada"])
    before = {name: getattr(mara, name) for name in ("status", "owner_id", "deleted_at", "converted_at")}
    with pytest.raises(RuleBroken, match="converted"):
        verb(mara, cast)
    assert before == {name: getattr(mara, name) for name in before}


def test_a_status_alone_converts_nobody(make_lead, cast):
    lead = make_lead()
    lead.status = LeadStatus.CONVERTED
    with pytest.raises(RuleBroken, match="use “Convert”"):
        settle(lead, by=cast["ada"])


def test_an_amount_is_never_negative(make_lead, cast):
    lead = make_lead()
    lead.estimated_amount = -1
    with pytest.raises(RuleBroken, match="can’t be negative"):
        settle(lead, by=cast["ada"])


def test_a_lead_without_a_currency_gets_the_companys(make_lead, cast):
    lead = make_lead(currency=None, email=" mara@nordlicht.example ")
    settle(lead, by=cast["ada"])
    assert (lead.currency, lead.email) == ("EUR", "mara@nordlicht.example")
