"""Issuing: the day, the number, the frozen words, the chain; and the database that refuses every change afterwards."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

from salesapp.core import clock
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.invoices.actions import credit, invoice_order
from salesapp.invoices.models import Allocation, CreditNote, CreditNoteLine, Invoice, InvoiceLine, Payment
from salesapp.invoices.models.ledger import START, canonical, chained
from salesapp.records.recycle_bin import acts as recycle_bin
from tests.invoices.stage import faults, free_draft, issued, order_of, paid

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_numbers_follow_each_other_in_their_year(house, finn):
    numbers = []
    for moment in (NOON, NOON, NOON + timedelta(days=60)):
        with clock.travel(to=moment):
            draft = free_draft(house)
            draft.issue(by=finn)
            numbers.append(draft.number)
            db.session.commit()
    assert numbers == ["INV-2026-00001", "INV-2026-00002", "INV-2027-00001"]
    assert faults() == {}


def test_a_draft_has_no_number_and_a_refused_one_takes_none(house, finn):
    draft = free_draft(house)
    assert draft.number is None
    company().locked_until = today_for()
    with pytest.raises(RuleBroken, match="books are closed"):
        draft.issue(by=finn)
    company().locked_until = None
    draft.issue(by=finn)
    assert draft.number.endswith("00001")


def test_days_follow_each_other_within_a_series(house, finn):
    with clock.travel(to=NOON):
        free_draft(house).issue(by=finn, on=date(2026, 11, 20))
        with pytest.raises(RuleBroken, match="The last number was issued on 20 Nov 2026"):
            free_draft(house).issue(by=finn, on=date(2026, 11, 19))
        with pytest.raises(RuleBroken, match="can’t be in the future"):
            free_draft(house).issue(by=finn, on=date(2026, 11, 22))
        free_draft(house).issue(by=finn, on=date(2026, 11, 20))


def test_the_due_day_is_the_days_to_pay_later(house, finn):
    draft = free_draft(house, payment_days=14)
    with clock.travel(to=NOON):
        draft.issue(by=finn)
    assert draft.due_on == date(2026, 12, 5)


def test_what_cannot_be_issued(house, finn):
    draft = free_draft(house)
    recycle_bin.delete(draft, by=finn)
    with pytest.raises(RuleBroken, match="in the recycle bin"):
        draft.issue(by=finn)
    recycle_bin.restore(draft, by=finn)
    draft.issue(by=finn)
    with pytest.raises(RuleBroken, match="already been issued"):
        draft.issue(by=finn)
    with pytest.raises(RuleBroken, match="Only a draft can be deleted"):
        recycle_bin.delete(draft, by=finn)
    empty = free_draft(house)
    for line in list(empty.lines):
        empty.remove_line(line, by=finn)
    with pytest.raises(RuleBroken, match="at least one line"):
        empty.issue(by=finn)


def test_a_draft_stays_in_the_bin_when_others_took_its_quantities(house, finn):
    order = order_of(house)
    draft = invoice_order(order, by=finn)
    recycle_bin.delete(draft, by=finn)
    issued(house, order)
    with pytest.raises(RuleBroken, match="can still be invoiced"):
        recycle_bin.restore(draft, by=finn)


def test_the_parties_are_kept_as_they_were(house, finn):
    company().name, house.account.tax_number = "We Ltd", "DE1"
    invoice = issued(house)
    company().name, house.account.tax_number = "They Ltd", "DE2"
    assert (invoice.seller["name"], invoice.buyer["tax_number"]) == ("We Ltd", "DE1")
    assert json.loads(invoice.canonical)["seller"]["name"] == "We Ltd"


def test_each_document_is_chained_to_the_one_before(house, finn):
    first, second = issued(house), issued(house)
    note = credit(first, "Wrong", by=finn)
    hashes = [START]
    for document in (first, second, note):
        assert document.previous_hash == hashes[-1]
        assert document.hash == chained(hashes[-1], canonical(document))
        hashes.append(document.hash)
    assert [first.position, second.position, note.position] == [1, 2, 3]
    assert faults() == {}


# --- The database refuses -----------------------------------------------------------------------

SEALED = (Invoice, InvoiceLine, CreditNote, CreditNoteLine, Payment, Allocation)


@pytest.fixture
def sealed(house, finn):
    """One issued row of each kind."""
    invoice = issued(house)
    paid(house, invoice, 100)
    credit(invoice, "Wrong", by=finn)
    db.session.commit()


def refused(statement: str) -> None:
    with pytest.raises(DatabaseError, match=r"never changed|keep their lines"):
        db.session.execute(text(statement), execution_options={"unscoped": "a script that forgets to ask"})
    db.session.rollback()


@pytest.mark.parametrize("model", SEALED, ids=lambda model: model.__tablename__)
def test_no_column_of_an_issued_row_is_changed_and_no_row_deleted(sealed, model):
    for column in inspect(model).local_table.columns:
        if column.name != "id":
            refused(f"UPDATE {model.__tablename__} SET {column.name} = {column.name}")
    refused(f"DELETE FROM {model.__tablename__}")


def test_no_line_is_added_to_or_moved_into_what_was_issued(house, sealed, finn):
    for lines, parent in (("invoice_lines", "invoice_id"), ("credit_note_lines", "credit_note_id")):
        columns = ", ".join(
            column.name
            for column in (InvoiceLine if lines == "invoice_lines" else CreditNoteLine).__table__.columns
            if column.name != "id"
        )
        refused(f"INSERT INTO {lines} ({columns}) SELECT {columns} FROM {lines}")
        refused(f"UPDATE {lines} SET {parent} = {parent}")
    draft = free_draft(house)
    refused(f"UPDATE invoice_lines SET invoice_id = 1 WHERE invoice_id = {draft.id}")


@pytest.mark.postgres_only
def test_no_table_is_emptied(sealed):
    for model in SEALED:
        if model not in (InvoiceLine, CreditNoteLine):
            refused(f"TRUNCATE {model.__tablename__} CASCADE")


@pytest.mark.corrupts
def test_drafts_may_be_changed_by_anything(house):
    draft = free_draft(house)
    for statement in ("UPDATE invoices SET notes = 'x'", "DELETE FROM invoice_lines"):
        db.session.execute(text(statement), execution_options={"unscoped": "a draft is no document yet"})
    db.session.commit()
    db.session.expire_all()
    assert (draft.notes, draft.lines) == ("x", [])
