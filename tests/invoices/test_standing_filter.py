"""Invoices filtered by how they stand: the database says of each what the invoice says of itself."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.invoices.actions import credit, unallocate, write_off
from salesapp.invoices.mailing import mark_sent
from salesapp.invoices.models import Invoice, Standing
from salesapp.invoices.models.standing_filter import NOT_YET_DUE, UNPAID, asked_for, stands
from tests.invoices.stage import anew, free_draft, issued, paid


@pytest.fixture
def one_of_each(house):
    """An invoice in each standing, and one whose payment was allocated and taken away again."""
    finn = house.people["finn"]
    with clock.travel(to=clock.now() - timedelta(days=60)):
        issued(house)
    free_draft(house)
    issued(house)
    paid(house, issued(house), 100)
    partly = issued(house)
    credit(partly, "One came back", by=finn, quantities={partly.lines[0].id: Decimal(1)})
    paid(house, issued(house))
    credit(issued(house), "Wrong address", by=finn)
    write_off(issued(house), "Insolvent", by=finn)
    emptied = issued(house)
    unallocate(paid(house, emptied), emptied, "A mistake", by=finn)
    db.session.commit()
    anew()


def ids(standings: str) -> set[int]:
    return set(db.session.scalars(select(Invoice.id).where(stands(standings))))


def test_each_invoice_is_found_by_its_own_standing_alone(one_of_each):
    own = {each.id: each.standing for each in db.session.scalars(select(Invoice))}
    assert set(own.values()) == set(Standing)
    for standing in Standing:
        assert ids(standing) == {key for key, each in own.items() if each is standing}, standing
    assert ids(asked_for(*UNPAID)) == {key for key, each in own.items() if each in UNPAID}
    assert ids("nonsense") == set()


def test_the_list_and_the_desk_show_what_is_unpaid(one_of_each, as_user):
    finn, all_of_them = as_user("finn"), db.session.scalars(select(Invoice)).all()
    for standings in (UNPAID, (Standing.PAID,)):
        page = finn.get(f"/invoices?standing={asked_for(*standings)}").text
        shown = {each.number for each in all_of_them if each.number and f">{each.number}<" in page}
        assert shown == {each.number for each in all_of_them if each.standing in standings}
    desk = finn.get("/finance").text
    due = [each for each in all_of_them if each.standing in NOT_YET_DUE]
    assert f"{len(due)} invoices" in desk
    assert f"standing={asked_for(*NOT_YET_DUE)}" in desk


def test_the_list_shows_what_was_issued_and_never_sent(house, as_user):
    first, second = issued(house), issued(house)
    mark_sent(first, by=house.people["finn"])
    db.session.commit()
    finn = as_user("finn")
    assert "/invoices?sent=no" in finn.get("/invoices").text
    page = finn.get("/invoices?sent=no").text
    assert second.number in page
    assert first.number not in page
