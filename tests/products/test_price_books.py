from datetime import date
from decimal import Decimal

import pytest

from salesapp.core.access import SYSTEM
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import timeline
from salesapp.core.registry import type_of
from salesapp.products.models import PriceBook, Product, TaxRate
from salesapp.products.queries import (
    default_tax_rate,
    entries_of,
    price_book_for,
    price_of,
    prices_everywhere,
    search_products,
)
from salesapp.records.editing import finish
from salesapp.records.recycle_bin import acts as recycle_bin
from salesapp.web.filters import event_sentence

DAY = date(2026, 5, 4)


def made(row):
    db.session.add(row)
    db.session.flush()
    return row


def saved(row):
    """As the forms and the import save it."""
    finish(type_of(row), row, by=SYSTEM)
    return made(row)


@pytest.fixture
def book(app):
    return made(PriceBook(name="Standard", currency="EUR", is_default=True))


@pytest.fixture
def pump(app):
    return made(Product(code="P-1", name="Pump", family="Pumps", unit="piece"))


def test_a_price_holds_from_its_quantity_on(book, pump):
    book.set_price(pump, Decimal(10), by=SYSTEM)
    book.set_price(pump, Decimal("8.5"), Decimal(10), by=SYSTEM)
    db.session.flush()
    paid = {
        quantity: price_of(pump, book, Decimal(quantity), DAY)
        for quantity in ("0.5", "1", "9.999", "10", "500")
    }
    assert paid == {"0.5": 10, "1": 10, "9.999": 10, "10": Decimal("8.5"), "500": Decimal("8.5")}


def test_setting_a_price_again_changes_it_and_both_histories_tell(app, book, pump):
    book.set_price(pump, Decimal(10), by=SYSTEM)
    db.session.flush()
    book.set_price(pump, Decimal("12.3450"), by=SYSTEM)
    book.set_price(pump, Decimal("12.345"), by=SYSTEM)
    db.session.flush()
    assert [entry.price for entry in book.entries] == [Decimal("12.345")]
    told = [event.particulars["price"] for event in timeline(book)]
    assert [Decimal(each["unit_price"][0]) for each in told] == [Decimal("12.345"), Decimal(10)]
    with app.test_request_context():
        assert event_sentence(timeline(book)[0]).endswith("to €12.345")
    assert [event.kind for event in timeline(pump)] == ["price_set", "price_set"]


@pytest.mark.parametrize(("price", "quantity", "field"), [("-1", "1", "price"), ("1", "0", "from_quantity")])
def test_a_price_that_cannot_be_is_refused(book, pump, price, quantity, field):
    with pytest.raises(RuleBroken) as refusal:
        book.set_price(pump, Decimal(price), Decimal(quantity), by=SYSTEM)
    assert refusal.value.field == field


def test_two_prices_never_hold_from_the_same_quantity(book, pump):
    book.set_price(pump, Decimal(10), by=SYSTEM)
    bulk = book.set_price(pump, Decimal(8), Decimal(10), by=SYSTEM)
    db.session.flush()
    with pytest.raises(RuleBroken):
        book.change_price(bulk, Decimal(7), Decimal(1), by=SYSTEM)
    book.change_price(bulk, Decimal(7), Decimal(20), by=SYSTEM)
    db.session.flush()
    assert price_of(pump, book, Decimal(20), DAY) == 7


def test_a_price_book_holds_on_its_first_and_last_day_only_between(app):
    spring = PriceBook(name="Spring", currency="EUR", valid_from=date(2026, 3, 1), valid_to=date(2026, 5, 31))
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1)]
    assert [spring.valid_on(day) for day in days] == [False, True, True, False]


def test_a_book_that_ends_before_it_begins_is_refused(app):
    with pytest.raises(RuleBroken):
        saved(PriceBook(name="Odd", currency="EUR", valid_from=date(2026, 3, 1), valid_to=date(2026, 2, 1)))


def test_the_new_default_of_a_currency_replaces_the_old_one(book):
    dollars = saved(PriceBook(name="Dollars", currency="USD", is_default=True))
    later = saved(PriceBook(name="Next", currency="EUR", is_default=True))
    db.session.flush()
    assert (book.is_default, dollars.is_default, later.is_default) == (False, True, True)


def test_defaults_one_after_the_other_live_together(app):
    first = saved(PriceBook(name="2026", currency="EUR", is_default=True, valid_to=date(2026, 12, 31)))
    second = saved(PriceBook(name="2027", currency="EUR", is_default=True, valid_from=date(2027, 1, 1)))
    assert price_book_for(None, "EUR", date(2026, 12, 31)) is first
    assert price_book_for(None, "EUR", date(2027, 1, 1)) is second


def test_a_book_with_prices_keeps_its_currency(book, pump):
    book.set_price(pump, Decimal(10), by=SYSTEM)
    db.session.flush()
    book.currency = "USD"
    with pytest.raises(RuleBroken) as refusal:
        finish(type_of(book), book, by=SYSTEM)
    assert refusal.value.field == "currency"


def test_the_customers_own_book_is_used_where_it_fits(book):
    class Customer:
        price_book_id: int | None = None
        currency: str | None = None

    own, customer = made(PriceBook(name="Partner", currency="EUR", valid_to=date(2026, 6, 30))), Customer()
    assert price_book_for(customer, None, DAY) is book
    customer.price_book_id = own.id
    assert price_book_for(customer, "EUR", DAY) is own
    assert price_book_for(customer, "EUR", date(2026, 7, 1)) is book
    assert price_book_for(customer, "USD", DAY) is None


def test_a_price_book_in_the_bin_gives_no_prices(book):
    own = made(PriceBook(name="Partner", currency="EUR"))
    recycle_bin.delete(own, by=SYSTEM)
    db.session.flush()
    assert price_book_for(None, "EUR", DAY) is book
    with pytest.raises(RuleBroken):
        recycle_bin.delete(book, by=SYSTEM)


def test_the_product_search_puts_what_the_book_sells_first(book, pump):
    made(Product(code="P-0", name="An older pump", active=True))
    made(Product(code="P-2", name="A pump of the past", active=False))
    book.set_price(pump, Decimal(10), by=SYSTEM)
    db.session.flush()
    found = search_products(book, "pump")
    assert [(offer.name, offer.price) for offer in found] == [
        ("Pump", Decimal(10)),
        ("An older pump", None),
    ]
    assert [offer.id for offer in search_products(book, "p-1")] == [pump.id]
    assert search_products(None, "100%") == []


def test_what_is_offered_before_anything_is_typed_follows_names_and_prices(book, pump):
    def offered():
        db.session.flush()
        return [(each.name, each.price) for each in search_products(book, "")]

    assert offered() == [("Pump", None)]
    book.set_price(pump, Decimal(10), by=SYSTEM)
    assert offered() == [("Pump", Decimal(10))]
    pump.name = "Pumps"
    made(Product(code="P-2", name="Anchor", active=True))
    assert offered() == [("Pumps", Decimal(10)), ("Anchor", None)]


def test_the_product_knows_its_prices_in_all_books(book, pump):
    other = made(PriceBook(name="Partner", currency="USD"))
    other.set_price(pump, Decimal(9), by=SYSTEM)
    book.set_price(pump, Decimal(10), by=SYSTEM)
    db.session.flush()
    assert [(entry.price_book.name, entry.price) for entry in prices_everywhere(pump)] == [
        ("Partner", 9),
        ("Standard", 10),
    ]
    assert entries_of(book, "nothing").total == 0
    assert [entry.product for entry in entries_of(book, "pum").entries] == [pump]


def test_a_code_means_one_product_even_in_the_bin(pump):
    with pytest.raises(RuleBroken) as refusal:
        saved(Product(code="P-1", name="Another"))
    assert refusal.value.field == "code"
    recycle_bin.delete(pump, by=SYSTEM)
    db.session.flush()
    with pytest.raises(RuleBroken, match="bin"):
        saved(Product(code="P-1", name="Another"))
    assert [saved(Product(code="", name=f"No code {n}")).code for n in range(2)] == [None, None]


def test_there_is_one_default_tax_rate(app):
    old = saved(TaxRate(name="Old", percent=Decimal(16), is_default=True))
    new = saved(TaxRate(name="New", percent=Decimal(19), is_default=True))
    db.session.flush()
    assert (old.is_default, default_tax_rate()) == (False, new)
    with pytest.raises(RuleBroken):
        saved(TaxRate(name="Absurd", percent=Decimal(101)))


def test_a_tax_rate_in_use_stays(pump):
    rate = made(TaxRate(name="Full", percent=Decimal(19)))
    pump.tax_rate_id = rate.id
    db.session.flush()
    with pytest.raises(RuleBroken, match="Pump"):
        recycle_bin.delete(rate, by=SYSTEM)


def test_the_list_of_products_says_what_one_costs_today(book, pump, as_user):
    made(Product(code="P-2", name="Without a price"))
    book.set_price(pump, Decimal("1234.5"), by=SYSTEM)
    db.session.commit()
    rows = as_user("root").get("/products").text
    assert rows.count("€1,234.50") == 1
    assert ">Price</th>" in rows.replace("\n", "")
