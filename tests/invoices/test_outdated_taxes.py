"""A tax rate that was changed: drafts keep what they were written with, say so, and take it over with one press."""

from __future__ import annotations

from decimal import Decimal

from salesapp.core.db import db
from salesapp.invoices.legal_check.law import findings
from tests.invoices.stage import free_draft

SAID = "is now 20.5%. This draft still has 19%."


def test_a_draft_says_that_a_rate_has_changed_and_takes_it_over_with_one_press(house, as_user):
    invoice, finn = free_draft(house), as_user("finn")
    line = invoice.lines[0]
    line.tax_rate.percent = Decimal("20.5")
    db.session.commit()
    page, said = f"/invoices/{invoice.id}", finn.get(f"/invoices/{invoice.id}").text
    assert said.count(SAID) == 2  # at the totals, and in what is checked before it is issued
    assert any(SAID in each.text for each in findings(invoice))
    assert "selected>19%<" in said
    finn.submit(page, action=f"{page}/lines/{line.id}", quantity="2")
    assert SAID in finn.get(page).text
    finn.submit(page, action=f"{page}/tax-rates")
    db.session.expire_all()
    assert (line.tax, invoice.tax_shares[-1][0]) == (Decimal("20.5"), Decimal("20.5"))
    assert SAID not in finn.get(page).text
