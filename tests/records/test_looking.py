"""What others did to a record since one looked at it."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.events import CHANGED, record
from salesapp.core.once import new_key
from salesapp.customers.models import Account

MORNING = datetime(2030, 5, 6, 8, tzinfo=UTC)


@pytest.fixture
def account(cast):
    found = Account(name="Acme")
    db.session.add(found)
    db.session.flush()
    record(found, CHANGED, by=cast["ben"])
    db.session.commit()
    return found


def change(account, person, name):
    account.name = name
    record(account, CHANGED, by=person)
    db.session.commit()


def look(browser, account):
    """Opens the page as a browser does: it sends the form that says so."""
    text = browser.get(f"/accounts/{account.id}").text
    if f"/accounts/{account.id}/seen" in text:
        data = {"csrf_token": browser.csrf_token(), "once": new_key()}
        assert browser.htmx(f"/accounts/{account.id}/seen", method="POST", data=data).status_code == 204
    return text


def test_the_first_look_has_no_news(as_user, account):
    assert "New since" not in look(as_user("ada"), account)


def test_what_others_did_since_is_shown_and_what_one_did_oneself_is_not(as_user, account, cast):
    with clock.travel(MORNING):
        browser = as_user("ada")
        look(browser, account)
    with clock.travel(MORNING + timedelta(hours=1)):
        change(account, cast["ada"], "Acme A")
        assert "New since" not in look(browser, account)
    with clock.travel(MORNING + timedelta(hours=2)):
        change(account, cast["ben"], "Acme B")
        text = look(browser, account)
        assert "New since" in text
        assert text.count('class="timeline-entry"') == 1


def news_seen(browser, account, cast):
    """Somebody looked, a colleague changed something an hour later, and now it is shown; when that was."""
    with clock.travel(MORNING):
        look(browser, account)
    with clock.travel(MORNING + timedelta(hours=1)):
        change(account, cast["ben"], "Acme B")
        assert "New since" in look(browser, account)
    return MORNING + timedelta(hours=1)


def test_news_outlive_the_act_that_brings_the_page_anew_and_are_gone_once_seen(as_user, account, cast):
    with clock.travel(MORNING):
        browser = as_user("ada")
    shown_at = news_seen(browser, account, cast)
    with clock.travel(shown_at + timedelta(seconds=20)):
        assert "New since" in look(browser, account)
    with clock.travel(shown_at + timedelta(minutes=2)):
        assert "New since" not in look(browser, account)


def test_news_are_dismissed(as_user, account, cast):
    with clock.travel(MORNING):
        browser = as_user("ada")
    shown_at = news_seen(browser, account, cast)
    with clock.travel(shown_at + timedelta(seconds=20)):
        data = {"csrf_token": browser.csrf_token(), "once": new_key(), "done": "1"}
        answer = browser.htmx(f"/accounts/{account.id}/seen", method="POST", data=data)
        assert (answer.status_code, answer.text) == (200, "")
        assert "New since" not in browser.get(f"/accounts/{account.id}").text


def test_looking_again_sends_nothing_where_nothing_is_new(as_user, account):
    browser = as_user("ada")
    look(browser, account)
    assert "/seen" not in browser.get(f"/accounts/{account.id}").text


def test_more_than_three_are_a_tap_away(as_user, account, cast):
    with clock.travel(MORNING):
        browser = as_user("ada")
        look(browser, account)
    with clock.travel(MORNING + timedelta(hours=1)):
        for number in range(7):
            change(account, cast["ben"], f"Acme {number}")
        text = look(browser, account)
    assert re.search(r"count\">3\+<", text)
    assert "All activity" in text


def test_two_pages_that_open_at_once_are_one_look(as_user, account):
    first, second = as_user("ada"), as_user("ada")
    for browser in (first, second):
        assert "/seen" in browser.get(f"/accounts/{account.id}").text
    for browser in (first, second):
        data = {"csrf_token": browser.csrf_token(), "once": new_key()}
        assert browser.post(f"/accounts/{account.id}/seen", data=data).status_code == 204


def test_nobody_looks_at_what_they_do_not_see(as_user, cast):
    browser = as_user("ada")
    data = {"csrf_token": browser.csrf_token(), "once": new_key()}
    assert browser.post("/accounts/999/seen", data=data).status_code == 404


@pytest.mark.sqlite_only
def test_nobody_waits_for_a_look_to_be_kept_while_an_import_writes(as_user, account, cast):
    browser, page = as_user("ada"), f"/accounts/{account.id}"
    look(browser, account)
    change(account, cast["ben"], "Acme B")
    data = {"csrf_token": browser.csrf_token(), "once": new_key()}
    with db.engine.connect() as importing:  # opens with BEGIN IMMEDIATE
        importing.exec_driver_sql("SELECT 1")
        begun = time.monotonic()
        assert browser.htmx(f"{page}/seen", method="POST", data=data).status_code == 204
        assert time.monotonic() - begun < 15, "a writer of SQLite waits for half a minute"
    says = f'hx-post="{page}/seen" hx-trigger="load"'
    assert says in browser.get(page).text, "it is said again by the next look"
    assert look(browser, account)
    assert says not in browser.get(page).text
