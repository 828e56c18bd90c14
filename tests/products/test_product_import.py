from decimal import Decimal

import pytest
from sqlalchemy import select

from salesapp.core.access import SYSTEM
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.products.importing import ProductImporter
from salesapp.products.models import PriceBook
from salesapp.products.queries import prices_everywhere


def imported(**values):
    product = ProductImporter().create(values, by=SYSTEM)
    db.session.flush()
    return product


def prices(product):
    return [
        (entry.price_book.name, entry.price_book.currency, entry.price)
        for entry in prices_everywhere(product)
    ]


def test_prices_of_a_file_begin_the_standard_price_book(app):
    basic, pro = (
        imported(name="GTX Basic", family="GTX", price=Decimal(550)),
        imported(name="GTX Pro", price=Decimal(4821)),
    )
    assert prices(basic) == [("Standard", "EUR", 550)]
    assert prices(pro) == [("Standard", "EUR", 4821)]
    assert len(db.session.scalars(select(PriceBook)).all()) == 1


def test_a_product_without_a_price_needs_no_book(app):
    assert prices(imported(name="GTX Basic")) == []


def test_an_existing_product_follows_the_row(app):
    basic, importer = imported(name="GTX Basic", price=Decimal(550)), ProductImporter()
    assert importer.update(basic, {"price": Decimal(560)}, by=SYSTEM)
    assert importer.update(basic, {"family": "GTX"}, by=SYSTEM)
    db.session.flush()
    assert not importer.update(basic, {"family": "GTX", "price": Decimal(560)}, by=SYSTEM)
    assert prices(basic) == [("Standard", "EUR", 560)]


def test_a_code_that_is_taken_is_refused(app):
    imported(name="GTX Basic", code="G1")
    with pytest.raises(RuleBroken, match="GTX Basic"):
        imported(name="GTX Pro", code="G1")
