"""The filter of a list is built by tapping: each step shows the sentence and how many records answer it."""

from __future__ import annotations

import re

import pytest

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.customers.models import Account
from tests.records.filters import company_of_rows

RECENT = "none(activities;done_at:within:last-90-days)"


@pytest.fixture
def accounts(cast):
    rows = [("Acme", "technology", 10), ("Beta", "retail", 250), ("Gamma", "retail", None)]
    for name, industry, employees in rows:
        db.session.add(Account(name=name, industry=industry, employees=employees, owner_id=cast["ada"].id))
    db.session.commit()


def titles(page: str) -> set[str]:
    return {each for each in ("Acme", "Beta", "Gamma") if f">{each}</a>" in page}


def count(page: str) -> str:
    return re.search(r'filter-sentence" role="status"><strong><span class="num">([^<]+)<', page)[1]


def test_field_operator_value_and_the_count_at_once(as_user, accounts):
    ada = as_user("ada")
    assert "Industry" in ada.htmx("/accounts/filters/fields").text
    assert "is one of" in ada.htmx("/accounts/filters/condition?c-field=industry").text
    chosen = "c-field=industry&c-op=one-of&c-value=retail"
    page = ada.htmx(f"/accounts/filters/set?{chosen}").text
    assert count(page) == "2"
    assert "<span>Industry is Retail</span>" in page
    further = "filter=industry:one-of:retail&c-field=employees&c-op=min&c-value=1,0"
    assert ada.htmx(f"/accounts/filters/set?{further}").status_code == 422
    page = ada.htmx(f"/accounts/filters/set?{further}00").text
    assert "Industry is Retail and Employees is at least 1,000" in page
    assert count(page) == "0"


def test_an_alternative_beside_a_condition_and_one_taken_away(as_user, accounts):
    ada = as_user("ada")
    two = "filter=industry:one-of:technology;employees:filled"
    page = ada.htmx(f"/accounts/filters/set?{two}&c-at=0.&c-field=employees&c-op=greater&c-value=100").text
    assert "(Industry is Technology or Employees is more than 100) and Employees is not empty" in page
    assert count(page) == "2"
    less = re.findall(r'hx-get="([^"]+)" hx-target="#sheet" hx-sync="this:drop">', page)
    taken = [
        each.replace("&amp;", "&") for each in less if "filter=employees:greater:100;employees:filled" in each
    ]
    assert count(ada.htmx(taken[0]).text) == "1"


def test_a_list_shows_what_the_filter_leaves_and_its_chips_take_parts_away(as_user, accounts):
    ada = as_user("ada")
    page = ada.get(
        "/accounts?filter=any(industry:one-of:technology;employees:greater:100);owner:one-of:me"
    ).text
    assert titles(page) == {"Acme", "Beta"}
    assert "Owner is me" in page
    assert 'href="/accounts?filter=any(industry:one-of:technology;employees:greater:100)"' in page
    assert titles(as_user("cora").get("/accounts?filter=owner:one-of:me").text) == set()


def test_short_filters_become_conditions_that_can_be_changed(as_user, accounts):
    page = as_user("ada").get("/accounts/filters?industry=retail&employees__min=100").text
    assert "Industry is Retail and Employees is at least 100" in page
    assert "filter=industry:equals:retail;employees:min:100" in page


def test_what_hangs_on_a_record_and_when(as_user, accounts):
    ada = as_user("ada")
    assert "Activities" in ada.htmx("/accounts/filters/fields").text
    page = ada.htmx(
        "/accounts/filters/set?c-field=has:activities&c-op=none&c-day=done_at&c-period=last-90-days"
    ).text
    assert "has no activities with Done: the last 90 days" in page
    assert count(page) == "3"
    assert f"filter={RECENT}" in page


def test_a_filter_that_cannot_be_asked_says_why_and_leaves_nothing(as_user, accounts, cast):
    ada = as_user("ada")
    for wrong, said in (
        ("filter=nonsense", "This filter can’t be read"),
        ("filter=secret:equals:1", "There is no field “secret” to filter by"),
        ("filter=close_on:within:sometime", "There is no field “close_on”"),
        ("filter=created_at:within:sometime", "“sometime” is no period"),
        ("filter=employees:min:many", "isn’t an amount"),
        ("employees__min=many", "isn’t an amount"),
        ("filter=industry:one-of:none-such", "isn’t one of the choices"),
    ):
        page = ada.get(f"/accounts?{wrong}").text
        assert said in page, wrong
        assert titles(page) == set()
        assert ada.get(f"/accounts/filters?{wrong}").status_code == 200
    assert ada.get("/exports/accounts.csv?filter=nonsense").status_code == 409


def test_nobody_learns_of_records_that_their_role_does_not_see(as_user, cast):
    with clock.travel(company_of_rows.NOW):
        company_of_rows.fill(cast)
    assert as_user("mia").get("/accounts/filters/condition?c-field=has:opportunities").status_code == 404
    page = as_user("mia").get("/accounts?filter=has(opportunities)").text
    assert "There is nothing called “opportunities” to filter by" in page


def picked(page: str, name: str) -> list[str]:
    return re.findall(rf'type="radio" name="{name}" value="([^"]*)" checked', page)


def test_what_was_chosen_stays_where_a_value_is_refused(as_user, accounts):
    ada = as_user("ada")
    for chosen, operator in (
        ("c-field=annual_revenue&c-op=min&c-value=", "min"),
        ("c-field=created_at&c-op=within&c-period=sometime", "within"),
        ("c-field=industry&c-op=none-of", "none-of"),
        ("c-field=parent&c-op=none-of&c-value_text=Nobody", "none-of"),
    ):
        answer = ada.htmx(f"/accounts/filters/set?{chosen}")
        assert answer.status_code == 422, chosen
        assert picked(answer.text, "c-op") == [operator], chosen
    assert 'value="Nobody"' in answer.text


def test_what_is_asked_most_comes_first_and_a_field_is_found_by_its_name(as_user, accounts):
    ada = as_user("ada")
    page = ada.htmx("/accounts/filters/fields").text
    first, others = page.split("Other fields", 1)
    assert "Has no activities" in first
    assert "Founded in" in others
    assert "Founded in" not in first
    page = ada.get("/accounts/filters/fields?filter=employees:filled&c-find=found").text  # without script
    assert re.findall(r'class="row-title"[^>]*c-field[^>]*>([^<]+)<', page) == [
        "Founded in",
        "Parent account › Founded in",
    ]
    assert "filter=employees:filled&amp;c-at=&amp;c-field=founded" in page
    assert "Nothing found" in ada.htmx("/accounts/filters/fields?c-find=zzz").text
    idle = re.search(r'hx-get="([^"]+)"[^>]*>Has no activities<', first)[1].replace("&amp;", "&")
    assert picked(ada.htmx(idle).text, "c-op") == ["none"]


def test_six_periods_are_shown_and_the_others_behind_more(as_user, accounts):
    url = "/accounts/filters/condition?filter=created_at:within:{}&c-at=0&c-field=created_at"
    for period, opened in (("this-week", False), ("last-90-days", True)):
        page = as_user("ada").get(url.format(period)).text
        common, further = page.split("<summary>More", 1)
        assert common.count('name="c-period"') == 6
        assert further.count('name="c-period"') == 17
        assert ('<details class="fold" open>' in page) is opened
        assert picked(page, "c-period") == [period]


def test_an_empty_list_says_what_to_do_about_it(as_user, accounts):
    ada = as_user("ada")
    assert "Remove a filter to see more." in ada.get("/accounts?filter=employees:greater:900").text
    assert "Try fewer words or remove a filter." in ada.get("/accounts?q=zzz").text


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_ends_of_the_calendar_are_instants_too(as_user, cast, zone):
    cast["ada"].zone = zone
    db.session.commit()
    for asked in ("max=9999-12-31T23:59", "max=9999-12-31", "min=0001-01-01"):
        assert as_user("ada").get(f"/leads?touched_at__{asked}").status_code == 200, asked
