"""A customer, a price book and a quote to play with."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.paper.document import DocumentLanguage
from salesapp.customers.models import Account, Contact
from salesapp.opportunities.models import Opportunity
from salesapp.people.models import User
from salesapp.products.models import PriceBook, PriceBookEntry, Product, TaxRate
from salesapp.quotes.actions import send_quote, write_quote
from salesapp.quotes.mailing import Letter, proposed_letter
from salesapp.quotes.models import Quote

GOODS = {"P-1": ("Pump", "100"), "P-2": ("Pipe 3 m", "19.99"), "P-3": ("Installation", "80.5")}


def stage(people: dict[str, User]) -> SimpleNamespace:
    """Account with a contact, two tax rates, three products in a book with a step at 10, everything committed."""
    full, low = (
        TaxRate(name="VAT 19%", percent=Decimal(19), is_default=True),
        TaxRate(name="VAT 7%", percent=Decimal(7)),
    )
    book = PriceBook(name="List", currency="EUR", is_default=True)
    account = Account(
        name="Echo Foods", billing_street="Ring 1", billing_city="Köln", owner_id=people["ada"].id
    )
    db.session.add_all([full, low, book, account])
    db.session.flush()
    contact = Contact(family_name="Meyer", given_name="Eva", email="eva@echo.example", account_id=account.id)
    products = {code: Product(code=code, name=name, unit="pcs") for code, (name, _) in GOODS.items()}
    products["P-2"].tax_rate_id = low.id
    db.session.add_all([contact, *products.values()])
    db.session.flush()
    for code, (_name, price) in GOODS.items():
        db.session.add(PriceBookEntry(price_book=book, product=products[code], price=Decimal(price)))
    db.session.add(
        PriceBookEntry(price_book=book, product=products["P-1"], from_quantity=Decimal(10), price=Decimal(90))
    )
    company().currency = "EUR"
    db.session.commit()
    return SimpleNamespace(
        people=people,
        account=account,
        contact=contact,
        book=book,
        full=full,
        low=low,
        **products_by_name(products),
    )


def products_by_name(products: dict[str, Product]) -> dict[str, Product]:
    return {"pump": products["P-1"], "pipe": products["P-2"], "work": products["P-3"]}


def draft(
    house: SimpleNamespace, by: str = "ada", *, lines: tuple[str, ...] = ("pump", "pipe"), **values: Any
) -> Quote:
    """A draft for Echo Foods with a line of each of these products."""
    quote = write_quote(
        Quote(
            account_id=house.account.id, contact_id=house.contact.id, language=DocumentLanguage.EN, **values
        ),
        by=house.people[by],
    )
    for name in lines:
        quote.add_product(getattr(house, name), by=house.people[by])
    db.session.commit()
    return quote


def sent(house: SimpleNamespace, by: str = "ada", *, letter: Letter | None = None, **values: Any) -> Quote:
    """A quote that was sent without an e-mail."""
    quote = draft(house, by, **values)
    send_quote(quote, letter or Letter("", "", ""), by=house.people[by])
    db.session.commit()
    return quote


def mailed(house: SimpleNamespace) -> Quote:
    quote = draft(house)
    send_quote(quote, proposed_letter(quote, by=house.people["ada"]), by=house.people["ada"])
    db.session.commit()
    return quote


def opportunity_with_lines(house: SimpleNamespace, by: str = "ada") -> Opportunity:
    found = Opportunity.open_new(
        name="Rollout", account=house.account, contact=house.contact, by=house.people[by]
    )
    found.add_line(house.pump, quantity=10, by=house.people[by])
    found.add_line(house.pipe, quantity=3, discount=5, by=house.people[by])
    db.session.commit()
    return found


def again(quote: Quote) -> Quote:
    """The quote as it is in the database now."""
    set_viewer(SYSTEM)
    db.session.expire_all()
    return db.session.scalars(select(Quote).where(Quote.id == quote.id)).one()
