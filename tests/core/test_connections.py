"""How the databases are opened."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, text

from salesapp.core.db import db
from salesapp.core.money.currencies import CurrencyRate
from tests.statements import statements


@pytest.mark.postgres_only
def test_postgres_does_not_compile_our_statements(app):
    with db.engine.connect() as connection:
        connection.rollback()
        assert connection.scalar(text("SHOW jit")) == "off"


@pytest.mark.postgres_only
def test_a_request_outlives_the_connections_that_a_restarted_database_ended(as_user, database):
    browser = as_user("ada")
    assert browser.get("/more").status_code == 200
    database.restart()
    assert browser.get("/more").status_code == 200


def test_many_rows_go_in_by_one_statement_and_each_gets_its_own_id(app):
    first = [CurrencyRate(currency="USD", valid_from=date(2020, 1, 1), rate=Decimal(each)) for each in (1, 2)]
    first[1].currency = "CNY"
    db.session.add_all(first)
    db.session.flush()
    db.session.delete(first[1])
    days = [date(2021, 1, 1) + timedelta(days=(each * 37) % 400) for each in range(400)]
    made = [
        CurrencyRate(currency="USD", valid_from=day, rate=Decimal(place + 1))
        for place, day in enumerate(days)
    ]
    db.session.add_all(made)
    with statements() as ran:
        db.session.flush()
    assert sum("INSERT INTO currency_rates" in each for each in ran) == 1
    rows = db.session.execute(select(CurrencyRate.id, CurrencyRate.valid_from)).all()
    kept = {row.id: row.valid_from for row in rows}
    assert [kept[each.id] for each in made] == days
