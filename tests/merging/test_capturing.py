"""Doubles at the door: told of or kept out, with why, and nobody learns of what they may not see."""

from __future__ import annotations

import io
import re

import pytest
from sqlalchemy import func, select

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.outbox import carry_all
from salesapp.customers.duplicates.bulk import likely_duplicates
from salesapp.customers.models import Account, Contact
from salesapp.customers.records import CONTACT
from salesapp.leads.models import Lead
from salesapp.records.importing.running.runs import ImportRun
from salesapp.records.merging.acts import merge
from tests.merging.conftest import anew


def how_many(model):
    anew()
    return db.session.scalar(select(func.count(model.id)))


def keep_out(*keys):
    company().duplicate_handling = dict.fromkeys(keys, "refuse")
    db.session.commit()


NEW = {
    "account": ("/accounts/new", {"name": "NORDLICHT Energie"}, "Nordlicht Energie GmbH", "same name"),
    "contact": ("/contacts/new", {"family_name": "Stein", "email": "MARA@nordlicht.example"}, "Mara", "same e-mail"),
    "lead": ("/leads/new", {"name": "Eva", "email": "eva@example.com"}, "Eva Lind", "same e-mail"),
}  # fmt: skip


@pytest.mark.parametrize("key", NEW)
def test_the_full_form_says_what_is_there_and_saves_all_the_same(stage, as_user, key):
    path, typed, title, why = NEW[key]
    ada, model = as_user("ada"), {"account": Account, "contact": Contact, "lead": Lead}[key]
    before = how_many(model)
    answer = ada.submit(path, typed, action=path)
    assert answer.status_code == 422
    assert title in answer.text
    assert why in answer.text
    assert next(iter(typed.values())) in answer.text
    assert how_many(model) == before
    assert ada.submit(path, typed | {"anyway": "1"}, action=path).status_code == 303
    assert how_many(model) == before + 1


@pytest.mark.parametrize("key", NEW)
def test_where_duplicates_are_kept_out_nothing_saves_them(stage, as_user, key):
    path, typed, title, _why = NEW[key]
    keep_out(key)
    ada = as_user("ada")
    answer = ada.submit(path, typed | {"anyway": "1"}, action=path)
    assert answer.status_code == 422
    assert title in answer.text
    assert "Save anyway" not in answer.text


def test_the_quick_forms_ask_too(stage, as_user):
    ada = as_user("ada")
    typed = {"name": "Eva Lind", "reach": "eva@example.com"}
    answer = ada.submit("/leads/quick", typed, action="/leads/quick", htmx=True)
    assert (answer.status_code, "This may already exist" in answer.text) == (422, True)
    assert ada.submit("/leads/quick", typed | {"anyway": "1"}, action="/leads/quick").status_code == 303
    typed = {"family_name": "Hill", "account": str(stage.goes.id)}
    answer = ada.submit("/contacts/quick", typed, action="/contacts/quick", htmx=True)
    assert answer.status_code == 422
    assert "same account" in answer.text


@pytest.mark.parametrize("setting", ["warn", "refuse"])
def test_what_a_colleague_has_is_neither_told_nor_guessed(stage, as_user, setting):
    company().duplicate_handling = {"lead": setting}
    stage.other.email = "secret@example.com"
    db.session.commit()
    answer = as_user("ada").submit(
        "/leads/new", {"name": "E. Lind", "email": "secret@example.com"}, action="/leads/new"
    )
    assert answer.status_code == 303
    assert "E. Lind" in as_user("cora").submit(
        "/leads/new", {"name": "E. Lind", "email": "secret@example.com"}, action="/leads/new"
    ).text  # fmt: skip


def test_two_leads_of_one_company_are_two_people(stage, as_user):
    stage.lead.company = "Lindqvist Optik"
    db.session.commit()
    answer = as_user("ada").submit(
        "/leads/new", {"name": "Ole Berg", "company": "Lindqvist Optik"}, action="/leads/new"
    )
    assert answer.status_code == 303


def test_chinese_names_and_companies_are_known_again(cast):
    there = [
        Lead(name="张伟", company="上海远航贸易有限公司", owner_id=cast["ada"].id),
        Lead(name="李娜", company="深圳明川科技有限公司", owner_id=cast["ada"].id),
    ]
    db.session.add_all(there)
    db.session.flush()
    asked = [Lead(name="张伟", company="上海远航贸易公司"), Lead(name="王芳", company="深圳明川科技有限公司")]
    first, second = likely_duplicates(asked)
    assert [match.record for match in first] == there[:1]
    assert second == []
    assert likely_duplicates(asked[:1])[0][0].record is there[0]


def test_the_page_of_a_lead_names_its_double_with_the_way_to_merge(stage, as_user):
    stage.other.email, stage.other.name = stage.lead.email, stage.lead.name
    db.session.commit()
    path = f"/leads/{stage.lead.id}/duplicates"
    assert f"/leads/merge?id={stage.lead.id}&amp;id={stage.other.id}" in as_user("root").get(path).text
    assert "/leads/merge" not in as_user("ada").get(path).text


def test_a_row_about_a_record_that_was_merged_is_about_the_one_that_stayed(stage, cast, as_user):
    root = as_user("root")

    def bring_in():
        data = {
            "csrf_token": root.csrf(),
            "type": "contact",
            "file": (io.BytesIO(CSV.encode()), "people.csv"),
        }
        columns = root.post("/imports", data=data).location
        root.submit(columns, {"match": "-", "duplicates": "warn"}, action=columns)
        root.submit(columns.replace("columns", "preview"), action=columns.replace("columns", "start"))
        carry_all()
        anew()

    bring_in()
    twin = db.session.scalars(
        select(Contact).order_by(Contact.id.desc()).where(Contact.family_name == "New")
    ).first()
    merge(CONTACT, stage.mara, [twin], {}, by=cast["root"])
    db.session.commit()
    before = how_many(Contact)
    bring_in()
    assert how_many(Contact) == before


def test_the_setting_is_an_administrators_and_stands_in_history(stage, cast, as_user):
    root = as_user("root")
    assert root.submit("/setup/duplicates", {"lead": "refuse"}, action="/setup/duplicates").status_code == 303
    anew()
    assert company().duplicate_handling["lead"] == "refuse"
    assert "changed how duplicates are handled" in root.get(f"/users/{cast['root'].id}/history").text
    assert as_user("ada").get("/setup/duplicates").status_code == 403


CSV = """Family name,Given name,E-mail
Stein,Mara,mara@nordlicht.example
New,Nina,nina@example.com
New,N.,nina@example.com
"""


@pytest.mark.parametrize(("how", "counts"), [("warn", (3, 0, 2)), ("refuse", (1, 2, 0))])
def test_an_import_counts_them_or_leaves_them_out_and_names_them(stage, as_user, how, counts):
    keep_out("contact")
    ada, before = as_user("ada"), how_many(Contact)
    page = ada.get("/imports/new?type=contact")
    data = {"csrf_token": ada.csrf(), "type": "contact", "file": (io.BytesIO(CSV.encode()), "people.csv")}
    assert page.status_code == 200
    columns = ada.post("/imports", data=data).location
    assert re.search(r'selected value="refuse"|value="refuse" selected', ada.get(columns).text)
    assert ada.submit(columns, {"match": "-", "duplicates": how}, action=columns).status_code == 303
    preview = columns.replace("columns", "preview")
    assert ('figure-label">Possible duplicates' in ada.get(preview).text) == (how == "warn")
    ada.submit(preview, action=columns.replace("columns", "start"))
    carry_all()
    anew()
    run = db.session.scalars(select(ImportRun)).one()
    assert (run.created, run.refused, run.duplicates) == counts
    assert how_many(Contact) == before + counts[0]
    if how == "refuse":
        report = ada.get(f"/imports/{run.id}").text
        assert "Likely the same as Mara Stein: same e-mail" in report
        assert "E-mail" in report
