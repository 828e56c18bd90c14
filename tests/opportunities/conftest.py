"""A customer, the default sales process and opportunities of two teams."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes import defaults
from salesapp.opportunities.processes.models import LossReason, SalesProcess, Stage, default_process
from salesapp.people.models import User
from salesapp.products.models import PriceBook, PriceBookEntry, Product


@pytest.fixture
def process(cast: dict[str, User]) -> SalesProcess:
    defaults.begin()
    db.session.commit()
    return default_process()


@pytest.fixture
def stages(process: SalesProcess) -> list[Stage]:
    return process.open_stages


@pytest.fixture
def account(process: SalesProcess) -> Account:
    found = Account(name="Acme")
    db.session.add(found)
    db.session.commit()
    return found


@pytest.fixture
def make(account: Account, cast: dict[str, User]) -> Callable[..., Opportunity]:
    """`make("Rollout", "ada", amount=…)`: an open opportunity of somebody in the cast, committed."""

    def opportunity(name: str = "Rollout", owner: str = "ada", **values: Any) -> Opportunity:
        person = cast[owner]
        made = Opportunity.open_new(
            **{"name": name, "account": account, "owner": person, "by": person} | values
        )
        db.session.commit()
        return made

    return opportunity


@pytest.fixture
def lost(process: SalesProcess) -> LossReason:
    return db.session.query(LossReason).filter_by(for_won=False).first()


@pytest.fixture
def product(process: SalesProcess) -> Product:
    book = PriceBook(name="List", currency="EUR", is_default=True)
    found = Product(code="W1", name="Widget", active=True)
    book.entries = [
        PriceBookEntry(product=found, from_quantity=1, price=100),
        PriceBookEntry(product=found, from_quantity=10, price=90),
    ]
    db.session.add_all([book, found])
    db.session.commit()
    return found
