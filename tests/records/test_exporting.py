"""An export is sent as it is read: the first line at once, and between two pages nothing is held open."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import event, insert

from salesapp.core.db import db
from salesapp.leads.models import Lead
from salesapp.records.exporting import files
from salesapp.records.exporting.workbook import workbook

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


def test_a_workbook_begins_before_its_last_record_is_read_and_keeps_every_kind_of_value():
    texts = ["=1+1", " two\nlines\r\n", "<&>\"'", "王\x0b", "x" * 40_000]
    values = [*texts, 12, Decimal("1234567.891"), date(2026, 5, 4), date(1899, 1, 2), None]
    read: list[int] = []

    def rows():
        for number in range(20_000):
            read.append(number)
            yield [number, *values[:4]]
        yield [20_000, *values]

    pieces = workbook("Leads: a/b", ["Number", *map(str, range(len(values)))], rows())
    first = next(pieces)
    assert (len(first) > 0, len(read) < 20_000) == (True, True)
    sheet = load_workbook(BytesIO(first + b"".join(pieces))).worksheets[0]
    assert (sheet.title, sheet.max_row) == ("Leads  a b", 20_002)
    kept = [cell.value for cell in sheet[20_002]]
    wanted = [20_000, *texts[:3], "王", "x" * 32_767, 12, 1234567.891, datetime(2026, 5, 4), "1899-01-02"]  # noqa: DTZ001
    assert kept == [*wanted, None]
    assert sheet["B20002"].data_type == "s"
