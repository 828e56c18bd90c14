"""Undo of a call, and of disqualifying: the lead is what it was, as stale as it was, and what was typed is there."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.leads.kinds import LeadStatus
from salesapp.leads.models import Lead

BEGAN = datetime(2024, 1, 1, 9, tzinfo=UTC)


@pytest.fixture
def lead(cast) -> Lead:
    with clock.travel(BEGAN):
        made = Lead.capture("Grace Hopper", by=cast["ada"])
        db.session.commit()
    return made


def undo(browser, page: str):
    found = re.search(r'action="(/leads/[^"]+/undo[^"]*)"', browser.get(page).text)[1].replace("&amp;", "&")
    return browser.post(found, data={"csrf_token": browser.csrf_token(), "once": "undo"})


def test_undo_of_a_call_leaves_the_lead_stale_and_what_was_typed_in_the_form(lead, as_user):
    ada, page = as_user("ada"), f"/leads/{lead.id}/work"
    values = {
        "outcome": "voicemail",
        "note": "Asks for a visit",
        "next_in": "3",
        "next_step": "Send the offer",
    }
    went = ada.submit(page, action=page, **values)
    db.session.expire_all()
    assert lead.touched_at > BEGAN
    back = undo(ada, went.location)
    db.session.expire_all()
    assert lead.touched_at == BEGAN
    form = ada.get(back.location).text
    for typed in ("Asks for a visit", "Send the offer", 'value="3" checked'):
        assert typed in form


@pytest.mark.parametrize("status", [LeadStatus.NEW, LeadStatus.NURTURING])
def test_undo_of_disqualifying_gives_back_the_status(lead, as_user, status):
    with clock.travel(BEGAN):
        lead.status = status
        db.session.commit()
    ada, page, was = as_user("ada"), f"/leads/{lead.id}/disqualify", lead.status_id
    went = ada.submit(page, action=page, reason="no-budget", note="Next year")
    db.session.expire_all()
    assert lead.status is LeadStatus.DISQUALIFIED
    undo(ada, went.location)
    db.session.expire_all()
    found = (lead.status, lead.status_id, lead.disqualified_for, lead.disqualify_reason, lead.touched_at)
    assert found == (status, was, None, None, BEGAN)
