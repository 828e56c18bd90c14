"""Whoever adds a lead is told whom they have already: the customer first, whatever the names are."""

from __future__ import annotations

import re

import pytest

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.customers.duplicates.known import known_already
from salesapp.customers.models import Account, Contact
from salesapp.leads.models import Lead

TOLD = "This may already exist"


@pytest.fixture
def there(cast, make_lead):
    """A contact and a lead with one number, written in two ways, and an account with a web site."""
    account = Account(name="Nordlicht GmbH", website="https://www.nordlicht.example")
    db.session.add(account)
    db.session.flush()
    contact = Contact(
        family_name="Stein", given_name="Mara", mobile="040 5550-1207", email="mara@web.example"
    )
    lead = make_lead("Jonas Wolf", phone="+49 40 55501207", company="Wolf KG")
    db.session.add(contact)
    db.session.commit()
    return {"account": account, "contact": contact, "lead": lead}


def titles(page: str) -> list[str]:
    told = page.partition('id="likely"')[2].partition("</ul>")[0]
    return re.findall(r'<a href="[^"]*">([^<]*)</a>', told)


def test_the_same_number_in_another_notation_under_another_name_is_told_the_customer_first(as_user, there):
    ada, typed = as_user("ada"), {"name": "Petra Klein", "reach": "0049 (40) 5550 1207"}
    answer = ada.submit("/leads/quick", typed, action="/leads/quick", htmx=True)
    assert (answer.status_code, titles(answer.text)) == (422, [there["contact"].title, "Jonas Wolf"])
    assert answer.text.count("same phone") == 2
    full = {"name": "Petra Klein", "phone": "04055501207"}
    assert titles(ada.submit("/leads/new", full, action="/leads/new").text) == [
        there["contact"].title,
        "Jonas Wolf",
    ]
    assert ada.submit("/leads/quick", typed | {"anyway": "1"}, action="/leads/quick").status_code == 303


def test_the_address_of_a_customer_names_the_customer_before_the_lead(as_user, there):
    there["lead"].email = "MARA@web.example"
    db.session.commit()
    answer = as_user("ada").submit(
        "/leads/quick", name="M. Stein", reach="mara@web.example", action="/leads/quick", htmx=True
    )
    assert titles(answer.text) == [there["contact"].title, "Jonas Wolf"]


@pytest.mark.parametrize(("firm", "told"), [("Nordlicht", ["Nordlicht GmbH"]), ("Hafenbau", [])])
def test_a_domain_tells_a_customer_only_with_the_name(there, firm, told):
    lead = Lead(name="Petra Klein", company=firm, email="petra@nordlicht.example")
    assert [each.record.title for each in known_already(lead)] == told


def test_where_duplicates_are_kept_out_a_customers_next_enquiry_is_only_told(as_user, there):
    company().duplicate_handling = {"lead": "refuse"}
    db.session.commit()
    ada, typed = as_user("ada"), {"name": "Petra Klein", "reach": "040 55501207"}
    answer = ada.submit("/leads/quick", typed, action="/leads/quick", htmx=True)
    assert (answer.status_code, TOLD in answer.text) == (422, True)
    assert ada.submit("/leads/quick", typed | {"anyway": "1"}, action="/leads/quick").status_code == 303


def test_a_lead_that_came_by_itself_says_so_on_its_page(as_user, there, make_lead):
    lead = make_lead("Petra Klein", phone="040 55501207")
    hint = as_user("ada").htmx(f"/leads/{lead.id}/duplicates").text
    assert hint.index(there["contact"].title) < hint.index("Jonas Wolf")
    assert hint.count(">Merge</a>") == 1, "a lead is merged with a lead, not with a contact"
