"""The last one who may set the company up stays, by whatever door they would lose that."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from salesapp.core.access import SYSTEM, Role
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.people.models import User
from salesapp.records.recycle_bin import acts as recycle_bin
from tests.cast import PASSWORD_HASH
from tests.races import at_once
from tests.records.importing.intake import bring_in, reasons

SAID = "At least one active administrator must remain"


def administrators() -> set[str]:
    db.session.rollback()
    db.session.expire_all()
    query = select(User.name).where(User.role == Role.ADMINISTRATOR, User.active, User.deleted_at.is_(None))
    return set(db.session.scalars(query))


@pytest.fixture
def second(cast):
    user = User(name="Second", email="second@example.com", role=Role.ADMINISTRATOR)
    user.password_hash = PASSWORD_HASH
    db.session.add(user)
    db.session.commit()
    return user


def test_the_verbs_refuse_the_last_one(cast):
    for leave in (
        lambda: cast["root"].deactivate(by=SYSTEM),
        lambda: recycle_bin.delete(cast["root"], by=SYSTEM),
    ):
        with pytest.raises(RuleBroken, match=SAID):
            leave()
    assert administrators() == {"Root Administrator"}


def test_a_form_that_takes_the_role_of_the_last_one_is_refused(as_user, cast):
    answer = as_user("root").submit(f"/users/{cast['root'].id}/edit", role="rep")
    assert answer.status_code == 422
    assert SAID in answer.text
    assert administrators() == {"Root Administrator"}


def test_an_import_that_demotes_the_last_one_has_that_row_refused(cast):
    run = bring_in("email,role\nroot@example.com,rep\n", "user", match=("email",))
    assert any(SAID in each for *_place, each in reasons(run))
    assert administrators() == {"Root Administrator"}


def test_code_that_asks_nobody_is_refused_by_the_session(cast):
    cast["root"].active = False
    with pytest.raises(RuleBroken, match=SAID):
        db.session.flush()
    assert administrators() == {"Root Administrator"}


def test_one_of_two_may_go_and_then_the_other_stays(cast, second):
    cast["root"].deactivate(by=SYSTEM)
    db.session.commit()
    with pytest.raises(RuleBroken, match=SAID):
        second.deactivate(by=SYSTEM)


def test_one_who_was_only_invited_is_no_other_administrator(cast):
    invited = User(name="Invited", email="invited@example.com", role=Role.ADMINISTRATOR)
    db.session.add(invited)
    db.session.commit()
    invited.invite(by=SYSTEM)
    db.session.commit()
    with pytest.raises(RuleBroken, match=SAID):
        cast["root"].deactivate(by=SYSTEM)
    invited.deactivate(by=SYSTEM)  # it is no loss
    db.session.commit()
    assert administrators() == {"Root Administrator"}


def test_two_who_end_each_others_access_at_once_leave_one(as_user, cast, second):
    pages = [(as_user("root"), second.id), (as_user("second"), cast["root"].id)]
    forms = [
        (
            who,
            f"/users/{key}/deactivate",
            who.filled(f"/users/{key}/deactivate", action=f"/users/{key}/deactivate"),
        )
        for who, key in pages
    ]
    at_once(*(lambda who=who, path=path, form=form: who.post(path, data=form) for who, path, form in forms))
    assert len(administrators()) == 1
