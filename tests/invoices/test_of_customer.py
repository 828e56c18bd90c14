"""What an account owes, at the head of its page."""

from __future__ import annotations

import re
from datetime import timedelta

from salesapp.core import clock
from salesapp.web.filters import money_short
from tests.invoices.stage import issued


def test_an_account_says_what_it_owes_and_what_of_it_is_late(house, as_user):
    invoice, finn = issued(house), as_user("finn")
    owed = money_short(invoice.payable, "EUR")
    page = finn.get(f"/accounts/{house.account.id}").text
    assert re.search(rf"Unpaid</span>\s*<span class=\"figure-value\">{owed}<", page)
    with clock.travel(clock.now() + timedelta(days=90)):
        assert f"{owed} overdue" in as_user("finn").get(f"/accounts/{house.account.id}").text
    assert "Unpaid" not in as_user("mia").get(f"/accounts/{house.account.id}").text
