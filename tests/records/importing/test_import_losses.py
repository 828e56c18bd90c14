"""Nothing that is here is overwritten, and nothing of a file is lost without a word."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.events import history
from salesapp.core.registry import record_type
from salesapp.customers.models import Account, Contact
from salesapp.leads.models import Lead
from salesapp.opportunities.models import Opportunity
from salesapp.people.models import User
from salesapp.records.exporting.files import csv_lines
from tests.records.importing.intake import bring_in, counts, reasons


def names(model: type) -> list[str]:
    return sorted(each.title for each in db.session.scalars(select(model)))


def exported(key: str) -> str:
    type_ = record_type(key)
    return "".join(csv_lines(type_, select(type_.model)))


def test_a_person_with_one_name_comes_in_and_one_without_is_refused(app: Flask) -> None:
    run = bring_in("First Name,Last Name,Phone\nCher,,+49 30 901820\n,Prince,\n,,+49 30 901821\n", "contact")
    assert names(Contact) == ["Cher", "Prince"]
    assert counts(run) == (2, 0, 0, 1)
    assert reasons(run)[0][3] == "A contact needs a name."


def test_another_systems_ids_are_external_ids(app: Flask) -> None:
    bring_in("Name\nAlpha\nBeta\n", "account")
    for heading in ("ID", "Id", "id", "Record ID"):
        run = bring_in(f"{heading},Name,Fax\n1,Foreign,1\n2,Other,2\n9,Third,2\n", "account")
        assert sum(counts(run)[::2]) == 3, heading
    assert names(Account) == ["Alpha", "Beta", "Foreign", "Other", "Third"]
    assert counts(bring_in("Id,Name\n001Vc000,Salesforce Ltd\n", "account")) == (1, 0, 0, 0)
    found = db.session.scalars(select(Account).where(Account.name == "Salesforce Ltd")).one()
    assert found.external_id == "001Vc000"


def test_our_own_export_is_known_again_here_and_nowhere_else(app: Flask) -> None:
    bring_in("Name,Phone\nAlpha,123\nBeta,456\n", "account")
    text = exported("account")
    assert counts(bring_in(text, "account")) == (0, 0, 2, 0)
    assert counts(bring_in(text.replace("Alpha", "Alpha II"), "account")) == (0, 1, 1, 0)
    elsewhere = text.replace(text.splitlines()[1].rsplit(",", 1)[1], "2019-01-01T00:00:00+00:00")
    elsewhere = elsewhere.replace(text.splitlines()[2].rsplit(",", 1)[1], "2019-01-01T00:00:00+00:00")
    assert counts(bring_in(elsewhere.replace("Alpha", "Foreign").replace("Beta", "Other"), "account")) == (
        2,
        0,
        0,
        0,
    )
    assert names(Account) == ["Alpha II", "Beta", "Foreign", "Other"]
    key = db.session.scalars(select(Account.id).where(Account.name == "Beta")).one()
    assert counts(bring_in(f"Record ID,Name\n{key},Beta II\n", "account")) == (0, 1, 0, 0)


def test_users_of_another_installation_never_become_the_administrator_here(
    app: Flask, cast: dict[str, User]
) -> None:
    first = db.session.scalars(select(User).order_by(User.id)).first()
    assert first is not None
    before = (first.name, first.email)
    text = (
        "Record ID,External ID,Name,E-mail,Role,Created on\n"
        f"{first.id},,Someone Else,else@example.org,Rep,2020-01-01T00:00:00+00:00\n"
    )
    assert counts(bring_in(text, "user")) == (1, 0, 0, 0)
    assert (first.name, first.email) == before


def test_a_taken_address_is_named_with_its_column(app: Flask, cast: dict[str, User]) -> None:
    columns = {"Login": "email", "Name": "name", "Role": "role"}
    text = "Login,Name,Role\nADA@example.com,Ada Two,Rep\n"
    run = bring_in(text, "user", mapping=columns, match=("name",))
    assert reasons(run) == [
        (2, "Login", "ADA@example.com", "Another user already signs in with this e-mail address.")
    ]


def test_closed_deals_keep_their_outcome_or_are_refused(app: Flask) -> None:
    bring_in("Name\nAcme\n", "account")
    row = "Opportunity,Account,Closed on,Actual amount\nDeal 1,Acme,2025-02-03,500\n"
    run = bring_in(row, "opportunity")
    assert counts(run) == (0, 0, 0, 1)
    assert "won or lost" in reasons(run)[0][3]
    assert counts(bring_in(row, "opportunity", match=("name",), defaults={"stage": "won"})) == (1, 0, 0, 0)
    deal = db.session.scalars(select(Opportunity)).one()
    assert (deal.is_won, deal.closed_on, deal.actual_amount) == (True, date(2025, 2, 3), 50_000)


def test_a_won_deal_follows_another_amount_and_day(app: Flask) -> None:
    bring_in("Name\nAcme\n", "account")
    row = "Id,Opportunity,Account,Stage,Closed on,Actual amount\nX,Deal,Acme,Won,{day},{amount}\n"
    bring_in(row.format(day="2025-02-03", amount="500"), "opportunity")
    assert counts(bring_in(row.format(day="2025-02-03", amount="500"), "opportunity")) == (0, 0, 1, 0)
    assert counts(bring_in(row.format(day="2025-02-04", amount="600"), "opportunity")) == (0, 1, 0, 0)
    deal = db.session.scalars(select(Opportunity)).one()
    assert (deal.closed_on, deal.actual_amount) == (date(2025, 2, 4), 60_000)
    assert (deal.closes[-1].closed_on, deal.closes[-1].actual_amount) == (date(2025, 2, 4), 60_000)
    assert {each["field"] for each in history(deal)[0].changes} == {"closed_on", "actual_amount"}
    assert counts(bring_in(row.format(day="2025-02-04", amount="-6"), "opportunity")) == (0, 0, 0, 1)
    assert counts(bring_in(row.format(day="2999-02-04", amount="600"), "opportunity")) == (0, 0, 0, 1)


def test_what_an_import_changes_of_a_deal_is_counted_and_in_its_history(app: Flask) -> None:
    bring_in("Name\nAcme\nBeta\n", "account")
    bring_in("external_id,name,account,amount,close_on\nX1,Deal,Acme,100,2030-01-01\n", "opportunity")
    run = bring_in(
        "external_id,name,account,amount,close_on\nX1,Deal new,Beta,250,2030-02-01\n", "opportunity"
    )
    assert counts(run) == (0, 1, 0, 0)
    deal = db.session.scalars(select(Opportunity)).one()
    changed = {each["field"] for event in history(deal) for each in event.changes}
    assert changed >= {"name", "account", "amount", "close_on"}


def test_one_bad_row_refuses_itself_alone(app: Flask) -> None:
    rows = "".join(f"D{n},Acme,{'CNY' if n == 7 else 'EUR'},10,Acme\n" for n in range(20))
    bring_in("Name\nAcme\n", "account")
    run = bring_in("Opportunity,Account,Currency,Amount,x\n" + rows, "opportunity", match=("name",))
    assert counts(run) == (19, 0, 0, 1)
    assert "exchange rate for CNY" in reasons(run)[0][3]


@pytest.mark.parametrize("key", ["lead", "contact"])
def test_people_who_share_an_address_stay_several(app: Flask, key: str) -> None:
    model = {"lead": Lead, "contact": Contact}[key]
    heading = {"lead": "Name", "contact": "Full name"}[key]
    text = (
        f"{heading},E-mail\nAnn Lee,info@acme.example\nBob Oh,info@acme.example\nCid Ray,info@acme.example\n"
    )
    assert counts(bring_in(text, key)) == (3, 0, 0, 0)
    assert counts(bring_in(text, key)) == (0, 0, 3, 0)
    assert counts(bring_in(f"{heading},E-mail,City\nBob Oh,info@acme.example,Bonn\n", key)) == (0, 1, 0, 0)
    assert names(model) == ["Ann Lee", "Bob Oh", "Cid Ray"]
    single = f"{heading},E-mail\nDan Poe,dan@acme.example\n"
    bring_in(single, key)
    assert counts(bring_in(single.replace("Dan Poe", "Dan Roe"), key)) == (0, 1, 0, 0)
    assert counts(bring_in(single.replace("Dan Poe", "Eve Kay"), key)) == (1, 0, 0, 0)


def test_two_records_never_share_an_external_id_unnoticed(app: Flask) -> None:
    bring_in("External ID,Name\nX1,Acme\n", "account")
    run = bring_in("External ID,Name\nX1,Beta\nX2,Gamma\nX2,Delta\n", "account", match=("name",))
    assert counts(run) == (1, 0, 0, 2)
    assert reasons(run)[0][1:3] == ("External ID", "X1")
