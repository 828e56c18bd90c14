"""What an activity is about survives its journey through a file, be it a customer, a deal or a document."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from salesapp.activities.importing import ABOUT
from salesapp.activities.models import Activity
from salesapp.core.access import SYSTEM
from salesapp.core.db import db
from salesapp.core.registry import record_type, record_types
from salesapp.customers.models import Account
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes.models import default_process
from salesapp.records.exporting.files import csv_lines
from tests.records.importing.intake import bring_in, counts, reasons

DOCUMENTS = ("quote", "order", "invoice", "credit_note", "payment")


def exported() -> str:
    return "".join(csv_lines(record_type("activity"), select(Activity)))


@pytest.fixture
def documented(app: Flask) -> dict[str, int]:
    """An activity about a document of each kind; document → its number."""
    account = Account(name="Acme")
    deal = Opportunity(name="Pumps", account=account, currency="EUR")
    deal.begin(default_process().open_stages[0], by=SYSTEM)
    db.session.add(deal)
    db.session.flush()
    invoice: dict[str, int] = {}
    documents = {}
    for key in DOCUMENTS:
        more = {
            "credit_note": {"reason": "-", **invoice},
            "payment": {"amount": 1, "paid_on": date(2025, 3, 4)},
        }
        belongs_to = {"account_id": account.id, "opportunity_id": deal.id, "currency": "EUR"}
        document = record_type(key).model(**belongs_to, **more.get(key, {}))
        db.session.add(document)
        db.session.flush()
        documents[key] = document.id
        if key == "invoice":
            invoice = {"invoice_id": document.id}
        db.session.add(Activity(subject=f"Call about {key}", subject_type=key, subject_id=document.id))
    db.session.commit()
    return documents


def subjects() -> dict[str, Any]:
    return {
        each.subject: (each.subject_type, each.subject_id) for each in db.session.scalars(select(Activity))
    }


def test_whatever_has_activities_can_be_named_in_a_file(app: Flask) -> None:
    owned = {each.key for each in record_types() if any(panel.key == "activities" for panel in each.panels)}
    assert {each.target for each in ABOUT} == owned


def test_an_activity_about_a_document_leads_there_again(documented: dict[str, int]) -> None:
    text = exported()
    for each in db.session.scalars(select(Activity)):
        each.subject_type = each.subject_id = None
    db.session.commit()
    assert counts(bring_in(text, "activity")) == (0, 5, 0, 0)
    assert subjects() == {f"Call about {key}": (key, number) for key, number in documented.items()}


def test_where_the_document_is_not_the_activity_is_about_its_deal(documented: dict[str, int]) -> None:
    text = exported().replace("Call about", "Moved: call about")
    heading, *rows = text.splitlines()
    elsewhere = [row.rsplit(",", 1)[0] + ",2019-01-01T00:00:00+00:00" for row in rows]
    deal = db.session.scalars(select(Opportunity)).one()
    deal.external_id = str(deal.id)
    db.session.commit()
    run = bring_in("\n".join([heading, *elsewhere]), "activity")
    assert (counts(run), reasons(run)) == ((5, 0, 0, 0), [])
    moved = {name: about for name, about in subjects().items() if name.startswith("Moved")}
    assert set(moved.values()) == {("opportunity", deal.id)}


def test_a_document_that_is_not_here_and_nothing_else_is_refused(app: Flask) -> None:
    run = bring_in("Subject,Quote\nCall,QUO-2024-00001\n", "activity")
    assert reasons(run) == [
        (2, "Quote", "QUO-2024-00001", "There is no record of the type Quote called “QUO-2024-00001”.")
    ]
