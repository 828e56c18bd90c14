"""Signing in, out, and what a user may set."""

from __future__ import annotations

import pytest

from salesapp.core.db import db
from salesapp.demo.story import tell
from salesapp.people.models import DEMO_PASSWORD
from tests.cast import PASSWORD


def test_a_stranger_is_sent_to_the_login_page_and_back(client, cast):
    answer = client.get("/users")
    assert answer.status_code == 303
    assert answer.location == "/login?next=/users"


def test_today_greets_who_signed_in(as_user):
    answer = as_user("ada").get("/")
    assert answer.status_code == 200
    assert "Today" in answer.text


def test_a_wrong_password_is_refused_with_the_address_kept(client, cast):
    answer = client.submit("/login", email="ada@example.com", password="not hers at all", action="/login")
    assert answer.status_code == 422
    assert "The e-mail address or password is incorrect." in answer.text
    assert "ada@example.com" in answer.text


def test_ten_tries_a_minute_for_an_address_then_even_the_right_password_waits(client, cast):
    for _try in range(10):
        answer = client.submit("/login", email="ada@example.com", password="guess", action="/login")
        assert answer.status_code == 422
    barred = client.submit("/login", email="ada@example.com", password=PASSWORD, action="/login")
    assert barred.status_code == 429
    assert "Wait a minute, then try again." in barred.text
    other = client.submit("/login", email="ben@example.com", password=PASSWORD, action="/login")
    assert other.status_code == 303


def test_logging_out_ends_the_session_on_the_server(as_user):
    ada = as_user("ada")
    cookie = ada.get_cookie("salesapp")
    ada.submit("/preferences", action="/logout")
    ada.set_cookie("salesapp", cookie.value)
    assert ada.get("/preferences").status_code == 303


def test_somebody_who_lost_access_is_out_at_once(as_user, cast):
    ada, root = as_user("ada"), as_user("root")
    root.post(f"/users/{cast['ada'].id}/deactivate", data={"csrf_token": root.csrf()})
    assert ada.get("/").status_code == 303


@pytest.mark.parametrize(("leaves", "returns"), [("delete", "restore"), ("deactivate", "activate")])
def test_who_comes_back_signs_in_anew(as_user, cast, leaves, returns):
    ada, root, page = as_user("ada"), as_user("root"), f"/users/{cast['ada'].id}"
    for verb in (leaves, returns):
        assert root.post(f"{page}/{verb}", data={"csrf_token": root.csrf()}).status_code == 303
    assert cast["ada"].is_active
    assert ada.get("/").status_code == 303, "the cookie of the time before opens nothing"


@pytest.mark.parametrize(
    "there", ["//evil.example/", "/%09/[@evil.example", "/%5Cevil.example", "/%0A/evil.example"]
)
def test_next_never_leads_to_another_site(client, cast, there):
    answer = client.submit(
        f"/login?next={there}", email="ada@example.com", password=PASSWORD, action="/login"
    )
    assert answer.location == "/"


def test_the_interface_speaks_chinese_when_told_to(as_user):
    ada = as_user("ada")
    ada.submit("/preferences", locale="zh", action="/preferences")
    assert 'lang="zh-Hans"' in ada.get("/preferences").text


def test_in_the_demo_company_one_tap_signs_in(app, client):
    tell()
    db.session.commit()
    answer = client.submit("/login", action="/login", demo="rep@demo.example", next="/board")
    assert (answer.status_code, answer.location) == (303, "/board")


def test_elsewhere_no_tap_does(client, cast):
    cast["ada"].set_password(DEMO_PASSWORD, by=cast["ada"])
    db.session.commit()
    page = client.get("/login")
    assert "demo@" not in page.text
    answer = client.submit("/login", action="/login", demo="ada@example.com")
    assert answer.status_code == 422
