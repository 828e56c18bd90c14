"""The words of a record are written at the commit, once, however often it is flushed until then."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from salesapp.core.access import SYSTEM, acting_as
from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.search.models import SearchWord
from tests.statements import statements


@pytest.fixture(autouse=True)
def everything(app):
    with acting_as(SYSTEM):
        yield


def found_by(account):
    query = select(SearchWord.word).where(
        SearchWord.record_type == "account", SearchWord.record_id == account.id
    )
    return set(db.session.scalars(query))


def flushed(account, *names):
    for name in names:
        account.name = name
        db.session.add(account)
        db.session.flush()
    return account


def test_what_was_flushed_in_between_leaves_no_words_and_costs_no_statement():
    with statements() as ran:
        account = flushed(Account(name="First"), "Second", "Third")
        db.session.commit()
    assert found_by(account) == {"third"}
    assert len([each for each in ran if "search_words" in each]) == 1


def test_what_a_savepoint_took_back_is_not_found():
    account = flushed(Account(name="Before"), "Before")
    db.session.commit()
    inside = db.session.begin_nested()
    gone = flushed(Account(name="Gone"), "Gone")
    flushed(account, "Inside")
    key = gone.id
    inside.rollback()
    db.session.commit()
    assert found_by(account) == {"before"}
    assert not set(
        db.session.scalars(
            select(SearchWord.word).where(SearchWord.word == "gone", SearchWord.record_id == key)
        )
    )


def test_what_a_released_savepoint_kept_is_found():
    with db.session.begin_nested():
        account = flushed(Account(name="Inside"), "Inside")
    db.session.commit()
    assert found_by(account) == {"inside"}


def test_what_is_deleted_for_good_before_the_commit_leaves_no_words():
    account = flushed(Account(name="Short"), "Short")
    key = account.id
    db.session.delete(account)
    db.session.commit()
    assert not set(
        db.session.scalars(
            select(SearchWord.word).where(SearchWord.record_id == key, SearchWord.record_type == "account")
        )
    )
