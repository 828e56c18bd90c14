"""An export is sent as it is read: the first line at once, and between two pages nothing is held open."""

from __future__ import annotations

import pytest
from sqlalchemy import event, insert

from salesapp.core.db import db
from salesapp.leads.models import Lead
from salesapp.records.exporting import files

MANY = 2 * files.PAGE + 100


@pytest.fixture
def many_leads(cast):
    rows = [{"name": f"Lead {n}", "owner_id": cast["ada"].id, "status": "new"} for n in range(MANY)]
    db.session.execute(insert(Lead), rows)
    db.session.commit()


@pytest.fixture
def open_transactions(app):
    """How many transactions are open on the database at this moment."""
    count = [0]

    def begun(_connection):
        count[0] += 1

    def ended(_connection):
        count[0] -= 1

    for name, hook in (("begin", begun), ("commit", ended), ("rollback", ended)):
        event.listen(db.engine, name, hook)
    yield count
    for name, hook in (("begin", begun), ("commit", ended), ("rollback", ended)):
        event.remove(db.engine, name, hook)


def test_a_long_list_is_sent_page_by_page_and_holds_no_transaction(as_user, many_leads, open_transactions):
    ada = as_user("ada")
    db.session.rollback()
    open_transactions[0] = 0
    answer = ada.get("/exports/leads.csv")
    assert (answer.status_code, answer.is_streamed) == (200, True)
    lines, held = [], []
    for line in answer.response:
        lines.append(line)
        held.append(open_transactions[0])
    assert len(lines) == MANY + 1
    assert set(held) == {0}, "while somebody's network takes its time"
    names = {line.decode().split(",")[2] for line in lines[1:]}
    assert len(names) == MANY, "each of them once"


def test_who_is_let_go_meanwhile_gets_no_more(as_user, many_leads, cast):
    answer = as_user("ada").get("/exports/leads.csv")
    lines = iter(answer.response)
    taken = [next(lines) for _ in range(10)]
    cast["ada"].active = False
    db.session.commit()
    assert len(taken) + len(list(lines)) == files.PAGE + 1


def test_a_workbook_is_whole(as_user, many_leads):
    answer = as_user("ada").get("/exports/leads.xlsx")
    assert answer.data[:2] == b"PK"
