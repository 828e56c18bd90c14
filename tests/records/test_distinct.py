"""Catalogue names and codes that differ in capitals alone are the same: refused with a sentence, by every door."""

from __future__ import annotations

from decimal import Decimal

import pytest

from salesapp.core import clock
from salesapp.core.access import SYSTEM
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.registry import record_type, type_of
from salesapp.opportunities.processes.models import LossReason
from salesapp.products.importing import standard_book
from salesapp.products.models import PriceBook, Product, TaxRate
from salesapp.records.editing import finish


def kept(row):
    db.session.add(row)
    db.session.commit()
    return row


def refused(row, sentence):
    with pytest.raises(RuleBroken) as told:
        finish(type_of(row), row, by=SYSTEM)
    assert (told.value.sentence, told.value.field) == (sentence, record_type(row.record_type_key).distinct)


ROWS = (
    (
        lambda name: TaxRate(name=name, percent=Decimal(19)),
        "Öffentlich 19%",
        "öffentlich 19%",
        "Öffentlich 7%",
    ),
    (lambda name: PriceBook(name=name, currency="EUR"), "Retail", "RETAIL", "Re-tail"),
    (lambda name: LossReason(name=name, for_won=False), "Too dear", "too Dear", "Too dear!"),
)


@pytest.mark.parametrize(
    ("make", "there", "same", "other"), ROWS, ids=["tax rate", "price book", "close reason"]
)
def test_a_name_in_other_capitals_is_the_same_name(app, make, there, same, other):
    first = kept(make(there))
    refused(make(same), f"There is already “{there}”. Upper and lower case make no difference.")
    finish(type_of(first), first, by=SYSTEM)
    first.name = same
    finish(type_of(first), first, by=SYSTEM)  # its own name may change its capitals
    second = make(other)
    finish(type_of(second), second, by=SYSTEM)
    kept(second).name = there
    refused(second, f"There is already “{same}”. Upper and lower case make no difference.")


def test_a_code_in_other_capitals_names_the_product_that_has_it(app):
    pump = kept(Product(name="Pump", code="CF-12"))
    refused(Product(name="Other", code="cf-12"), "“CF-12” belongs to Pump.")
    for code in ("CF-120", "CF 12", None, ""):
        finish(record_type("product"), Product(name="Other", code=code), by=SYSTEM)
    pump.deleted_at = clock.now()
    db.session.commit()
    refused(Product(name="Other", code="Cf-12"), "“CF-12” belongs to Pump, which is in the recycle bin.")


def test_rows_of_one_batch_are_compared_with_each_other(app):
    db.session.add(Product(name="Pump", code="CF-12"))
    with db.session.no_autoflush:
        refused(Product(name="Other", code="cf-12"), "“CF-12” belongs to Pump.")


def test_one_reason_may_win_and_lose(app):
    kept(LossReason(name="Our service", for_won=False))
    won = LossReason(name="our service", for_won=True)
    finish(type_of(won), won, by=SYSTEM)
    kept(won).for_won = False
    refused(won, "There is already “Our service”. Upper and lower case make no difference.")


def test_the_price_book_that_an_import_makes_finds_a_free_name(app):
    kept(PriceBook(name="standard", currency="XAF"))
    assert standard_book(by=SYSTEM).name.startswith("Standard ")


def test_the_form_says_so_beside_the_name(app, cast, as_user):
    kept(TaxRate(name="Reduced", percent=Decimal(7)))
    answer = as_user("root").submit("/tax-rates/new", name="REDUCED", percent="7")
    assert answer.status_code in {409, 422}
    assert "There is already “Reduced”" in answer.text
