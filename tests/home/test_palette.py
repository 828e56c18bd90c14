"""The box for records and commands: only what the reader sees and may do is in it."""

from __future__ import annotations

import re

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.leads.models import Lead
from salesapp.records.looking import Look


def options(client, typed=""):
    """Label → address of what the box offers, in its order."""
    text = client.htmx(f"/palette?q={typed}").text
    return {
        label: url
        for url, label in re.findall(r'role="option"[^>]* href="([^"]+)"[^>]*>.*?<span>([^<]+)</span>', text)
    }


def test_it_begins_with_what_was_opened_last(as_user, cast):
    first, last = Account(name="First"), Account(name="Last")
    db.session.add_all([first, last])
    db.session.flush()
    for account in (first, last):
        at = clock.now()
        seen = {
            "subject_type": "account",
            "subject_id": account.id,
            "known": 0,
            "known_at": at,
            "seen": 0,
            "seen_at": at,
        }
        db.session.add(Look(user_id=cast["ada"].id, **seen))
    db.session.commit()
    assert list(options(as_user("ada")))[:2] == ["Last", "First"]


def test_records_come_as_one_types_and_only_those_one_sees(as_user, cast):
    for name in ("ada", "cora"):
        db.session.add(Lead(name=f"Orbit of {name}", owner_id=cast[name].id))
    db.session.commit()
    assert list(options(as_user("ada"), "orbit")) == ["Orbit of ada"]


def test_commands_are_found_by_their_words_and_are_those_one_may_give(as_user):
    assert options(as_user("ada"), "new lea") == {"Lead": "/leads/quick"}
    assert options(as_user("ada"), "go pipe") == {"Pipeline": "/board"}
    assert options(as_user("finn"), "new lea") == {}
    assert "Set-up" in options(as_user("root"))
    assert "Set-up" not in options(as_user("ada"))
