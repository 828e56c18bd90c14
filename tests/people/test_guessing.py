"""Passwords that are guessed first are refused; guessing is slow from anywhere; sessions are seen and ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.parsing.networks import network_of
from salesapp.people.browsers import called
from salesapp.people.models import LoginSession
from salesapp.people.passwords import check_password
from salesapp.people.throttle import MOST_OF_NETWORK, FailedSignIn, Tries
from tests.cast import PASSWORD

HOME = "2001:db8:1:2::7"


def sign_in(browser, password, address, user="ada"):
    page = browser.filled("/login", action="/login", email=f"{user}@example.com", password=password)
    return browser.post("/login", data=page, environ_overrides={"REMOTE_ADDR": address})


GUESSED_FIRST = (
    *(
        "password",
        "12345678",
        "qwertyui",
        "Password123!",
        "p@ssw0rd",
        "aaaaaaaa",
        "abababab",
        "87654321",
        "iloveyou1",
    ),
    *("Ada Lovelace", "ada@example.com", "Lovelace1843", "Acme Ltd 2026", "zyxwvuts"),
)


@pytest.mark.parametrize("password", GUESSED_FIRST)
def test_what_is_guessed_first_is_no_password(app, password):
    with pytest.raises(RuleBroken):
        check_password(password, "Ada Lovelace", "ada@example.com", "Acme Ltd")


@pytest.mark.parametrize(
    "password", ["correct horse battery", "Ada trinkt Tee", "demo demo demo", "x7!kPq92"]
)
def test_a_sentence_or_something_random_is_one(app, password):
    check_password(password, "Ada Lovelace", "ada@example.com", "Acme Ltd")


def test_one_account_guessed_at_from_many_addresses_is_closed_but_not_to_its_owners_browser(
    cast, make_client
):
    own = make_client()
    assert sign_in(own, PASSWORD, "198.51.100.99").status_code == 303
    own.submit("/preferences", action="/logout")
    for number in range(10):
        assert sign_in(make_client(), "guess", f"198.51.100.{number}").status_code == 422
    assert sign_in(make_client(), PASSWORD, "203.0.113.9").status_code == 429
    assert sign_in(own, PASSWORD, "203.0.113.9").status_code == 303
    with clock.travel(clock.now() + timedelta(minutes=11)):
        assert sign_in(make_client(), PASSWORD, "203.0.113.9").status_code == 303


def test_one_network_is_counted_whatever_the_last_half_of_its_address(cast, make_client):
    for number in range(MOST_OF_NETWORK):
        Tries(f"somebody{number}@example.com", f"2001:db8:1:2::{number:x}").note_failure()
    db.session.commit()
    assert sign_in(make_client(), PASSWORD, HOME).status_code == 429
    assert sign_in(make_client(), PASSWORD, "2001:db8:1:3::7").status_code == 303


def test_the_right_password_forgets_what_was_mistyped_before(cast, make_client):
    for _try in range(9):
        sign_in(make_client(), "guess", "198.51.100.7")
    assert sign_in(make_client(), PASSWORD, "198.51.100.7").status_code == 303
    assert db.session.query(FailedSignIn).count() == 9  # of the network


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        (HOME, "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("?", "?"),
    ],
)
def test_a_network_is_what_one_party_holds(address, network):
    assert network_of(address) == network


def test_ones_browsers_are_listed_and_signed_out(as_user):
    here, there = as_user("ada"), as_user("ada")
    page = here.get("/preferences").text
    assert "Where you are signed in" in page
    here.submit("/preferences", action="/preferences/sessions/end")
    assert there.get("/").status_code == 303
    assert here.get("/").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(as_user):
    ada, ben = as_user("ada"), as_user("ben")
    key = db.session.scalars(select(LoginSession.id).order_by(LoginSession.id)).first()
    answer = ben.post(f"/preferences/sessions/{key}/end", data={"csrf_token": ben.csrf()})
    assert answer.status_code == 404
    assert ada.get("/").status_code == 200


@pytest.mark.parametrize(
    ("device", "name"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604",
            "Safari · iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537 Chrome/140.0 Mobile Safari/537",
            "Chrome · Android",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537 Chrome/140 Safari/537 Edg/140",
            "Edge · Windows",
        ),
        ("curl/8.5", "curl/8.5"),
    ],
)
def test_a_browser_is_called_what_its_owner_calls_it(device, name):
    assert called(device) == name


def test_signing_in_leaves_a_hash_of_todays_costs_as_it_is(cast, make_client):
    """Also what keeps hundreds of tests quick: theirs is the cheapest hash there is."""
    kept = cast["ada"].password_hash
    assert sign_in(make_client(), PASSWORD, HOME).status_code == 303
    db.session.expire_all()
    assert cast["ada"].password_hash == kept
