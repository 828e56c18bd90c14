"""The history of a record explains what it is now, whatever changed it and however often it was flushed meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import insert, select, update

from salesapp.core.db import Record, db
from salesapp.core.events import CHANGED, CHANGED_ALONG, CREATED, history, record
from salesapp.core.events.journal import Untold
from salesapp.core.events.replay import faults
from salesapp.customers.models import Account
from salesapp.leads.models import Lead


def told(subject: Record, place: int = 0) -> dict[str, tuple[Any, Any]]:
    """The changes of its newest event by field."""
    return {each["field"]: (each["before"], each["after"]) for each in history(subject)[place].changes}


@pytest.fixture
def acme(app):
    found = Account(name="Acme", phone="+49 30 1", employees=5)
    db.session.add(found)
    db.session.commit()
    return found


def test_what_was_made_without_an_event_gets_one_that_keeps_its_values(acme):
    [made] = history(acme)
    assert (made.kind, made.by_name) == (CREATED, "salesapp")
    assert made.made_with["name"] == "Acme"
    assert made.made_with["employees"] == 5


def test_what_changed_without_an_event_gets_a_plain_one(acme):
    acme.name = "Acme Ltd"
    db.session.commit()
    assert history(acme)[0].kind == CHANGED_ALONG
    assert told(acme) == {"name": ("Acme", "Acme Ltd")}


def test_a_change_survives_any_number_of_flushes_before_its_event(acme, cast):
    acme.name = "Acme Ltd"
    db.session.flush()
    acme.owner_id = cast["ada"].id
    db.session.scalars(select(Account)).all()
    acme.name, acme.employees = "Acme AG", 7
    version = acme.version
    record(acme, CHANGED, by=cast["ben"])
    db.session.commit()
    ada = {"record": ["user", cast["ada"].id, "Ada Rep"]}
    assert told(acme) == {"name": ("Acme", "Acme AG"), "owner": (None, ada), "employees": (5, 7)}
    assert history(acme)[0].subject_version == version - 2
    assert [each.kind for each in history(acme)] == [CHANGED, CREATED]


def test_what_a_verb_changes_after_its_event_is_still_of_the_same_event(acme, cast):
    acme.name = "Acme Ltd"
    record(acme, CHANGED, by=cast["ben"])
    acme.name, acme.phone = "Acme AG", "+49 30 2"
    db.session.commit()
    assert told(acme) == {"name": ("Acme", "Acme AG"), "phone": ("+49 30 1", "+49 30 2")}
    assert len(history(acme)) == 2


def test_a_value_that_came_back_is_no_change(acme):
    acme.name = "Acme Ltd"
    db.session.flush()
    acme.name = "Acme"
    db.session.commit()
    assert len(history(acme)) == 1


def test_a_change_of_a_record_nobody_had_looked_at_tells_what_was_there(acme):
    db.session.expire_all()
    acme.employees = 6
    db.session.commit()
    assert told(acme) == {"employees": (5, 6)}


def test_a_linked_record_that_was_set_itself_is_told_as_its_link(acme, cast):
    acme.owner = cast["ada"]
    record(acme, CHANGED, by=cast["ben"])
    db.session.commit()
    assert told(acme)["owner"][1]["record"][2] == "Ada Rep"
    acme.parent = Account(name="Holding")
    db.session.commit()
    assert told(acme)["parent"][1]["record"][2] == "Holding"
    assert not list(faults(db.session()))


def test_what_a_savepoint_took_back_is_told_no_more_and_what_was_before_it_still_is(acme, cast):
    acme.name = "Acme Ltd"
    nested = db.session.begin_nested()
    acme.employees = 9
    record(acme, CHANGED, by=cast["ben"])
    db.session.flush()
    nested.rollback()
    db.session.commit()
    assert told(acme) == {"name": ("Acme", "Acme Ltd")}
    assert not list(faults(db.session()))


def test_a_rollback_forgets_everything(acme):
    acme.name = "Acme Ltd"
    db.session.flush()
    db.session.rollback()
    acme.employees = 9
    db.session.commit()
    assert told(acme) == {"employees": (5, 9)}


def test_one_statement_may_not_change_fields_of_many_records_behind_the_history(acme):
    with pytest.raises(Untold, match=r"accounts\.name"):
        db.session.execute(update(Account).values(name="All the same"))
    table = Lead.__table__
    with pytest.raises(Untold, match=r"leads\.rating"):
        db.session.execute(update(table).values(rating="hot"), execution_options={"unscoped": "a test"})
    db.session.execute(update(table).values(score=5), execution_options={"unscoped": "a test"})


@pytest.mark.corrupts
def test_the_check_names_a_field_that_was_changed_behind_the_history(acme):
    assert not list(faults(db.session()))
    db.session.execute(
        update(Account).where(Account.id == acme.id).values(phone="+49 30 666"),
        execution_options={"told": "nowhere: a corruption"},
    )
    assert list(faults(db.session())) == [
        f"account {acme.id}: phone is +49 30 666, its history says +49 30 1."
    ]


@pytest.mark.corrupts
def test_records_older_than_their_histories_are_looked_at_by_what_was_told_since(acme, cast):
    silent = {"unscoped": "as it was before", "told": "nowhere: as it was before"}
    old = {
        "name": "Old",
        "version": 1,
        "created_at": acme.created_at,
        "changed_at": acme.changed_at,
        "custom": {},
    }
    key = db.session.scalar(
        insert(Account.__table__).values(old).returning(Account.id), execution_options=silent
    )
    there = db.session.get_one(Account, key)
    there.phone = "+49 30 7"
    db.session.commit()
    column = update(Account).where(Account.id == key)
    db.session.execute(column.values(website="https://nobody.told"), execution_options=silent)
    assert not list(faults(db.session()))
    db.session.execute(column.values(phone="+49 30 666"), execution_options=silent)
    assert list(faults(db.session())) == [f"account {key}: phone is +49 30 666, its history says +49 30 7."]
