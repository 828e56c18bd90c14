from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.people.models import User
from salesapp.products.bank_accounts.models import BankAccount
from tests.quotes.stage import stage


@pytest.fixture
def house(app: Flask, cast: dict[str, User]) -> SimpleNamespace:
    """The customer, the goods and the people of tests/quotes/stage.py."""
    return stage(cast)


@pytest.fixture
def finn(house: SimpleNamespace) -> Any:
    """The clerk of finance."""
    return house.people["finn"]


@pytest.fixture
def german(house: SimpleNamespace) -> SimpleNamespace:
    """The seller is in Cologne and has all that invoices need; so has the customer."""
    own = company()
    own.name, own.street, own.postal_code, own.city, own.country = (
        "Waagen GmbH",
        "Ring 4",
        "50667",
        "Köln",
        "DE",
    )
    own.tax_number, own.email, own.phone = "DE136695976", "rechnung@waagen.example", "+49 221 5550"
    db.session.add(
        BankAccount(name="Hausbank", account_number="DE02 1203 0000 0000 2020 51", bank="Hausbank")
    )
    own.register_number, own.legal_lines = "HRB 4711", "Amtsgericht Köln\nGeschäftsführerin Ada Müller"
    account = house.account
    account.billing_postal_code, account.billing_country = "50667", "DE"
    account.invoice_email, account.buyer_reference = "invoices@echo.example", "04011000-12345-03"
    db.session.commit()
    return house
