"""Old addresses of pages."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/setup/doubles", "/setup/duplicates"),
        ("/leads/hand-over?key=1&key=2", "/leads/change-owner?key=1&key=2"),
        ("/payments/7/take-back", "/payments/7/reverse"),
        ("/bank?page=2", "/bank-statements?page=2"),
        ("/bank/statements/7", "/bank-statements/7"),
        ("/bank/bookings/7/match", "/bank-statements/bookings/7/match"),
        ("/invoices/7/e-invoice.xml", "/invoices/7.xml"),
        ("/credit-notes/7/e-invoice.xml", "/credit-notes/7.xml"),
    ],
)
def test_a_bookmark_of_an_old_address_leads_to_the_page(as_user, old, new):
    root = as_user("root")
    answer = root.get(old)
    assert (answer.status_code, answer.headers["Location"]) == (308, new)
    assert root.get("/setup/doubles/more").status_code == 404
