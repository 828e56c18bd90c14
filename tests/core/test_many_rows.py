"""Many rows put into a table past the session."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from salesapp.core.db import db
from salesapp.core.flushing.many_rows import FEW, insert_plain
from salesapp.search.models import SearchWord

COLUMNS = ("record_type", "word", "record_id")


@pytest.mark.parametrize("count", [1, 3 * FEW])
def test_what_the_database_refuses_is_told_as_of_any_other_statement(app, count):
    rows = [("lead", "tab\tline\nback\\slash", number) for number in range(count)]
    insert_plain(db.session.connection(), SearchWord, COLUMNS, rows)
    there = select(func.count()).select_from(SearchWord).where(SearchWord.word == rows[0][1])
    assert db.session.scalar(there) == count
    with pytest.raises(IntegrityError), db.session.begin_nested():
        insert_plain(db.session.connection(), SearchWord, COLUMNS, rows)
    assert db.session.scalar(there) == count
    db.session.rollback()
