"""What a quote that begins with a template is taxed at: what was chosen, as long as that is still an ordinary rate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.products.models import TaxRate
from salesapp.products.taxes.categories import TaxCategory
from salesapp.quotes.quote_templates import shelf
from salesapp.quotes.quote_templates.filling import fill
from salesapp.records.views.offered import Audience
from tests.quotes.stage import again, draft

FRENCH = "FR40303265045"


@pytest.fixture
def template(house):
    """A text line and a charge, both at the lower rate of two."""
    ada = house.people["ada"]
    quote = draft(house, lines=("pump",))
    words = {"quantity": Decimal(1), "unit_price": Decimal(20), "discount": Decimal(0)}
    quote.change_line(
        quote.add_text("Handbook", by=ada), by=ada, **words, description="Handbook", tax_rate=house.low
    )
    quote.adjust("Postage", Decimal(15), by=ada, is_charge=True, tax_rate=house.low)
    kept = shelf.save(quote, "Set", Audience.MINE, by=ada)
    db.session.commit()
    return kept


def taxes_of_one_begun_with(template, house):
    quote = draft(house, lines=())
    fill(quote, template, by=house.people["ada"])
    db.session.commit()
    made = again(quote)
    return [each.tax for each in made.lines], [each.tax for each in made.agreed]


def test_a_text_and_a_charge_keep_the_lower_rate_that_was_chosen(house, template):
    assert taxes_of_one_begun_with(template, house) == ([19, 7], [7])


def test_a_rate_that_has_ended_is_proposed_anew(house, template):
    house.low.valid_to = date(2020, 1, 1)
    db.session.commit()
    assert taxes_of_one_begun_with(template, house) == ([19, 19], [19])


def test_without_any_rate_a_charge_is_taxed_no_more_than_the_lines(house, template):
    for rate in (house.low, house.full):
        rate.valid_to, rate.is_default = date(2020, 1, 1), False
    db.session.commit()
    assert taxes_of_one_begun_with(template, house) == ([0, 0], [0])


def test_a_customer_in_another_country_is_taxed_at_nothing_whatever_was_chosen(house, template):
    company().country, house.account.billing_country, house.account.tax_number = "DE", "FR", FRENCH
    within = TaxRate(name="Within the EU", percent=Decimal(0), category=TaxCategory.INTRA_COMMUNITY)
    db.session.add(within)
    db.session.commit()
    assert taxes_of_one_begun_with(template, house) == ([0, 0], [0])
