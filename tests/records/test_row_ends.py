"""Rows of lists say whose they are, in which state, and reach whom they are about."""

from __future__ import annotations

import re

import pytest

from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.leads.models import Lead


@pytest.fixture
def lead(cast):
    found = Lead(
        name="Mara", phone="030 901820", country="DE", email="mara@echo.example", owner_id=cast["ada"].id
    )
    db.session.add(found)
    db.session.commit()
    return found


def row(client, address):
    return re.search(r"<tbody.*?<tr(.*?)</tr>", client.get(address).text, re.DOTALL)[1]


def test_an_owner_is_an_avatar_in_a_colour_that_is_always_theirs(lead, cast, as_user):
    db.session.add(Account(name="Echo", owner_id=cast["ada"].id))
    db.session.commit()
    avatar = re.compile(
        r'<td role="cell" class="([a-z-]+)"><span class="avatar (hue-\w+) avatar-small" role="img" aria-label="Ada Rep"'
    )
    ours = avatar.search(row(as_user("ada"), "/leads"))
    assert ours[1] == "cell-own"
    ben = as_user("ben")
    found = [avatar.search(row(ben, address)) for address in ("/leads", "/accounts")]
    assert {(each[1], each[2]) for each in found} == {("cell-person", ours[2])}


def test_a_call_is_dialled_from_where_the_lead_is_and_asked_about_later(lead, as_user):
    html = row(as_user("ada"), "/leads")
    assert 'href="tel:+4930901820"' in html
    assert f'data-log-url="/activities/of/lead/{lead.id}/call"' in html
    assert 'href="mailto:mara@echo.example"' in html
    assert "data-log-url" not in row(as_user("rob"), "/leads")


def test_a_phone_shows_the_status_beside_the_muted_line(lead, as_user):
    marked = re.search(r'class="[^"]*cell-mark[^"]*">(.*?)</td>', row(as_user("ada"), "/leads"))
    assert "New" in marked[1]


def test_room_between_rows_is_kept_with_the_person(as_user, cast):
    ada = as_user("ada")
    pressed = {"csrf_token": ada.csrf_token(), "roomy": "1"}
    assert ada.post("/preferences/lists?back=/leads", data=pressed).location == "/leads"
    assert " data-roomy>" in ada.get("/contacts").text
    assert " data-roomy>" not in as_user("ben").get("/contacts").text
    assert ada.post("/preferences/lists?back=//evil.example", data=pressed).location == "/preferences"
