"""One change for many records of a list: previewed, each checked by itself, named where it refuses, and undone."""

from __future__ import annotations

import re

import pytest

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.customers.kinds import CustomerSource
from salesapp.customers.models import Account, Contact
from salesapp.leads.models import Lead


@pytest.fixture
def three(cast):
    found = [Account(name=f"Firm {number}", owner_id=cast["ada"].id) for number in range(3)]
    db.session.add_all(found)
    db.session.commit()
    return found


def send(browser, plural, rows, **values):
    keys = [str(each.id) for each in rows]
    data = {"csrf_token": browser.csrf_token(), "once": repr(values), "id": keys, **values}
    return browser.post(f"/{plural}/bulk", data=data)


def undo(browser, page):
    address = re.search(r'action="(/bulk-edits/[^"]+)"', page)[1].replace("&amp;", "&")
    return browser.post(address, data={"csrf_token": browser.csrf_token(), "once": "back"})


def of(rows, name):
    db.session.expire_all()
    return [getattr(each, name) for each in rows]


def test_the_list_leads_by_ticks_to_the_fields_and_to_what_is_set(as_user, three):
    ada = as_user("ada")
    assert 'formaction="/accounts/bulk"' in ada.get("/accounts?select=1").text
    chosen = f"id={three[0].id}&id={three[1].id}"
    sheet = ada.get(f"/accounts/bulk?{chosen}").text
    assert f"/accounts/bulk?field=owner&amp;id={three[0].id}&amp;id={three[1].id}" in sheet
    assert "field=delete" in sheet
    assert "field=name" not in sheet
    asked = ada.get(f"/accounts/bulk?field=source&{chosen}").text
    assert "Firm 1" in asked
    assert "Firm 2" not in asked
    assert ada.get(f"/accounts/bulk?field=name&{chosen}").status_code == 404
    assert ada.get("/accounts/bulk").status_code == 303


@pytest.mark.parametrize("field", ["owner", "source"])
def test_a_field_of_all_is_set_and_taken_back_but_for_what_a_colleague_changed_since(
    as_user, three, cast, field
):
    ada, name = as_user("ada"), {"owner": "owner_id", "source": "source"}[field]
    before = of(three, name)
    value = str(cast["ben"].id) if field == "owner" else CustomerSource("website").value
    assert send(ada, "accounts", three, field=field, **{field: value}).status_code == 303
    assert len({*of(three, name)}) == 1
    assert of(three, name) != before
    page = ada.get("/accounts").text
    assert "3 records changed." in page
    setattr(three[0], name, cast["cora"].id if field == "owner" else CustomerSource("referral"))
    db.session.commit()
    changed = of(three, name)[0]
    undo(ada, page)
    assert of(three, name) == [changed, *before[1:]]


def test_deleting_several_is_undone_and_what_may_not_go_is_named(as_user, three, cast):
    db.session.add(Contact(family_name="Stein", account_id=three[2].id))
    db.session.commit()
    ada = as_user("ada")
    send(ada, "accounts", three[:2], field="delete")
    assert [each is None for each in of(three, "deleted_at")] == [False, False, True]
    undo(ada, ada.get("/accounts").text)
    assert of(three, "deleted_at") == [None] * 3


def test_a_converted_lead_stays_and_one_of_another_team_does_not_exist(as_user, cast):
    made = [
        Lead(name=f"Lead {number}", owner_id=cast[owner].id, currency="EUR")
        for number, owner in enumerate(("ada", "ada", "cora"))
    ]
    made[1].converted_at = clock.now()
    db.session.add_all(made)
    db.session.commit()
    ada = as_user("ada")
    keys = "&".join(f"key={each.id}" for each in made)
    sheet = ada.get(f"/leads/bulk?field=source&{keys}").text
    assert "This lead was converted." in sheet
    assert "1 record no longer exists." in sheet
    assert "Lead 2" not in sheet
    answer = send(ada, "leads", made, field="source", source="web")
    assert "This lead was converted." in answer.text
    assert "1 record changed." in answer.text
    assert [each and each.value for each in of(made, "source")] == ["web", None, None]
    undo(ada, answer.text)
    assert of(made, "source") == [None] * 3


def test_what_is_not_filled_in_is_asked_again(as_user, three):
    answer = send(as_user("ada"), "accounts", three, field="owner", owner="x")
    assert answer.status_code == 422


def test_one_returns_to_the_list_as_it_was_filtered_sorted_and_paged(as_user, three):
    ada = as_user("ada")
    listed = ada.get("/accounts?select=1&q=Firm&sort=-name").text
    back = re.search(r'name="back" value="([^"]+)"', listed)[1].replace("&amp;", "&")
    assert (back.startswith("/accounts?"), "q=Firm" in back, "sort=-name" in back) == (True, True, True)
    assert "select" not in back
    sheet = ada.get("/accounts/bulk", query_string={"id": three[0].id, "field": "source", "back": back}).text
    action = re.search(r'action="(/accounts/bulk\?back=[^"]+)"', sheet)[1].replace("&amp;", "&")
    assert f'href="{back}"'.replace("&", "&amp;") in sheet
    values = {"csrf_token": ada.csrf_token(), "once": "1", "id": three[0].id, "field": "source"}
    saved = ada.post(action, data=values | {"source": "website"})
    assert saved.headers["Location"] == back
    undone = undo(ada, ada.get(back).text)
    assert undone.headers["Location"] == back
    elsewhere = ada.post("/accounts/bulk?back=//evil.example", data=values | {"once": "2", "source": ""})
    assert elsewhere.headers["Location"] == "/accounts"
