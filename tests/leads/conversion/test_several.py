"""Converting the ticked leads one after the other."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.leads.models import Lead


@pytest.fixture
def three(cast):
    found = [
        Lead.capture(f"Lead {name}", by=cast["ada"], company=f"Firm {name}", email=f"{name}@echo.example")
        for name in ("one", "two", "three")
    ]
    db.session.commit()
    return found


def converted(client, page):
    return client.submit(page, action=page.partition("?")[0]).headers["Location"]


def test_each_sheet_leads_to_the_next_and_the_last_to_what_it_made(three, as_user):
    one, two, last = (each.id for each in three)
    three[1].disqualify("Gone", by=three[1].owner)
    db.session.commit()
    ada = as_user("ada")
    begun = ada.get(f"/leads/convert?key={one}&key={two}&key={last}").headers["Location"]
    assert begun == f"/leads/{one}/convert?then={last}"
    assert "1 more lead after this one" in ada.get(begun).text
    then = converted(ada, begun)
    assert then == f"/leads/{last}/convert"
    assert converted(ada, then).startswith("/opportunities/")
    db.session.expire_all()
    assert [each.is_converted for each in three] == [True, False, True]


def test_who_was_converted_or_taken_meanwhile_is_passed_by(three, cast, as_user):
    one, two, last = (each.id for each in three)
    three[1].owner_id = cast["cora"].id
    db.session.commit()
    ada = as_user("ada")
    assert ada.get(f"/leads/convert?key={two}&key={last}").headers["Location"] == f"/leads/{last}/convert"
    nothing = ada.get(f"/leads/convert?key={two}&key=x")
    assert nothing.headers["Location"] == "/leads"
    assert one not in {two, last}


@pytest.mark.sqlite_only
def test_two_ticked_by_thumb(three, open_page):
    page = open_page("phone", as_="ada")
    page.goto("/leads")
    page.get_by_role("link", name="Select several").tap()
    for name in ("Lead one", "Lead two"):
        page.get_by_label(f"Select {name}", exact=True).tap()
    page.get_by_role("button", name="Convert").tap()
    expect(page.get_by_text("1 more lead after this one")).to_be_visible()
    page.get_by_role("button", name="Convert").tap()
    expect(page.get_by_text("1 more lead after this one")).to_have_count(0)
    page.get_by_role("button", name="Convert").tap()
    page.wait_for_url("**/opportunities/*")
    db.session.expire_all()
    assert db.session.scalar(select(func.count()).select_from(Account)) == 2
