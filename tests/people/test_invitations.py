"""A new user chooses a password by the link that they were sent, once."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.outbox import Outbox
from salesapp.core.registry import record_type
from salesapp.people.models import Language, User
from tests.postboxes import Postbox

PASSWORD = "four green umbrellas"
NORA = {"name": "Nora New", "email": "nora@example.com", "role": "rep"}


def nora() -> User:
    return db.session.scalars(
        select(User).where(User.email == "nora@example.com"), execution_options={"populate_existing": True}
    ).one()


def link_on(page: str) -> str:
    found = re.search(r'value="(http[^"]+/invitation/[^"]+)"', page)
    assert found, "no link on the page"
    return urlsplit(found[1]).path


def test_a_new_user_is_invited_by_mail_in_their_language_and_chooses_a_password_once(
    as_user, make_client, serve, cast
):
    serve(Postbox())
    root = as_user("root")
    cast["root"].zone = "Asia/Tokyo"
    db.session.commit()
    made = root.submit("/users/new", **NORA, locale="zh", zone="Europe/Berlin")
    assert "Invited" in root.get("/users").text
    mailed = db.session.scalars(select(Outbox).where(Outbox.kind == "mail")).one().payload
    link = link_on(root.get(made.location).text)
    assert mailed["to"] == "nora@example.com"
    assert link in mailed["text"]
    assert "设置密码" in mailed["text"]
    ends = nora().invitation_ends_at.astimezone(ZoneInfo("Europe/Berlin"))
    assert f"{ends:%H:%M} (Europe/Berlin)" in mailed["text"]
    phone = make_client()
    weak = phone.submit(link, password="password")
    assert weak.status_code == 422
    assert phone.submit(link, password=PASSWORD).location == "/"
    assert "Nora New" in phone.get("/more").text, "they are signed in"
    assert make_client().get(link).status_code == 404
    assert "Invited" not in root.get("/users").text
    assert nora().has_password(PASSWORD)


def test_an_invitation_ends_with_its_week_with_a_newer_one_and_with_access(as_user, make_client, cast):
    """Without a mail server: the administrator passes the link on that stands on the page."""
    root, visitor = as_user("root"), make_client()
    with clock.travel(clock.now() - timedelta(days=8)):
        page = root.submit("/users/new", **NORA, locale="en").location
    assert "has expired" in root.get(page).text
    invite = f"{page}/invite"
    links = []
    for days in (2, 1):
        with clock.travel(clock.now() - timedelta(days=days)):
            root.submit(page, action=invite)
        links.append(link_on(root.get(page).text))
    assert [visitor.get(each).status_code for each in links] == [404, 200]
    assert db.session.scalars(select(Outbox)).all() == []
    for address, status in (("nora@example.org", 404), ("nora@example.com", 200)):
        root.submit(f"{page}/edit", **root.filled(f"{page}/edit") | {"email": address})
        assert visitor.get(links[1]).status_code == status, "it invites who was written to"
    nora().deactivate(by=cast["root"])
    nora().activate(by=cast["root"])
    assert visitor.get(links[1]).status_code == 404


def test_users_out_of_a_file_are_invited_with_one_press(as_user, cast):
    root = as_user("root")
    db.session.add_all(User(name=name, email=f"{name}@example.com") for name in ("Ivo", "Una"))
    assert "2 users can’t sign in yet" in root.get("/users").text
    root.submit("/users", action="/users/invite")
    assert "can’t sign in yet" not in root.get("/users").text
    assert root.post(f"/users/{cast['ada'].id}/invite", data={"csrf_token": root.csrf()}).status_code == 409


def test_who_no_mail_can_reach_is_named_and_keeps_nobody_from_being_invited(as_user, cast, serve):
    serve(Postbox())
    root = as_user("root")
    db.session.add_all([User(name="Ivo", email="ivo@example.com"), User(name="Una", email="una@firm.local")])
    db.session.commit()
    assert root.submit("/users", action="/users/invite").status_code == 303
    page = root.get("/users").text
    assert "1 user is invited. Check the e-mail address of Una." in page
    assert "1 user can’t sign in yet" in page
    for before_save in filter(None, [record_type("user").before_save]):
        with pytest.raises(RuleBroken, match="isn’t an e-mail address"):
            before_save(User(name="Row of a file", email="row@firm.local"), by=cast["root"])


def test_a_new_user_is_proposed_the_language_of_who_invites_them(as_user, cast):
    cast["root"].locale = Language.ZH
    root, page = as_user("root"), "/users/new?locale=zh"
    assert f'href="{page}"' in root.get("/users").text
    assert root.filled(page)["locale"] == "zh"
