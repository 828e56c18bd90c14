from decimal import Decimal

import pytest
from sqlalchemy import select

from salesapp.core.access import SYSTEM
from salesapp.core.db import db
from salesapp.products.models import PriceBook, PriceBookEntry, Product


@pytest.fixture
def book(app):
    book = PriceBook(name="Standard", currency="EUR", is_default=True)
    db.session.add_all([book, Product(code="P-1", name="Pump"), Product(code="P-2", name="Pipe")])
    db.session.flush()
    return book


def prices(book):
    db.session.expire_all()
    rows = db.session.scalars(select(PriceBookEntry).where(PriceBookEntry.price_book_id == book.id))
    return sorted((row.product.name, row.from_quantity, row.price) for row in rows)


def test_a_manager_adds_changes_and_removes_a_price_on_the_books_page(book, as_user):
    ben, page = as_user("ben"), f"/price-books/{book.id}"
    answer = ben.submit(
        page, action=f"{page}/prices", htmx=True, product_text="Pump", from_quantity="1", price="1,234.5"
    )
    assert answer.status_code == 200
    assert "Pump was added to the price book." in answer.text
    assert prices(book) == [("Pump", 1, Decimal("1234.5"))]
    entry = f"{page}/prices/{db.session.scalar(select(PriceBookEntry.id))}"
    assert ben.submit(page, action=entry, from_quantity="5", price="1k").status_code == 303
    assert prices(book) == [("Pump", 5, 1000)]
    assert ben.submit(page, action=f"{entry}/remove", htmx=True).status_code == 200
    assert prices(book) == []


def test_what_was_typed_wrongly_is_shown_again(book, as_user):
    ben, page = as_user("ben"), f"/price-books/{book.id}"
    answer = ben.submit(
        page, action=f"{page}/prices", htmx=True, product_text="Pimp", from_quantity="1", price="x"
    )
    assert answer.status_code == 422
    assert "Pimp" in answer.text
    ben.submit(page, action=f"{page}/prices", product_text="Pump", from_quantity="1", price="10")
    ben.submit(page, action=f"{page}/prices", product_text="Pump", from_quantity="5", price="9")
    entry = db.session.scalar(select(PriceBookEntry.id).where(PriceBookEntry.from_quantity == 5))
    answer = ben.submit(page, action=f"{page}/prices/{entry}", from_quantity="1", price="8")
    assert answer.status_code == 422
    assert "already" in answer.text
    assert prices(book) == [("Pump", 1, 10), ("Pump", 5, 9)]


def test_a_price_is_set_from_the_products_page(book, as_user):
    pump = db.session.scalar(select(Product).where(Product.name == "Pump"))
    ben = as_user("ben")
    answer = ben.submit(
        f"/products/{pump.id}/price", htmx=True, book=str(book.id), price="12.5", from_quantity="1"
    )
    assert answer.status_code == 200
    assert "€12.50" in answer.text
    assert "€12.50" in ben.get(f"/products/{pump.id}").text
    assert ben.submit(f"/products/{pump.id}/price", price="-3").status_code == 422


def test_a_rep_sees_prices_and_changes_none(book, as_user):
    ada, page = as_user("ada"), f"/price-books/{book.id}"
    assert f"{page}/prices" not in ada.get(page).text
    assert ada.post(f"{page}/prices").status_code in {400, 403}


def test_a_long_book_is_searched(book, as_user):
    for number in range(60):
        part = Product(code=f"X{number}", name=f"Part {number:02}")
        db.session.add(part)
        db.session.flush()
        book.set_price(part, Decimal(number), by=SYSTEM)
    ada, page = as_user("ada"), f"/price-books/{book.id}"
    assert "Showing the first 50 of 60." in ada.get(page).text
    found = ada.get(f"{page}?q=part 57").text
    assert "Part 57" in found
    assert "Part 01" not in found


@pytest.mark.parametrize(
    "path", ["/products", "/products/new", "/price-books", "/price-books/new", "/tax-rates", "/tax-rates/new"]
)
def test_the_standard_screens_open(book, as_user, path):
    assert as_user("root").get(path).status_code == 200


def test_a_product_is_made_with_the_generic_form(app, as_user):
    ben = as_user("ben")
    assert ben.submit("/products/new", code="A", name="Anvil").status_code == 303
    answer = ben.submit("/products/new", code="A", name="Another anvil")
    assert answer.status_code == 422
    assert "belongs to Anvil" in answer.text
