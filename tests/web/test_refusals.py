"""What a refused request shows: the bars of the shell, why, and the way back to where the person was."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from salesapp.activities.actions import add_task
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.people.models import User
from tests.clients import Client


def test_a_refusal_leads_back_to_the_page_it_came_from(as_user: Callable[[str], Client]) -> None:
    page = as_user("ada").get("/leads/999", headers={"Referer": "http://localhost/leads?status=new"})
    assert page.status_code == 404
    assert 'href="/leads?status=new"' in page.text
    assert 'class="bottombar"' in page.text


@pytest.mark.parametrize(
    "referrer",
    [
        "",
        "http://elsewhere.example/leads",
        "http://localhost//elsewhere.example",
        "http://localhost/\\elsewhere.example",
        "http://localhost/leads/999",
    ],
)
def test_it_leads_to_no_other_site_and_not_to_itself(as_user: Callable[[str], Client], referrer: str) -> None:
    page = as_user("ada").get("/leads/999", headers={"Referer": referrer} if referrer else {})
    assert "Go back" not in page.text
    assert "To Today" in page.text


def test_a_visitor_is_not_sent_to_a_day_that_is_not_theirs(client: Client) -> None:
    page = client.get("/q/" + "x" * 43)
    assert page.status_code == 404
    assert "To Today" not in page.text


def test_the_bell_counts_what_is_due_and_is_silent_otherwise(
    as_user: Callable[[str], Client], cast: dict[str, User]
) -> None:
    ada = as_user("ada")
    assert "Waiting for you" not in ada.get("/more").text
    acme, day = Account(name="Acme", owner_id=cast["ada"].id), today_for()
    db.session.add(acme)
    db.session.flush()
    for due in (day - timedelta(days=1), day, day + timedelta(days=1)):
        add_task(acme, "Call", due, cast["ada"], by=cast["ada"])
    assert 'aria-label="Waiting for you: 2"' in ada.get("/more").text
    assert "Waiting for you" not in ada.get("/").text
    assert "Waiting for you" not in as_user("cora").get("/more").text


def test_the_first_day_says_how_to_begin(as_user: Callable[[str], Client], cast: dict[str, User]) -> None:
    ada = as_user("ada")
    assert "Good to have you here" in ada.get("/").text
    assert "Nothing here yet" in ada.get("/leads").text
    db.session.add(Account(name="Acme", owner_id=cast["ada"].id))
    assert "Nothing is due" in ada.get("/").text
