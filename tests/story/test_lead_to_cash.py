"""The main job by links and forms alone, in both languages: a lead becomes a paid invoice."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.invoices.audit import audit
from salesapp.invoices.models import Invoice
from salesapp.leads.models import Lead
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes.defaults import begin
from salesapp.orders.models import Order
from salesapp.people.models import Language
from salesapp.products.models import PriceBook, Product, TaxRate
from salesapp.quotes.models import Quote


@pytest.fixture
def catalogue(cast):
    """A process, a price book, a tax and a product."""
    begin()
    tax = TaxRate(name="Standard", percent=Decimal(19), is_default=True)
    book = PriceBook(name="Standard", currency="EUR", is_default=True)
    product = Product(code="SC-1", name="Bench scale", active=True, unit="pc")
    db.session.add_all([tax, book, product])
    db.session.flush()
    book.set_price(product, Decimal("490.10"), by=cast["root"])
    db.session.commit()
    return product


def newest(model):
    """What the application has made last."""
    db.session.expire_all()
    return db.session.scalars(select(model).order_by(model.id.desc())).first()


@pytest.mark.parametrize("language", list(Language))
def test_a_lead_becomes_a_paid_invoice(catalogue, cast, as_user, client, language):
    for name in ("ada", "finn"):
        cast[name].locale = language
    ada, finn = as_user("ada"), as_user("finn")

    ada.submit(
        "/leads/quick",
        action="/leads/quick",
        name="Grace Whitfield",
        reach="+44 113 496 0111",
        about="Scales",
    )
    lead = newest(Lead)
    sheet = f"/leads/{lead.id}/convert"
    ada.submit(sheet, {"account": "new", "account-name": "Kestrel Foods Ltd"}, action=sheet)
    deal, account = newest(Opportunity), newest(Account)
    assert (account.name, deal.account_id, newest(Lead).is_converted) == (
        "Kestrel Foods Ltd",
        account.id,
        True,
    )

    line = f"/opportunities/{deal.id}/lines/new"
    ada.submit(line, {"product": str(catalogue.id), "quantity": "3"}, action=line)
    assert newest(Opportunity).amount == 147030

    ada.submit(f"/opportunities/{deal.id}/quotes/new", action=f"/opportunities/{deal.id}/quotes/new")
    quote = newest(Quote)
    ada.submit(f"/quotes/{quote.id}/send", {"to": ""}, action=f"/quotes/{quote.id}/send")
    assert newest(Quote).total == 174966
    link = ada.submit(f"/quotes/{quote.id}/link", action=f"/quotes/{quote.id}/link").text
    offer = re.search(r"/q/[\w-]+", link).group()
    assert client.get(offer).status_code == 200
    client.submit(offer, {"name": "Grace Whitfield"}, action=f"{offer}/accept")

    ada.submit(f"/quotes/{quote.id}", action=f"/quotes/{quote.id}/order")
    order = newest(Order)
    assert (order.number.split("-")[0], order.total) == ("ORD", 174966)
    billing = f"/orders/{order.id}/invoice"
    finn.submit(billing, {"then": "issue"}, action=billing)
    invoice = newest(Invoice)
    assert invoice.number.endswith("-00001")
    assert finn.get(f"/invoices/{invoice.id}.pdf").data.startswith(b"%PDF-")

    finn.submit(f"/payments/new?invoice={invoice.id}", action="/payments/new")
    assert newest(Invoice).open_amount == 0
    kinds = {event.kind for event in told(ada, account, deal)}
    assert {"lead_converted", "quote_sent", "quote_accepted", "order_confirmed", "invoice_issued"} <= kinds
    assert [finding.name for finding in audit() if not finding.good] == []


def told(ada, account, deal):
    """The events on the timelines; the pages that show them open."""
    from salesapp.core.events import timeline

    for path in (
        f"/accounts/{account.id}/timeline",
        f"/opportunities/{deal.id}/timeline",
        f"/leads/{deal.lead_id}/timeline",
    ):
        assert ada.htmx(path).status_code == 200
    return timeline(account)
