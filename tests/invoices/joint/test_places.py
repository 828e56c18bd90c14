"""Orders whose goods went to several places: within one country they share an invoice, which names that country."""

from __future__ import annotations

import pytest

from salesapp.core.company import company
from salesapp.core.errors import RuleBroken
from salesapp.invoices.actions.joining import add_order, differences, invoice_together, remove_order
from salesapp.invoices.e_invoices.of_document import e_invoice_of
from tests.invoices.stage import order_of
from tests.invoices.test_delivery_addresses import LINES as GRAZ
from tests.invoices.test_delivery_addresses import PARTS, warehouse

VIENNA = "Lager Ost\nHafen 2\n1020 Wien\nAustria"


def test_goods_that_went_to_two_countries_are_invoiced_apart(german, finn):
    at_home = order_of(german)
    warehouse(german.account, is_default=True)
    abroad = order_of(german)
    assert differences([at_home, abroad]) == ["Country of delivery"]
    with pytest.raises(RuleBroken, match="Country of delivery"):
        invoice_together([at_home, abroad], by=finn)


def test_a_typed_address_abroad_keeps_an_order_apart_too(german, finn):
    draft = invoice_together([order_of(german), order_of(german)], by=finn)
    with pytest.raises(RuleBroken, match="Country of delivery"):
        add_order(draft, order_of(german, shipping_address=VIENNA), by=finn)


def test_two_places_in_one_country_abroad_share_an_invoice_that_names_the_country(german, finn):
    company().country = "DE"
    warehouse(german.account, is_default=True)
    first, second = order_of(german), order_of(german, shipping_address=VIENNA)
    assert first.shipping_address.split("\n") == GRAZ
    draft = invoice_together([first, second], by=finn)
    assert draft.shipping_address.split("\n") == [german.account.name, "Austria"]
    address = e_invoice_of(draft).delivery.address
    assert (address.country, address.city, address.lines) == ("AT", "", ())
    remove_order(draft, second, by=finn)
    assert (draft.shipping_address.split("\n"), draft.shipping_parts) == (GRAZ, PARTS)


def test_two_places_in_the_country_of_the_billing_address_share_an_invoice(german, finn):
    orders = [order_of(german, shipping_address=f"Werk {n}\nRing {n}\n5066{n} Köln") for n in (1, 2)]
    draft = invoice_together(orders, by=finn)
    assert draft.shipping_address == draft.billing_address
    assert e_invoice_of(draft).delivery.address.country == "DE"
