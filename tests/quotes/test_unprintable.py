"""A character that no font here draws is told before the document leaves the house, on every way there."""

from __future__ import annotations

import pytest

from salesapp.core.db import db
from salesapp.invoices.models import CreditNote
from salesapp.orders.actions import write_order
from salesapp.orders.models import Order
from tests.invoices.stage import free_draft, issued
from tests.quotes.stage import draft

NOWHERE = "\U0010fffd"
SAYS = f"The PDF can’t show {NOWHERE} and prints 〓 instead."


@pytest.fixture
def drafts(house):
    """A quote, an order and an invoice, each with a line of goods."""
    ada = house.people["ada"]
    order = write_order(Order(account_id=house.account.id, owner_id=ada.id), by=ada)
    order.add_product(house.pump, by=ada)
    return [draft(house), order, free_draft(house)]


def test_the_draft_and_the_sheet_that_sends_it_say_what_cannot_be_printed(drafts, as_user):
    browser, sheets = as_user("root"), {"quote": "send", "invoice": "issue"}
    for document in drafts:
        page = f"/{document.record_type_key}s/{document.id}"
        ways = [page, *([f"{page}/{sheets[document.record_type_key]}"] if page.count("order") == 0 else [])]
        assert not any("can’t show" in browser.get(way).text for way in ways), page
        document.lines[0].description = f"Pump {NOWHERE}"
        db.session.commit()
        assert [SAYS in browser.get(way).text for way in ways] == [True] * len(ways), page


def test_typing_it_into_a_line_tells_at_once(drafts, as_user):
    quote = drafts[0]
    page = f"/quotes/{quote.id}"
    line = f"{page}/lines/{quote.lines[0].id}"
    answer = as_user("ada").submit(page, action=line, htmx=True, description=f"Pump {NOWHERE}")
    assert SAYS in answer.text


def test_a_credit_note_which_is_issued_at_once_refuses_it_in_its_reason(house, as_user):
    invoice, finn = issued(house), as_user("finn")
    sheet = f"/invoices/{invoice.id}/credit"
    refused = finn.submit(sheet, reason=f"Broken {NOWHERE}")
    assert (refused.status_code, SAYS in refused.text) == (422, True)
    assert db.session.query(CreditNote).count() == 0
    assert finn.submit(sheet, reason="Broken 坏了").status_code == 303
