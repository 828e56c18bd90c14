"""The generic screens, shown on users: every record type has these."""

from __future__ import annotations

from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.events import Event, history
from salesapp.people.models import User


def test_an_administrator_adds_a_user_and_finds_them(as_user):
    root = as_user("root")
    answer = root.submit("/users/new", name="Nora New", email="Nora@Example.com ", role="rep", locale="en")
    assert answer.status_code == 303
    nora = db.session.scalars(select(User).where(User.name == "Nora New")).one()
    assert nora.email == "nora@example.com"
    assert "Nora New" in root.get("/users?q=nora").text
    assert {each.kind for each in history(nora)} == {"created", "user_invited"}


def test_a_form_with_an_error_keeps_what_was_typed(as_user):
    answer = as_user("root").submit(
        "/users/new", name="Nora New", email="no address", role="rep", locale="en"
    )
    assert answer.status_code == 422
    assert "Nora New" in answer.text
    assert "This isn’t an e-mail address." in answer.text


def test_history_says_what_changed(as_user, cast):
    root = as_user("root")
    root.submit(f"/users/{cast['ada'].id}/edit", team="East")
    page = root.get(f"/users/{cast['ada'].id}/history").text
    assert "Team" in page
    assert "East" in page


def test_the_same_form_sent_twice_makes_one_user(as_user):
    root = as_user("root")
    form = root.filled("/users/new", name="Nora New", email="nora@example.com", role="rep", locale="en")
    first, second = root.post("/users/new", data=form), root.post("/users/new", data=form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert len(db.session.scalars(select(User).where(User.name == "Nora New")).all()) == 1


def test_a_colleagues_change_to_another_field_is_kept(as_user, cast):
    one, other = as_user("root"), as_user("root")
    path = f"/users/{cast['ada'].id}/edit"
    form = one.filled(path, team="East")
    other.submit(path, phone="+49 30 123456")
    assert one.post(path, data=form).status_code == 303
    ada = db.session.get(User, cast["ada"].id, populate_existing=True)
    assert (ada.team, ada.phone) == ("East", "+49 30 123456")


def test_a_colleagues_change_to_the_same_field_is_shown_beside_mine(as_user, cast):
    one, other = as_user("root"), as_user("root")
    path = f"/users/{cast['ada'].id}/edit"
    form = one.filled(path, team="East")
    other.submit(path, team="West")
    answer = one.post(path, data=form)
    assert answer.status_code == 409
    assert "East" in answer.text
    assert "West" in answer.text


def test_a_deleted_user_waits_in_the_bin_and_comes_back(as_user, cast):
    root = as_user("root")
    key = cast["rob"].id
    root.submit(f"/users/{key}/delete", action=f"/users/{key}/delete")
    root.get("/users")
    assert "Rob Reader" not in root.get("/users").text
    assert "Rob Reader" in root.get("/bin").text
    root.post(f"/users/{key}/restore", data={"csrf_token": root.csrf()})
    assert "Rob Reader" in root.get("/users").text


def test_a_rep_may_not_add_users_and_nothing_is_written(as_user):
    ada = as_user("ada")
    before = db.session.scalar(select(Event.id).order_by(Event.id.desc()).limit(1))
    answer = ada.post("/users/new", data={"csrf_token": ada.csrf(), "name": "X", "email": "x@example.com"})
    assert answer.status_code == 403
    assert db.session.scalar(select(Event.id).order_by(Event.id.desc()).limit(1)) == before
