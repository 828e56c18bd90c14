"""Two of everything that can be merged, with all that hangs on it."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from salesapp.activities.actions import add_note, add_task
from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.db import Base, db
from salesapp.customers.models import Account, Contact
from salesapp.leads.models import Lead
from salesapp.opportunities.models import Opportunity, OpportunityContact
from salesapp.people.models import User
from tests.quotes.stage import stage as selling

CHANGING = {"version", "changed_at", "changed_by_id", "touched_at"}
"""Columns that say that and when a row was written, not what it says."""
STORY = {
    "events",
    "event_links",
    "merges",
    "outbox",
    "once_keys",
    "login_sessions",
    "user_days",
    "match_keys",
    "search_words",
}
"""Tables that tell what happened, or follow from the others."""


def anew() -> None:
    set_viewer(SYSTEM)
    db.session.expire_all()


def all_rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table but the story, column by column."""
    anew()
    return {
        name: [
            {key: value for key, value in row._mapping.items() if key not in CHANGING}
            for row in db.session.execute(
                select(table).order_by(*table.primary_key.columns),
                execution_options={"unscoped": "the test compares all rows"},
            )
        ]
        for name, table in Base.metadata.tables.items()
        if name not in STORY
    }


@pytest.fixture
def stage(cast: dict[str, User]) -> SimpleNamespace:
    """Two accounts, contacts and leads that are the same, with people, deals, notes and tasks."""
    ada = cast["ada"]
    group = Account(name="Nordlicht Group")
    stays = Account(
        name="Nordlicht Energie GmbH", phone="+49 40 1", billing_city="Hamburg", billing_country="DE"
    )
    goes = Account(name="Nordlicht Energie", website="https://nordlicht.example", phone="040 1", employees=12)
    db.session.add_all([group, stays, goes])
    db.session.flush()
    goes.parent_id = group.id
    daughter = Account(name="Nordlicht Nord", parent_id=goes.id)
    mara = Contact(
        family_name="Stein", given_name="Mara", account_id=stays.id, email="mara@nordlicht.example"
    )
    twin = Contact(
        family_name="Stein", given_name="M.", account_id=goes.id, mobile="+49 170 1", do_not_call=True
    )
    below = Contact(family_name="Hill", account_id=goes.id)
    db.session.add_all([daughter, mara, twin, below])
    db.session.flush()
    below.reports_to_id = twin.id
    deal = Opportunity.open_new(name="Solar", account=goes, contact=twin, by=ada)
    db.session.flush()
    if all(each.contact_id != mara.id for each in deal.contacts):
        deal.contacts.append(OpportunityContact(contact_id=mara.id, is_primary=False))
    lead = Lead(name="Eva Lind", owner_id=ada.id, email="eva@example.com", currency="EUR")
    other = Lead(
        name="E. Lind", owner_id=cast["cora"].id, phone="+49 30 12345", currency="USD", estimated_amount=900
    )
    db.session.add_all([lead, other])
    db.session.flush()
    for each in (goes, twin, other):
        add_note(each, f"About {each.title}", by=ada)
        add_task(each, f"Call {each.title}", date(2026, 12, 1), ada, by=ada)
    db.session.commit()
    return SimpleNamespace(
        group=group, stays=stays, goes=goes, daughter=daughter, mara=mara, twin=twin, below=below, deal=deal,
        lead=lead, other=other,
    )  # fmt: skip


@pytest.fixture
def house(cast: dict[str, User]) -> SimpleNamespace:
    """The customer, the goods and the people of tests/quotes/stage.py."""
    return selling(cast)
