"""What a refused request shows: the bars of the shell, why, and the way back to where the person was."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import psycopg
import pytest
from flask import Flask, has_request_context
from sqlalchemy import event, insert
from sqlalchemy.exc import OperationalError

from salesapp.activities.actions import add_task
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.leads.models import Lead
from salesapp.people.models import User
from salesapp.web.errors import TITLES
from tests.architecture.routes import routes
from tests.architecture.source import refuse
from tests.clients import HTMX, Client


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
    assert "Go to Today" in page.text
    assert 'href="/search"' in page.text


def test_a_visitor_is_not_sent_to_a_day_that_is_not_theirs(client: Client) -> None:
    page = client.get("/q/" + "x" * 43)
    assert page.status_code == 404
    assert "Go to Today" not in page.text


@pytest.mark.sqlite_only  # no database is asked
def test_no_address_that_only_takes_a_form_is_a_dead_end_when_it_is_reloaded(app: Flask) -> None:
    """A refused form stands at the address that it was sent to: who reloads it, or opens it again, gets its page."""
    ways: dict[str, set[str]] = {}
    for route in routes(app):
        ways.setdefault(route.rule.rule, set()).add(route.method)
    only_taken = [route for route in routes(app) if "GET" not in ways[route.rule.rule]]
    assert {"offers.accept", "offers.decline", "offers.ask_for_change"} <= {r.endpoint for r in only_taken}
    visitor, faults = app.test_client(), []
    for route in only_taken:
        there = route.address(app, {}).replace("/x/", f"/{'x' * 43}/")
        answer = visitor.get(there)
        page = urlsplit(answer.headers.get("Location", "")).path
        if answer.status_code != 303 or not there.startswith(page):
            faults.append(f"GET {there} answered {answer.status_code} {page}")
    refuse("Reloading leads to the page of the form:", faults)


def test_a_customer_who_reloads_an_answer_that_was_refused_sees_the_quote(client: Client) -> None:
    page = "/q/" + "x" * 43
    for verb in ("accept", "decline", "change"):
        assert client.get(f"{page}/{verb}").headers["Location"] == page


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
    assert "Welcome" in ada.get("/").text
    assert "Nothing here yet" in ada.get("/leads").text
    db.session.add(Account(name="Acme", owner_id=cast["ada"].id))
    assert "Nothing is due" in ada.get("/").text


@pytest.mark.sqlite_only
def test_a_press_that_is_refused_leaves_its_person_on_their_page_whatever_it_asked_for(as_user, app):
    """Every address that a form is sent to, as a button sends it: for what is not there, or by who may not."""
    may, may_not, page = as_user("root"), as_user("rob"), "/leads?status=new"
    tokens, pages, stayed = {each: each.csrf() for each in (may, may_not)}, [], 0
    for route in routes(app):
        if route.method == "POST" and route.endpoint not in {"people.logout", "people.end_other_sessions"}:
            address = re.sub(r"/1(?=[/?]|$)", "/999999", route.address(app, {}))
            who = may if address.count("999999") else may_not
            sent = {"csrf_token": tokens[who], "pressed": "1"}
            answer = who.post(address, data=sent, headers={"Referer": f"http://localhost{page}"})
            stayed += answer.headers.get("Location") == page
            if str(TITLES.get(answer.status_code, "no page")) in answer.text:
                pages.append(f"{answer.status_code} {route.endpoint}")
    assert (pages, stayed > 300) == ([], True), stayed


def test_the_page_says_why_a_press_was_refused(as_user, cast):
    """Pressed on a page that is older than the task: it was completed meanwhile, on another device."""
    ada, acme = as_user("ada"), Account(name="Acme", owner_id=cast["ada"].id)
    db.session.add(acme)
    db.session.flush()
    task = add_task(acme, "Call", today_for(), cast["ada"], by=cast["ada"])
    db.session.flush()
    page = f"/activities/{task.id}"
    sent = ada.filled(page, action=f"{page}/complete")
    assert ada.post(f"{page}/complete", data=sent).status_code == 303
    refused = ada.post(
        f"{page}/complete",
        data=sent | {"once": "another"},
        headers={"Referer": f"http://localhost{page}?back=/"},
    )
    assert (refused.status_code, refused.headers["Location"]) == (303, f"{page}?back=/")
    why = "Only a planned activity can be completed."
    assert why in ada.get(page).text
    assert why not in ada.get(page).text, "it is said once"


@pytest.mark.parametrize("partial", [False, True])
def test_a_database_that_is_away_gets_a_short_log_and_a_page_that_asks_it_nothing(
    as_user, app, caplog, partial
):
    """As when Postgres is stopped: the first thing that any request asks it for fails."""
    ada = as_user("ada")
    away = OperationalError(
        "SELECT", {}, psycopg.OperationalError("connection refused"), connection_invalidated=True
    )

    def fail():
        raise away

    app.before_request_funcs.setdefault(None, []).insert(0, fail)
    try:
        answer = ada.open("/leads", headers=HTMX if partial else {"Accept-Language": "zh"})
    finally:
        app.before_request_funcs[None].remove(fail)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert ("toast" in answer.text) if partial else ("数据库" in answer.text)
    assert len(caplog.text) < 300


def test_the_log_of_an_error_says_where_it_was_and_nothing_that_was_typed(as_user, app, caplog):
    typed = {"name": "Mara Stein", "email": "mara@nordlicht.example", "description": "Wants 40 pumps"}
    ada, stored = as_user("ada"), "Kept Ltd & Co"
    form = ada.filled("/leads/new", action="/leads/new", **typed)

    def break_down(session):
        """As a fault of ours would: the database refuses a row, and quotes all of it."""
        if has_request_context():
            session.connection().execute(insert(Lead.__table__).values(typed | {"version": None}))

    def stumble(_session):
        if has_request_context():
            raise ValueError(f"invalid literal for int(): {typed['name']!r}, nor is {stored!r} one")

    app.testing = False
    try:
        for fault in (break_down, stumble):
            event.listen(db.session, "before_commit", fault)
            try:
                assert ada.post("/leads/new", data=form | {"once": ""}).status_code == 500
            finally:
                event.remove(db.session, "before_commit", fault)
    finally:
        app.testing = True
    assert "IntegrityError" in caplog.text
    assert "ValueError: invalid literal for int()" in caplog.text
    assert "test_refusals.py" in caplog.text, "where it was"
    for each in (*typed.values(), stored):
        assert each not in caplog.text
