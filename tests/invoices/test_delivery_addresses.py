"""Several delivery addresses of an account: chosen on a draft, kept in parts, printed and told to machines."""

from __future__ import annotations

from html import unescape
from typing import Any
from urllib.parse import quote

import pytest

from salesapp.core.access import SYSTEM
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.paper import sheet
from salesapp.customers.delivery_addresses.models import DeliveryAddress
from salesapp.invoices.e_invoices.of_document import e_invoice_of
from salesapp.orders.actions import write_order
from salesapp.orders.delivery_notes.paper import paper_of_delivery
from salesapp.orders.models import Order
from salesapp.quotes.issued.papers import paper_of
from salesapp.records.only_default import settle_default
from salesapp.records.recycle_bin import acts as recycle_bin
from tests.invoices.stage import issued, order_of

PARTS = {
    "name": "Lager Nord",
    "street": "Kai 7, Tor B",
    "city": "Graz",
    "state": "",
    "postal_code": "8010",
    "country": "AT",
}
LINES = ["Lager Nord", "Kai 7, Tor B", "8010 Graz", "Austria"]


def warehouse(account: Any, **values: Any) -> DeliveryAddress:
    """A saved address in Austria."""
    given: dict[str, Any] = {
        "name": "North",
        "recipient": "Lager Nord",
        "street": "Kai 7, Tor B",
        "city": "Graz",
        "postal_code": "8010",
        "country": "AT",
    }
    address = DeliveryAddress(account_id=account.id, **given | values)
    settle_default(address, by=SYSTEM)
    db.session.add(address)
    db.session.commit()
    return address


def test_the_default_address_is_on_new_documents_and_follows_them_in_its_parts(german):
    north = warehouse(german.account, is_default=True)
    order = order_of(german)
    assert (order.shipping_address.split("\n"), order.shipping_parts) == (LINES, PARTS)
    north.street = "Elsewhere"
    db.session.commit()
    invoice = issued(german, order)
    assert (invoice.shipping_address.split("\n"), invoice.shipping_parts) == (LINES, PARTS)
    said = e_invoice_of(invoice).delivery
    assert (said.name, said.address.lines, said.address.country) == ("Lager Nord", ("Kai 7, Tor B",), "AT")
    for document in (order, invoice):
        printed = sheet(paper_of(document))["receiver"]
        assert printed == {"label": "Deliver to", "name": LINES[0], "lines": LINES[1:]}


def test_an_account_has_one_default(german):
    first, second = (warehouse(german.account, name=each, is_default=True) for each in ("A", "B"))
    assert (first.is_default, second.is_default) == (False, True)


def test_a_default_that_was_replaced_in_the_bin_stays_replaced(german):
    first = warehouse(german.account, is_default=True)
    recycle_bin.delete(first, by=SYSTEM)
    second = warehouse(german.account, name="South", is_default=True)
    recycle_bin.restore(first, by=SYSTEM)
    db.session.commit()
    assert (first.is_default, second.is_default) == (False, True)


def test_a_rep_chooses_where_a_draft_goes_and_may_type_another_place(as_user, german):
    warehouse(german.account)
    order = Order(account_id=german.account.id, owner_id=german.people["ada"].id)

    write_order(order, by=german.people["ada"])
    db.session.commit()
    ada, page = as_user("ada"), f"/orders/{order.id}"
    assert sheet(paper_of(order))["receiver"] is None
    shown = ada.htmx(f"{page}/deliver-to").text
    assert "Lager Nord, Kai 7, Tor B, 8010 Graz" in shown
    ada.submit(f"{page}/deliver-to", place=str(german.account.delivery_addresses[0].id))
    db.session.refresh(order)
    assert order.shipping_parts["city"] == "Graz"
    assert "Graz" in ada.get(f"{page}/history").text
    typed = "Echo Foods\nHafen 1\n20457 Hamburg"
    ada.submit(f"{page}/edit", shipping_address=typed)
    db.session.refresh(order)
    assert (order.shipping_address.replace("\r", ""), order.shipping_parts) == (typed, None)
    assert ada.submit(f"{page}/deliver-to", place="999").status_code == 422


def test_whoever_leaves_a_draft_for_a_new_address_comes_back_to_it_with_that_chosen(as_user, german):
    warehouse(german.account)
    order = Order(account_id=german.account.id, owner_id=german.people["ada"].id)
    write_order(order, by=german.people["ada"])
    db.session.commit()
    ada, sheet_of = as_user("ada"), f"/orders/{order.id}/deliver-to"
    back = f"{sheet_of}?newest=1"
    page = f"/delivery-addresses/new?account={german.account.id}&back={quote(back, safe='/?')}"
    assert page in unescape(ada.htmx(sheet_of).text)
    refused = ada.submit(page, name="", city="Linz")
    assert (refused.status_code, quote(back, safe="/?") in refused.text) == (422, True)
    made = ada.submit(page, name="South", city="Linz", country="AT")
    assert (made.status_code, made.headers["Location"]) == (303, back)
    ada.submit(back, action=sheet_of)
    db.session.refresh(order)
    assert order.shipping_parts["city"] == "Linz"
    elsewhere = f"/delivery-addresses/new?account={german.account.id}&back=//evil.example/"
    assert ada.submit(elsewhere, name="West", country="AT").headers["Location"].startswith("/delivery-")


def test_only_a_draft_is_sent_elsewhere(german):
    order = order_of(german)
    with pytest.raises(RuleBroken):
        order.deliver_to(LINES, PARTS, by=german.people["ada"])


def test_the_paper_of_a_delivery_goes_to_the_chosen_address(german, finn):
    warehouse(german.account, is_default=True)
    order = order_of(german)
    order.fulfil({order.lines[0].id: order.lines[0].quantity}, by=german.people["ada"])
    db.session.commit()
    paper = paper_of_delivery(order.deliveries[0])
    assert (paper.buyer.name, paper.buyer.address) == (LINES[0], tuple(LINES[1:]))


def test_the_account_page_lists_its_addresses(as_user, german):
    warehouse(german.account, is_default=True)
    text = as_user("ada").get(f"/accounts/{german.account.id}").text
    assert "Lager Nord, Kai 7, Tor B, 8010 Graz, Austria" in text
    assert f"account={german.account.id}" in text
    assert company().country == "DE"


def test_they_can_be_filtered_by_who_looks_after_the_account(as_user, german):
    warehouse(german.account)
    answer = as_user("ada").htmx("/delivery-addresses/filters/condition?c-field=account.owner")
    assert (answer.status_code, "Ada" in answer.text) == (200, True)
