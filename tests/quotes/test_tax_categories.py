"""Why nothing is taxed: said once at the rate, kept with the lines, printed on paper, never changed afterwards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.invoices.actions import ask_down_payment, credit, invoice_order
from salesapp.invoices.actions.closing import cancel_rest
from salesapp.people.models import User
from salesapp.products.models import TaxRate, settle_tax_rate
from salesapp.products.pricing import Percentage, RateTotal
from salesapp.products.taxes.categories import TaxCategory
from tests.invoices.stage import faults, issued, order_of
from tests.quotes.stage import draft
from tests.quotes.test_untaxed import text_of

AE, E = TaxCategory.REVERSE_CHARGE, TaxCategory.EXEMPT
LINES = (("pump", "1", "0"), ("pipe", "2", "0"), ("work", "1", "0"))


@pytest.fixture
def house(house):
    """With two rates of 0 % that say why, at which pipes and work are taxed."""
    house.exempt = TaxRate(
        name="Medical",
        percent=Decimal(0),
        category=E,
        exemption_reason="Exempt under section 4",
        exemption_code="X-1",
    )
    house.reverse = TaxRate(name="Services abroad", percent=Decimal(0), category=AE)
    db.session.add_all([house.exempt, house.reverse])
    db.session.flush()
    house.pipe.tax_rate_id, house.work.tax_rate_id = house.exempt.id, house.reverse.id
    db.session.commit()
    return house


def test_each_category_is_a_row_of_its_own_with_its_reason_from_order_to_credit(house):
    order, finn = order_of(house, LINES, discount="0"), house.people["finn"]
    down = ask_down_payment(order, Percentage(Decimal(20)), by=finn)
    down.issue(by=finn)
    invoice = issued(house, order)
    note = credit(invoice, "All wrong", by=finn)
    assert [(row.category, row.base) for row in order.tax_rows] == [(AE, 8050), (E, 3998), ("S", 10000)]
    assert invoice.taxes[:2] == [
        ["0", 8050, 0, "AE", "Reverse charge: the customer owes the VAT", "VATEX-EU-AE"],
        ["0", 3998, 0, "E", "Exempt under section 4", "X-1"],
    ]
    for document in (order, down, invoice, note):
        words = text_of(document)
        assert "Tax 0% (Services abroad · Reverse charge)" in words
        assert "Reverse charge: the customer owes the VAT" in words
        assert "Exempt under section 4" in words
    assert faults() == {}


def test_down_payments_of_two_categories_of_nothing_are_each_deducted_from_their_own(house):
    """Each is less than what is left of its category, though that of services is more than all pipes."""
    finn = house.people["finn"]
    order = order_of(house, (("pipe", "2", "0"), ("work", "2", "0")), discount="0")
    ask_down_payment(order, Percentage(Decimal(30)), by=finn).issue(by=finn)
    pipe, work = order.lines
    order.fulfil({pipe.id: Decimal(2), work.id: Decimal(1)}, by=finn)
    db.session.commit()
    cancel_rest(order, "One day is enough", by=finn)
    db.session.commit()
    assert issued(house, order).payable == 3998 + 8050 - 1199 - 4830
    assert faults() == {}


def test_what_was_written_before_a_rate_said_why_stays_and_drafts_learn_it(house):
    house.exempt.category = None
    order = order_of(house, LINES, discount="0")
    invoice, quote = issued(house, order), draft(house, lines=("pipe",))
    house.exempt.category = E
    db.session.commit()
    assert [row.category for row in invoice.tax_rows] == [None, AE, TaxCategory.STANDARD]
    assert quote.tax_rows == [RateTotal(Decimal(0), 1999, 0)]
    quote.send(by=house.people["ada"])
    assert quote.tax_rows == [RateTotal(Decimal(0), 1999, 0, E)]
    assert faults() == {}


def test_the_picker_tells_rates_of_nothing_apart_and_leaves_out_what_is_over(house, as_user):
    over = TaxRate(name="Old full rate", percent=Decimal(16), category="S", valid_to=date(2020, 12, 31))
    db.session.add(over)
    quote, ada = draft(house, lines=("pipe", "work")), as_user("ada")
    page = ada.get(f"/quotes/{quote.id}").text
    assert "0% Medical · Exempt</option>" in page
    assert "0% Services abroad · Reverse charge</option>" in page
    assert "16%</option>" not in page
    quote.lines[0].tax_at(over)
    db.session.commit()
    assert ada.get(f"/quotes/{quote.id}").text.count("16%</option>") == 1


@pytest.mark.parametrize(
    ("percent", "category", "refusal"),
    [(0, None, "Choose why"), (0, "S", "Choose why"), (19, "AE", "Only the category")],
)
def test_a_rate_says_why_it_is_nothing_and_only_then(app, percent, category, refusal):
    rate = TaxRate(name="R", percent=Decimal(percent), category=category and TaxCategory(category))
    with pytest.raises(RuleBroken, match=refusal):
        settle_tax_rate(rate, by=User())


def test_a_rate_that_taxes_is_of_the_standard_category(app):
    rate = TaxRate(name="R", percent=Decimal(19))
    settle_tax_rate(rate, by=User())
    assert rate.category is TaxCategory.STANDARD


def test_parts_of_an_order_keep_each_category_apart(house):
    order, finn = order_of(house, LINES, discount="0"), house.people["finn"]
    first = invoice_order(order, by=finn, quantities={order.lines[1].id: Decimal(1)})
    assert [(row.category, row.base) for row in first.tax_rows] == [(E, 1999)]
    first.issue(by=finn)
    assert [(row.category, row.base) for row in issued(house, order).tax_rows] == [
        (AE, 8050),
        (E, 1999),
        (TaxCategory.STANDARD, 10000),
    ]
    assert faults() == {}
