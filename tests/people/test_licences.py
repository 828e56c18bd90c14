"""No more users have access than there are licences, by whatever door they come in."""

import pytest
from sqlalchemy import func, select

from salesapp.core.access import SYSTEM, Role
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.people.models import User
from salesapp.records.recycle_bin import acts as recycle_bin
from tests.races import at_once
from tests.records.importing.intake import bring_in, reasons

SAID = "licences are in use"
CAST = 9
NEW = {"name": "Nora New", "email": "nora@example.com", "role": "rep", "locale": "en"}


def with_access():
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalar(select(func.count(User.id)).where(User.active, User.deleted_at.is_(None)))


@pytest.fixture
def full(cast):
    company().user_limit = CAST
    db.session.commit()


def test_a_form_for_one_more_is_refused_in_words_and_one_who_left_makes_room(full, cast, as_user):
    root = as_user("root")
    answer = root.submit("/users/new", **NEW)
    assert answer.status_code == 422
    assert SAID in answer.text
    assert with_access() == CAST
    cast["rob"].deactivate(by=SYSTEM)
    db.session.commit()
    assert root.submit("/users/new", **NEW).status_code == 303
    assert with_access() == CAST


def test_bringing_back_and_restoring_take_a_licence(full, cast):
    cast["rob"].deactivate(by=SYSTEM)
    recycle_bin.delete(cast["sam"], by=SYSTEM)
    db.session.add_all(User(name=each, email=f"{each}@example.com", role=Role.REP) for each in ("x", "y"))
    db.session.commit()
    for come_back in (
        lambda: cast["rob"].activate(by=SYSTEM),
        lambda: recycle_bin.restore(cast["sam"], by=SYSTEM),
    ):
        with pytest.raises(RuleBroken, match=SAID):
            come_back()
        db.session.rollback()
    assert with_access() == CAST


def test_of_a_file_those_come_in_for_whom_there_is_room(full, cast):
    company().user_limit = CAST + 1
    db.session.commit()
    run = bring_in(
        "name,email,role\nOne,one@example.com,rep\nTwo,two@example.com,rep\n", "user", match=("email",)
    )
    assert sum(SAID in each for *_place, each in reasons(run)) == 1
    assert with_access() == CAST + 1


def test_code_that_asks_nobody_is_refused_by_the_session(full):
    db.session.add(User(name="x", email="x@example.com", role=Role.REP))
    with pytest.raises(RuleBroken, match=SAID):
        db.session.flush()
    assert with_access() == CAST


def test_code_that_gives_access_back_without_looking_is_refused_as_well(full, cast):
    cast["rob"].deactivate(by=SYSTEM)
    db.session.add(User(name="x", email="x@example.com", role=Role.REP))
    db.session.commit()
    db.session.expire_all()
    cast["rob"].active = True  # what it was before was not read
    with pytest.raises(RuleBroken, match=SAID):
        db.session.flush()
    assert with_access() == CAST


def test_a_limit_below_those_who_have_access_is_refused_and_one_can_be_taken_away(cast, as_user):
    root = as_user("root")
    answer = root.submit("/setup/company", user_limit=str(CAST - 1))
    assert answer.status_code == 422
    assert "9 users have access." in answer.text
    assert root.submit("/setup/company", user_limit=str(CAST)).status_code == 303
    assert "of 9" in root.get("/adoption").text
    assert root.submit("/setup/company", user_limit="").status_code == 303
    assert "No limit" in root.get("/adoption").text


def test_of_two_who_add_the_last_one_at_once_one_is_refused(cast, as_user):
    company().user_limit = CAST + 1
    db.session.commit()
    pages = [as_user("root"), as_user("root")]
    forms = [
        each.filled("/users/new", **NEW | {"email": f"n{n}@example.com"}) for n, each in enumerate(pages)
    ]
    answers = at_once(
        *(
            lambda who=who, form=form: who.post("/users/new", data=form)
            for who, form in zip(pages, forms, strict=True)
        )
    )
    assert sorted(each.status_code for each in answers) == [303, 422]
    assert with_access() == CAST + 1
