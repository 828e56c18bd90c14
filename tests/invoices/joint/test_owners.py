"""An invoice of several orders is seen by whoever has one of them; it is of somebody who has one that stays."""

from __future__ import annotations

import pytest

from salesapp.core.db import db
from salesapp.invoices.actions import credit
from salesapp.invoices.actions.joining import invoice_together, remove_order
from tests.invoices.stage import order_of


@pytest.fixture
def orders(house):
    """One of Ada's and one of a colleague's in another team."""
    orders = [order_of(house), order_of(house)]
    orders[1].owner_id = house.people["cora"].id
    db.session.commit()
    return orders


def test_the_owner_of_each_order_sees_the_invoice_and_its_credit_note(orders, finn, as_user):
    invoice = invoice_together(orders, by=finn)
    invoice.issue(by=finn)
    note = credit(invoice, "Wrong", by=finn)
    db.session.commit()
    cora = as_user("cora")
    assert f">{invoice.number}<" in cora.get("/invoices").text
    assert str(note.number) in cora.get(f"/invoices/{invoice.id}").text
    orders[1].owner_id = finn.id
    db.session.commit()
    assert cora.get(f"/invoices/{invoice.id}").status_code == 404


def test_a_draft_belongs_to_an_owner_of_the_orders_that_stay(orders, finn):
    draft = invoice_together(orders, by=finn)
    remove_order(draft, orders[0], by=finn)
    assert draft.owner_id == orders[1].owner_id
