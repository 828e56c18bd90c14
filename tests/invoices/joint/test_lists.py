"""Lists of invoices know those of several orders by each of their orders."""

from __future__ import annotations

import csv
import io

import pytest

from salesapp.core.db import db
from salesapp.invoices.actions.joining import invoice_together
from tests.invoices.stage import free_draft, issued, order_of


@pytest.fixture
def three(house, finn):
    """An invoice of two orders, one of a third, one of none; and a fourth order that waits."""
    orders = [order_of(house) for _ in range(4)]
    joint = invoice_together(orders[:2], by=finn)
    joint.issue(by=finn)
    alone = issued(house, orders[2])
    free = free_draft(house)
    free.issue(by=finn)
    db.session.commit()
    return orders, joint, alone, free


def shown(page, records):
    return [each.number for each in records if f">{each.number}<" in page]


def test_the_filter_finds_it_by_each_of_its_orders(three, as_user):
    orders, joint, alone, free = three
    finn = as_user("finn")

    def found(condition):
        return shown(finn.get(f"/invoices?filter={condition}").text, (joint, alone, free))

    assert found(f"order:equals:{orders[0].id}") == found(f"order:equals:{orders[1].id}") == [joint.number]
    assert found(f"order:one-of:{orders[1].id},{orders[2].id}") == [joint.number, alone.number]
    assert found(f"order:none-of:{orders[1].id}") == [alone.number, free.number]
    assert found("order:filled") == [joint.number, alone.number]
    assert found("order:empty") == [free.number]


def test_its_orders_have_an_invoice(three, as_user):
    orders = three[0]
    finn = as_user("finn")
    assert shown(finn.get("/orders?filter=has(invoices)").text, orders) == [
        each.number for each in orders[:3]
    ]
    assert shown(finn.get("/orders?filter=none(invoices)").text, orders) == [orders[3].number]


def test_a_field_of_its_orders_finds_it(three, as_user):
    orders, joint, alone, free = three
    orders[1].customer_reference = "Frame 7"
    db.session.commit()
    page = as_user("finn").get("/invoices?filter=order.customer_reference:equals:Frame 7").text
    assert shown(page, (joint, alone, free)) == [joint.number]


def test_the_file_names_each_of_its_orders(three, as_user):
    orders, joint, alone, _free = three
    file = as_user("ada").get("/exports/invoices.csv").text.removeprefix("\ufeff")
    rows = {row["Number"]: row["Order"] for row in csv.DictReader(io.StringIO(file))}
    assert rows == {
        joint.number: f"{orders[0].number}, {orders[1].number}",
        alone.number: orders[2].number,
    }
