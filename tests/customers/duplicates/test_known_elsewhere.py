"""Rows of a file are compared with records of other types, too: a lead with customers, a customer with leads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.customers.models import Account, Contact
from salesapp.leads.models import Lead
from salesapp.people.models import User
from salesapp.records.capturing import REFUSE
from salesapp.records.importing.running.reasons import likely_duplicates
from salesapp.records.importing.running.runs import ImportRun
from tests.records.importing.intake import bring_in, counts
from tests.statements import statements


@pytest.fixture
def known(cast: dict[str, User]) -> dict[str, User]:
    """Ada's contact, account and lead."""
    ada = cast["ada"].id
    there = [
        Contact(family_name="Wolf", given_name="Jonas", email="jonas@wolf.example", owner_id=ada),
        Account(name="Brandt Metallbau GmbH", website="https://brandt.example", owner_id=ada),
        Lead(name="Mia Keller", company="Keller KG", phone="040 5550 1207", currency="EUR", owner_id=ada),
    ]
    db.session.add_all(there)
    db.session.commit()
    return cast


def told(run: ImportRun) -> list[tuple[int, str]]:
    return [(row.number, why) for row, _record, why in likely_duplicates(run)]


FIRM = "name,company\nTim,Brandt Metallbau\nEva,Stern\n"
CALLER = "family_name,phone\nKeller,+49 40 55501207\nStern,\n"
LEADS = "name,company,email\nTina Berg,,JONAS@wolf.example\nEva Stern,Stern AG,eva@stern.example\n"


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("lead", LEADS, "Already there as Contact Jonas Wolf: same e-mail."),
        ("lead", FIRM, "Already there as Account Brandt Metallbau GmbH: same name."),
        ("contact", CALLER, "Already there as Lead Mia Keller: same phone"),
        ("account", "name\nKeller GmbH\nStern AG\n", "Already there as Lead Mia Keller: same name."),
    ],
)
def test_a_row_about_somebody_of_another_type_comes_in_and_is_told(
    known: dict[str, User], key: str, text: str, sentence: str
) -> None:
    run = bring_in(text, key, known["ada"], match=())
    assert (counts(run), run.duplicates) == ((2, 0, 0, 0), 1)
    ((number, why),) = told(run)
    assert (number, why[: len(sentence)]) == (2, sentence)


def test_who_does_not_see_the_record_is_not_told_of_it(known: dict[str, User]) -> None:
    run = bring_in(CALLER, "contact", known["dana"], match=())
    assert (counts(run), run.duplicates) == ((2, 0, 0, 0), 0)


def test_a_customer_keeps_no_lead_out_where_leads_keep_each_other_out(known: dict[str, User]) -> None:
    company().duplicate_handling = {"lead": REFUSE}
    run = bring_in(LEADS + "M. Keller,Keller KG,\n", "lead", known["ada"], match=())
    assert (counts(run), told(run)) == (
        (2, 0, 0, 1),
        [(2, "Already there as Contact Jonas Wolf: same e-mail.")],
    )


def test_many_rows_are_compared_by_as_many_statements_as_few(known: dict[str, User]) -> None:
    def asked(count: int) -> int:
        rows = "".join(f"P{count} {n},p{count}x{n}@wolf.example\n" for n in range(count))
        with statements() as sent:
            bring_in(f"name,email\n{rows}", "lead", known["ada"], match=())
        return len([each for each in sent if "match_keys" in each and each.startswith("SELECT")])

    assert asked(20) <= asked(3) + 2


def test_the_report_names_the_new_records_that_are_likely_there(
    known: dict[str, User], as_user: Callable[[str], Any]
) -> None:
    run = bring_in(LEADS, "lead", known["ada"], match=())
    ada = as_user("ada")
    page = ada.get(f"/imports/{run.id}").text
    assert "Already there as Contact Jonas Wolf: same e-mail." in page
    made = db.session.query(Lead).filter_by(name="Tina Berg").one()
    assert f'href="/leads/{made.id}"' in page
