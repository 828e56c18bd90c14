"""What is wrong with a sheet of finance is said all at once, and in the reader's own punctuation."""

from __future__ import annotations

from datetime import date

import pytest

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.invoices.actions import Received, record_payment
from salesapp.people.models import Language
from tests.invoices.stage import issued, order_of, paid


def test_a_share_and_an_amount_are_refused_beside_a_wrong_quantity_and_the_wrong_choice(house, as_user):
    order, finn = order_of(house), as_user("finn")
    page = f"/orders/{order.id}/invoice"
    line = f"line_{order.lines[0].id}"
    said = finn.submit(page, percent="30", amount="5", htmx=True, **{line: "many"}).text
    assert "Enter either a share or an amount, not both." in said
    assert said.count("error-summary") == 1
    assert f'href="#{line}"' in said or f'id="{line}-error"' in said
    assert 'id="what-error"' in said or "down payment" in said
    unread = finn.submit(page, percent="30", amount="much", htmx=True).text
    assert "Enter either a share or an amount, not both." in unread


def test_a_summary_in_chinese_has_chinese_colons(house, as_user):
    house.people["finn"].locale = Language.ZH
    db.session.commit()
    order, finn = order_of(house), as_user("finn")
    said = finn.submit(f"/orders/{order.id}/invoice", percent="30", amount="5", htmx=True).text
    summary = said[said.index("error-list") : said.index("</ul>", said.index("error-list"))]
    assert "：" in summary
    assert ": " not in summary


def test_a_wrong_day_is_told_beside_a_wrong_amount_of_money(house, as_user):
    invoice = issued(house)
    payment, finn = paid(house, invoice, invoice.payable + 500), as_user("finn")
    sheet = f"/payments/{payment.id}/refund"
    for amount, day in (("600", "2999-01-01"), ("0", "")):
        said = finn.submit(sheet, amount=amount, on=day, htmx=True).text
        for name in ("amount", "on"):
            assert f'id="{name}-error"' in said, (amount, name)


def test_a_payment_of_nothing_is_told_beside_everything_else(house, as_user):
    finn = as_user("finn")
    for amount in ("0", "-1"):
        said = finn.submit("/payments/new", amount=amount, reference="a" * 500, paid_on="").text
        for name in ("amount", "reference", "paid_on"):
            assert f'id="{name}-error"' in said, (amount, name)
    with pytest.raises(RuleBroken) as refused:
        record_payment(Received(0, "EUR", date(2999, 1, 1)), by=house.people["finn"])
    assert [each.field for each in refused.value.all] == ["account", "amount", "paid_on"]
