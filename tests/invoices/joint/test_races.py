"""Clerks who invoice the same orders together at the same moment, on both databases."""

from __future__ import annotations

from sqlalchemy import select

from salesapp.core.access import SYSTEM
from salesapp.core.db import db
from salesapp.invoices.actions import invoice_order
from salesapp.invoices.actions.joining import add_order, invoice_together
from salesapp.invoices.models import Invoice
from salesapp.orders.models import Order
from tests.invoices.stage import faults, order_of
from tests.invoices.test_races import at_once


def test_an_order_that_two_joint_invoices_want_is_on_one_of_them(app, house):
    keys = [order_of(house).id for _ in range(3)]

    def wanting(*mine: int):
        def act() -> str:
            orders = [db.session.get_one(Order, key) for key in mine]
            invoice = invoice_together(orders, by=SYSTEM)
            invoice.issue(by=SYSTEM)
            db.session.commit()
            return str(invoice.number)

        return act

    acts = [wanting(keys[0], keys[1]), wanting(keys[2], keys[1]), wanting(keys[1], keys[0])]
    answers = at_once(app, acts)
    assert [type(each) for each in answers].count(str) == 1
    assert len(db.session.scalars(select(Invoice)).all()) == 1
    assert faults() == {}


def test_an_order_that_joins_a_draft_while_it_is_issued_is_on_it_or_waits(app, house, finn):
    first, second = order_of(house), order_of(house)
    draft = invoice_order(first, by=finn).id
    key, whole = second.id, first.total + second.total
    alone = first.total

    def joining() -> None:
        invoice = db.session.get_one(Invoice, draft)
        add_order(invoice, db.session.get_one(Order, key), by=SYSTEM)
        db.session.commit()

    def issuing() -> None:
        db.session.get_one(Invoice, draft).issue(by=SYSTEM)
        db.session.commit()

    answers = at_once(app, [joining, issuing])
    invoice = db.session.get_one(Invoice, draft)
    assert invoice.payable in {alone, whole}
    assert (invoice.payable == whole) is (answers[0] is None)
    assert faults() == {}
