"""Leads of two teams, and the customers they may turn out to be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from salesapp.core.db import db
from salesapp.customers.models import Account, Contact
from salesapp.leads.models import Lead
from salesapp.leads.models.queues import LeadQueue
from salesapp.leads.web_forms.models import Destination, WebForm, settle_form
from salesapp.marketing.kinds import LeadSource
from salesapp.people.models import User


@pytest.fixture
def make_lead(cast: dict[str, User]) -> Callable[..., Lead]:
    """`make_lead("Mara Stein", company=…)`: Ada's lead, committed; `owner=None` puts it into the queue."""

    def make(name: str = "Mara Stein", owner: str | None = "ada", **values: Any) -> Lead:
        lead = Lead(
            name=name, owner_id=None if owner is None else cast[owner].id, **{"currency": "EUR"} | values
        )
        db.session.add(lead)
        db.session.commit()
        return lead

    return make


@pytest.fixture
def mara(make_lead: Callable[..., Lead]) -> Lead:
    """A lead with everything a trade fair gives."""
    return make_lead(
        "Mara Stein",
        company="Nordlicht Energie",
        job_title="Head of procurement",
        email="mara@nordlicht.example",
        phone="+49 40 1234567",
        mobile="+49 170 7654321",
        website="https://nordlicht.example",
        product_interest="Rooftop solar",
        description="Wants an offer before Christmas.",
        estimated_amount=2_400_000,
        city="Hamburg",
        country="DE",
    )


@pytest.fixture
def nordlicht(mara: Lead) -> Account:
    """The account that Mara works for: its phone and city are blank, its website is another."""
    found = Account(name="Nordlicht Energie GmbH", website="https://www.nordlicht.example/de")
    db.session.add(found)
    db.session.commit()
    return found


@pytest.fixture
def known_mara(nordlicht: Account) -> Contact:
    """Mara as she is known already: with her address, without job title and phone."""
    found = Contact(
        family_name="Stein", given_name="Mara", email="mara@nordlicht.example", account_id=nordlicht.id
    )
    db.session.add(found)
    db.session.commit()
    return found


@pytest.fixture
def queue(cast) -> LeadQueue:
    found = LeadQueue(name="Web enquiries", members=[cast["ada"]])
    db.session.add(found)
    db.session.commit()
    return found


@pytest.fixture
def make_form(cast, queue) -> Callable[..., WebForm]:
    """A form that asks name, company, e-mail and a message, and puts its leads into the queue."""

    def make(**values: Any) -> WebForm:
        given = {"destination": Destination.QUEUE, "queue_id": queue.id} | values
        form = WebForm(**{"name": "Ask for an offer", "source": LeadSource.TRADE_FAIR} | given)
        form.ask(("company", "description"), ("email",))
        settle_form(form, by=cast["root"])
        db.session.add(form)
        db.session.commit()
        return form

    return make
