"""A row that this transaction holds is not read again; whatever ends the lock ends that."""

from __future__ import annotations

from salesapp.core.db import db
from salesapp.invoices.locking import hold, keep_hold, lock
from tests.invoices.stage import free_draft
from tests.statements import statements


def asked(record) -> int:
    with statements() as ran:
        hold(record)
    return len(ran)


def test_a_row_is_locked_once_in_a_transaction(house):
    draft = free_draft(house)
    db.session.commit()
    assert draft.id
    lock(draft)
    assert asked(draft) == 0
    with db.session.begin_nested():
        assert asked(draft) == 0
    db.session.commit()
    assert draft.id
    assert asked(draft) == 1


def test_a_savepoint_that_is_taken_back_lets_go_of_what_it_locked(house):
    draft = free_draft(house)
    db.session.commit()
    assert draft.id
    savepoint = db.session.begin_nested()
    assert (asked(draft), asked(draft)) == (1, 0)
    savepoint.rollback()
    assert draft.id
    assert (asked(draft), asked(draft)) == (1, 0)


def test_what_was_made_in_this_transaction_nobody_else_has(house):
    draft = free_draft(house)
    db.session.commit()
    assert draft.id  # its transaction begins
    keep_hold(draft)
    assert asked(draft) == 0
