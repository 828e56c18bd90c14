"""Statements that are put into SQL once find what the session finds, whatever they are given."""

from datetime import date

import pytest
from sqlalchemy import bindparam, select

from salesapp.activities.models import Activity
from salesapp.core.access.prepared import Prepared
from salesapp.core.db import db
from tests.statements import statements

WHY = {"unscoped": "a test compares both"}
QUERY = (
    select(Activity.id, Activity.subject, Activity.due_on, Activity.created_at, Activity.status)
    .where(Activity.due_on >= bindparam("day"), Activity.id.in_(bindparam("keys", expanding=True)))
    .order_by(Activity.id)
)


@pytest.fixture
def keys(app):
    rows = [Activity(kind="task", subject=f"Call {each}", due_on=date(2030, 1, each)) for each in range(1, 8)]
    db.session.add_all(rows)
    db.session.flush()
    return [row.id for row in rows]


@pytest.mark.parametrize("many", [0, 1, 2, 3, 5, 7])
def test_what_is_sent_as_it_is_finds_what_the_session_finds(keys, many):
    values = {"day": date(2030, 1, 2), "keys": keys[:many]}
    prepared = Prepared(QUERY, unscoped=WHY["unscoped"])
    for _once_more in range(2):
        found = prepared.rows(values)
        there = db.session.execute(QUERY, values, execution_options=WHY).all()
        assert [tuple(row) for row in found] == [tuple(row) for row in there]
        assert [row.subject for row in found] == [row.subject for row in there]


def test_lists_of_like_lengths_share_a_form(keys):
    prepared = Prepared(QUERY, unscoped=WHY["unscoped"])
    with statements() as ran:
        for many in (5, 6, 7):
            assert len(prepared.rows({"day": date(2030, 1, 1), "keys": keys[:many]})) == many
    assert len(set(ran)) == 1


def test_what_the_session_has_not_written_yet_is_found(keys):
    db.session.get(Activity, keys[0]).subject = "Write"
    found = Prepared(QUERY, unscoped=WHY["unscoped"]).rows({"day": date(2030, 1, 1), "keys": keys[:1]})
    assert [row.subject for row in found] == ["Write"]
