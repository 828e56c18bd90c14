"""Two-step sign-in: an app's code or a recovery code beside the password."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.people.second_factor.models import SecondFactor
from tests.cast import PASSWORD

PAGE = "/preferences/two-step"


def code_of(at=None):
    factor = db.session.scalars(select(SecondFactor)).one()
    return pyotp.TOTP(factor.secret).at(at or clock.now())


def turn_on(browser):
    """Turns it on as its user; gives the recovery codes."""
    browser.submit("/preferences", action=PAGE)
    answer = browser.submit(PAGE, action=f"{PAGE}/confirm", code=code_of())
    return re.findall(r"<code>(\w{5}-\w{5})</code>", answer.text)


@pytest.fixture
def ada(as_user):
    return as_user("ada")


def password_step(client):
    answer = client.submit("/login?next=/board", email="ada@example.com", password=PASSWORD, action="/login")
    assert answer.location == "/login/code"
    return client


def test_the_password_alone_signs_nobody_in_any_more(ada, make_client):
    assert len(turn_on(ada)) == 10
    client = password_step(make_client())
    assert client.get("/").status_code == 303
    answer = client.submit("/login/code", code=code_of(clock.now() + timedelta(seconds=30)))
    assert answer.location == "/board"
    assert client.get("/preferences").status_code == 200


def test_a_code_is_taken_once_and_a_wrong_one_never(ada, make_client):
    with clock.travel(clock.now()):  # or a code ends while it is asked for
        turn_on(ada)
        used = code_of()  # it turned the second step on
        client = password_step(make_client())
        assert client.submit("/login/code", code=used).status_code == 422
        assert client.submit("/login/code", code="000000").status_code == 422


def test_each_recovery_code_signs_in_once(ada, make_client):
    first, *_others = turn_on(ada)
    client = password_step(make_client())
    assert client.submit("/login/code", code=first.upper().replace("-", " ")).status_code == 303
    assert "9 recovery codes are left" in client.get("/preferences").text
    assert password_step(make_client()).submit("/login/code", code=first).status_code == 422


def test_codes_are_guessed_ten_times_and_no_more(ada, make_client):
    turn_on(ada)
    client = password_step(make_client())
    for _guess in range(10):
        assert client.submit("/login/code", code="000000").status_code == 422
    page = client.filled("/login/code", code=code_of(clock.now() + timedelta(seconds=30)))
    assert client.post("/login/code", data=page).status_code == 429


def test_the_second_step_waits_ten_minutes_for_its_code(ada, make_client):
    turn_on(ada)
    client = password_step(make_client())
    with clock.travel(clock.now() + timedelta(minutes=11)):
        assert client.get("/login/code").status_code == 404
    assert make_client().get("/login/code").status_code == 404


def test_wide_digits_of_a_chinese_keyboard_are_digits(ada, make_client):
    codes = turn_on(ada)
    wide = str.maketrans({chr(each): chr(each + 0xFEE0) for each in range(0x21, 0x7F)})
    code = code_of(clock.now() + timedelta(seconds=30)).translate(wide)
    assert password_step(make_client()).submit("/login/code", code=code).status_code == 303
    assert (
        password_step(make_client()).submit("/login/code", code=codes[0].translate(wide)).status_code == 303
    )


@pytest.mark.parametrize("door", [f"{PAGE}/off", "/preferences/password"])
def test_who_finds_a_browser_open_guesses_the_password_ten_times_by_whatever_door(ada, door):
    turn_on(ada)
    new = {"password": "not hers at all"} if door.startswith(PAGE) else {"current": "x", "password": "y" * 20}
    page = door if door.startswith(PAGE) else "/preferences"
    for _guess in range(10):
        assert ada.submit(page, action=door, **new).status_code == 422
    right = {"password": PASSWORD} if door.startswith(PAGE) else new | {"current": PASSWORD}
    assert ada.submit(page, action=door, **right).status_code == 429


def test_turning_it_off_wants_the_password(ada):
    turn_on(ada)
    assert ada.submit(f"{PAGE}/off", password="not hers at all").status_code == 422
    assert ada.submit(f"{PAGE}/off", password=PASSWORD).status_code == 303
    assert "recovery code" not in ada.get("/preferences").text


def test_an_administrator_turns_it_off_for_whoever_lost_the_phone(ada, as_user, cast, client):
    turn_on(ada)
    root = as_user("root")
    root.submit(f"/users/{cast['ada'].id}", action=f"/users/{cast['ada'].id}/two-step/off")
    assert ada.get("/").status_code == 303
    answer = client.submit("/login", email="ada@example.com", password=PASSWORD, action="/login")
    assert answer.location == "/"
