"""What an invoice of several orders says on paper, to programs and to the public page, and when it is sealed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from salesapp.core.db import db
from salesapp.invoices.actions import ask_down_payment, credit
from salesapp.invoices.actions.joining import invoice_together
from salesapp.invoices.e_invoices.of_document import e_invoice_of
from salesapp.invoices.paper import paper_of_credit_note, paper_of_invoice
from salesapp.products.pricing import Percentage
from tests.invoices.careless import HAND
from tests.invoices.stage import order_of


def joint(house, finn, **values):
    orders = [order_of(house, customer_reference=f"PO-{n}", **values) for n in (1, 2)]
    invoice = invoice_together(orders, by=finn)
    invoice.issue(by=finn)
    db.session.commit()
    return invoice, orders


def test_the_paper_has_a_heading_for_each_order_with_the_customers_reference(house, finn):
    invoice, orders = joint(house, finn)
    paper = paper_of_invoice(invoice)
    headings = [line.heading for line in paper.lines if line.heading]
    assert [heading.split(" · ")[1] for heading in headings] == ["your reference PO-1", "your reference PO-2"]
    assert all(order.number in heading for order, heading in zip(orders, headings, strict=True))
    assert "order" not in dict(paper.references)


def test_a_credit_note_has_the_headings_of_what_it_takes_back(house, finn):
    invoice, orders = joint(house, finn)
    note = credit(invoice, "Broken", quantities={invoice.lines[-1].id: Decimal(1)}, by=finn)
    (heading,) = [line.heading for line in paper_of_credit_note(note).lines]
    assert heading.startswith(f"Order {orders[1].number}")
    assert heading.endswith(" · your reference PO-2")


def test_goods_that_went_to_several_places_are_said_order_by_order(house, finn):
    first = order_of(house, shipping_address="Site A\nFirst street")
    second = order_of(house, shipping_address="Site B\nSecond street")
    invoice = invoice_together([first, second], by=finn)
    headings = [line.heading for line in paper_of_invoice(invoice).lines if line.heading]
    assert [heading.rpartition(" · ")[2] for heading in headings] == [
        "to Site A, First street",
        "to Site B, Second street",
    ]
    assert invoice.shipping_address == invoice.billing_address


def test_the_e_invoice_names_the_order_in_each_line_instead_of_once(house, finn):
    invoice, orders = joint(house, finn)
    said = e_invoice_of(invoice)
    assert (said.order_number, said.sales_order) == ("", "")
    assert [line.order_line for line in said.lines] == ["PO-1", "PO-1", "PO-2", "PO-2"]
    assert [line.note for line in said.lines] == [
        f"Order {order.number}" for order in orders for _line in order.lines
    ]


def test_a_reference_that_all_orders_share_is_said_once(house, finn):
    orders = [order_of(house, customer_reference="Frame 7") for _ in range(2)]
    said = e_invoice_of(invoice_together(orders, by=finn))
    assert said.order_number == "Frame 7"
    assert {line.order_line for line in said.lines} == {""}


def test_only_down_payments_of_orders_that_deduct_something_are_named(house, finn):
    orders = [order_of(house, (("pump", "2", "0"),)) for _ in range(2)]
    downs = [ask_down_payment(order, Percentage(Decimal(50)), by=finn) for order in orders]
    for down in downs:
        down.issue(by=finn)
    first, second = orders
    quantities = {first.lines[0].id: Decimal(1), second.lines[0].id: Decimal(2)}
    invoice = invoice_together(orders, quantities=quantities, by=finn)
    assert [each.number for each in e_invoice_of(invoice).preceding] == [downs[1].number]
    said = " ".join(each.label for each in paper_of_invoice(invoice).deducted)
    assert (str(downs[0].number) in said, str(downs[1].number) in said) == (False, True)


def test_the_shares_are_sealed_with_the_invoice_and_its_credit_note(house, finn):
    invoice, orders = joint(house, finn)
    note = credit(invoice, "Wrong", by=finn)
    db.session.commit()
    assert f'"shares_said":[[{orders[0].id},' in (invoice.canonical or "")
    assert f'"shares_said":[[{orders[0].id},' in (note.canonical or "")
    for table in ("invoice_orders", "credit_note_orders"):
        for statement in (f"UPDATE {table} SET position = 9", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError, match="keep their lines"):
                db.session.execute(text(statement), execution_options=HAND)
            db.session.rollback()


def test_the_pdf_of_a_long_one_is_printed(house, as_user, finn):
    goods = [("pump", "1", "0"), ("pipe", "2", "0")] * 12
    orders = [order_of(house, goods) for _ in range(2)]
    invoice = invoice_together(orders, by=finn)
    invoice.issue(by=finn)
    db.session.commit()
    answer = as_user("finn").get(f"/invoices/{invoice.id}.pdf")
    assert answer.mimetype == "application/pdf"
