"""Whoever adds a contact or an account is told whom one has already, as a lead or as another customer."""

from __future__ import annotations

import re

import pytest

from salesapp.core import clock
from salesapp.core.access import acting_as
from salesapp.core.db import db
from salesapp.customers.duplicates.known import known_already
from salesapp.customers.models import Account, Contact
from salesapp.leads.models import Lead


@pytest.fixture
def lead(cast):
    """Ada's: a person with a firm, a number and an address."""
    found = Lead(
        name="Jonas Wolf",
        company="Wolf Metallbau KG",
        phone="040 5550 1207",
        email="jonas@wolf.example",
        currency="EUR",
        owner_id=cast["ada"].id,
    )
    db.session.add(found)
    db.session.commit()
    return found


def titles(page: str) -> list[str]:
    told = page.partition('id="likely"')[2].partition("</ul>")[0]
    return re.findall(r'<a href="[^"]*">([^<]*)</a>', told)


def known(record):
    return [each.record.title for each in known_already(record)]


@pytest.mark.parametrize(
    ("url", "typed"),
    [
        ("/contacts/quick", {"family_name": "Wolf", "phone": "+49 40 55501207"}),
        ("/contacts/new", {"family_name": "Wolf", "email": "JONAS@wolf.example"}),
        ("/accounts/new", {"name": "Wolf Metallbau GmbH"}),
        ("/accounts/new", {"name": "Wolf", "phone": "0049 40 5550 1207"}),
    ],
)
def test_a_new_customer_who_is_a_lead_already_is_told_and_only_to_whoever_sees_the_lead(
    as_user, lead, url, typed
):
    ada = as_user("ada")
    answer = ada.submit(url, typed, action=url, htmx=True)
    assert (answer.status_code, titles(answer.text)) == (422, ["Jonas Wolf"])
    assert ">Lead</span>" in answer.text
    stranger = as_user("dana").submit(url, typed, action=url, htmx=True)
    assert stranger.status_code < 400
    assert "Jonas Wolf" not in stranger.text
    anyway = ada.submit(url, typed | {"anyway": "1", **_other(typed)}, action=url, htmx=True)
    assert anyway.status_code < 400


def _other(typed):
    """Not the same as what the stranger has just saved."""
    return {name: f"{value} Two" for name, value in typed.items() if name in {"name", "family_name"}}


def test_while_a_customer_is_typed_the_lead_is_named_too(as_user, lead):
    ada = as_user("ada")
    assert "Jonas Wolf" in ada.htmx("/contacts/duplicates?phone=040+55501207").text
    assert "Jonas Wolf" in ada.htmx("/accounts/duplicates?name=Wolf+Metallbau").text
    assert "Jonas Wolf" not in as_user("dana").htmx("/contacts/duplicates?phone=040+55501207").text


def test_a_lead_of_an_accounts_name_is_told_the_account(cast, lead):
    db.session.add(Account(name="Nordlicht GmbH"))
    db.session.commit()
    with acting_as(cast["ada"]), db.session.no_autoflush:
        assert known(Lead(name="Petra Klein", company="NORDLICHT")) == ["Nordlicht GmbH"]
        assert known(Lead(name="Petra Klein", company="Hafenbau")) == []


def test_an_account_and_its_people_share_a_number_without_being_told(cast, lead):
    firm = Account(name="Nordlicht GmbH", phone="040 7712 3456", website="nordlicht.example")
    db.session.add(firm)
    db.session.flush()
    db.session.add(
        Contact(family_name="Stein", account_id=firm.id, phone="040 7712 3456", email="a@nordlicht.example")
    )
    db.session.commit()
    with acting_as(cast["ada"]), db.session.no_autoflush:
        assert known(Contact(family_name="Falk", account_id=firm.id, phone="040 7712 3456")) == []
        assert known(Contact(family_name="Falk", phone="040 7712 3456")) == ["Nordlicht GmbH", "Stein"]


def test_a_lead_that_became_a_customer_is_told_by_the_customer_alone(cast, lead):
    lead.converted_at = clock.now()
    db.session.add(Contact(family_name="Wolf", given_name="Jonas", phone=lead.phone))
    db.session.commit()
    with acting_as(cast["ada"]), db.session.no_autoflush:
        found = known_already(Contact(family_name="Adler", phone="040 55501207"))
        assert [each.record.record_type_key for each in found] == ["contact"]
