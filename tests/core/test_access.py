"""The guard in the session: whatever the statement, only what the viewer may see."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, exists, func, insert, select, text, union_all, update
from sqlalchemy.orm import aliased

from salesapp.activities.actions import add_task
from salesapp.activities.models import Activity
from salesapp.core.access import ROLES, Permission, Role, Unscoped, acting_as
from salesapp.core.db import db
from salesapp.people.models import User


@pytest.fixture
def tasks(cast):
    """One task of Ada's, one of Cora's, both about nothing."""
    for name in ("ada", "cora"):
        add_task(None, f"task of {name}", None, cast[name], by=cast[name])
    db.session.commit()


def other() -> type[Activity]:
    return aliased(Activity)


STATEMENTS = {
    "entities": lambda: select(Activity.subject),
    "count": lambda: select(func.min(Activity.subject)),
    "alias": lambda: select((alias := other()).subject).order_by(alias.id),
    "sub-query": lambda: select(select(Activity.subject).subquery()),
    "cte": lambda: select(select(Activity.subject).cte()),
    "union": lambda: union_all(
        select(Activity.subject).where(Activity.id > 0), select(Activity.subject).where(Activity.id < 0)
    ),
    "exists": lambda: select(User.name).where(exists().where(Activity.owner_id == User.id)),
}


@pytest.mark.parametrize("kind", STATEMENTS)
def test_a_rep_reads_only_what_is_theirs(tasks, cast, kind):
    with acting_as(cast["ada"]):
        found = [str(row[0]).lower() for row in db.session.execute(STATEMENTS[kind]())]
    assert len(found) == 1
    assert "ada" in found[0]


def test_a_manager_reads_what_is_below_them(tasks, cast):
    with acting_as(cast["ben"]):
        assert db.session.scalars(select(Activity.subject)).all() == ["task of ada"]


def test_reading_by_key_finds_nothing_of_others(tasks, cast):
    theirs = db.session.scalars(select(Activity).where(Activity.owner_id == cast["cora"].id)).one()
    key = theirs.id
    db.session.expunge(theirs)
    with acting_as(cast["ada"]):
        assert db.session.get(Activity, key) is None


@pytest.mark.corrupts
def test_changing_and_deleting_by_criteria_leave_others_alone(tasks, cast):
    with acting_as(cast["ada"]):
        db.session.execute(update(Activity).values(subject="mine now"), execution_options={"told": "nowhere"})
        db.session.execute(delete(Activity).where(Activity.subject == "task of cora"))
    assert set(db.session.scalars(select(Activity.subject))) == {"mine now", "task of cora"}


@pytest.mark.parametrize(
    "statement",
    [
        lambda: select(Activity.__table__),
        lambda: text("SELECT subject FROM activities"),
        lambda: insert(Activity.__table__).values(subject="x"),
    ],
)
def test_a_statement_that_would_bypass_the_rights_is_stopped(tasks, cast, statement):
    with acting_as(cast["ada"]), pytest.raises(Unscoped):
        db.session.execute(statement())


def test_a_bulk_change_by_key_is_stopped(tasks, cast):
    with acting_as(cast["ada"]), pytest.raises(Unscoped):
        db.session.execute(update(Activity), [{"id": 1, "subject": "x"}])


def test_without_anybody_nothing_scoped_is_read(tasks):
    db.session.info["viewer"] = None
    with pytest.raises(Unscoped):
        db.session.scalars(select(Activity)).all()


def test_deleted_rows_hide_unless_asked_for(tasks, cast):
    from salesapp.core import clock

    task = db.session.scalars(select(Activity).limit(1)).one()
    task.deleted_at = clock.now()
    db.session.flush()
    count = select(func.count(Activity.id))
    assert db.session.scalar(count) == 1
    assert db.session.scalar(count.execution_options(with_deleted=True)) == 2


def test_reading_changes_nothing(tasks):
    from salesapp.core.db import reading

    task = db.session.scalars(select(Activity).limit(1)).one()
    task.subject = "changed while reading"
    with reading(), pytest.raises(RuntimeError):
        db.session.flush()
    db.session.rollback()


def test_the_administrator_may_do_everything_and_the_reader_changes_nothing():
    assert ROLES[Role.ADMINISTRATOR] == frozenset(Permission)
    assert not [
        each
        for each in ROLES[Role.READ_ONLY]
        if each.value.split(".")[1] in {"edit", "issue", "own", "import"}
    ]
