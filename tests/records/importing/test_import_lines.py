"""Prices and product lines in files: each row names what it belongs to, and comes back there."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import inspect, select

from salesapp.core.access import SYSTEM, acting_as, set_viewer
from salesapp.core.db import db
from salesapp.core.lines import file_type, line_types
from salesapp.core.registry import record_type, record_types
from salesapp.customers.models import Account
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.outcome import Outcome, State
from salesapp.opportunities.processes.models import default_process
from salesapp.people.models import User
from salesapp.products.models import PriceBook, Product
from salesapp.records.exporting.commands import export_command
from salesapp.records.exporting.files import csv_lines, everything
from salesapp.records.importing.commands import import_command
from tests.databases import PostgresDatabase, SqliteDatabase, connections_closed
from tests.records.importing.intake import bring_in, counts, reasons

MOVED = ("user", "account", "price_book", "product", "opportunity", "price_book_line", "opportunity_line")


def exported(key: str) -> list[dict[str, str]]:
    type_ = file_type(key)
    text = "".join(csv_lines(type_, everything(type_)))
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    return [{name: value for name, value in row.items() if not name.endswith("ID")} for row in rows]


def a_deal(name: str, account: Account, owner: int | None = None) -> Opportunity:
    deal = Opportunity(name=name, account=account, currency="EUR", owner_id=owner)
    deal.begin(default_process().open_stages[0], by=SYSTEM)
    db.session.add(deal)
    db.session.flush()
    return deal


@pytest.fixture
def sold(app: Flask) -> None:
    """Two products of one name in two books; deals whose amount follows the lines, does not, and was won."""
    pump, other = Product(name="Pump"), Product(name="Pump", code="P-2")
    resellers = PriceBook(name="Resellers", currency="EUR")
    acme = Account(name="Acme")
    db.session.add_all(
        (pump, other, resellers, PriceBook(name="List", currency="EUR", is_default=True), acme)
    )
    db.session.flush()
    for product, price, quantity in ((pump, "8.5", 1), (pump, "7.1234", 10), (other, "9", 1)):
        resellers.set_price(product, Decimal(price), Decimal(quantity), by=SYSTEM)
    follows, typed, won = (a_deal(name, acme) for name in ("Follows", "Typed", "Won"))
    for deal in (follows, typed, won):
        deal.add_line(pump, by=SYSTEM, quantity=Decimal("2.5"), unit_price=Decimal(100), discount=Decimal(10))
        deal.add_line(other, by=SYSTEM, quantity=3, unit_price=Decimal("0.5"))
        deal.add_line(pump, by=SYSTEM, quantity=1, unit_price=Decimal(7))
    typed.amount = 500_00
    won.close_as(State.WON, Outcome(closed_on=date(2025, 3, 4)), 200_00, by=SYSTEM)
    db.session.commit()


def amounts() -> dict[str, tuple[int | None, bool, int | None]]:
    return {
        each.name: (each.amount, each.amount_follows_lines, each.actual_amount)
        for each in db.session.scalars(select(Opportunity))
    }


def test_prices_and_product_lines_move_to_another_installation(
    sold: None, database: SqliteDatabase | PostgresDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = [exported("price_book_line"), exported("opportunity_line"), amounts()]
    assert amounts()["Follows"] == (233_50, True, None)
    for key in MOVED:
        CliRunner().invoke(export_command, [key, "--out", f"{key}.csv"], catch_exceptions=False)
    with connections_closed(db.engine):
        db.session.remove()
    database.put_back()
    for key in MOVED:
        result = CliRunner().invoke(import_command, [key, f"{key}.csv"], catch_exceptions=False)
        set_viewer(SYSTEM)
        assert "Refused: 0." in result.stdout, result.output
    assert [exported("price_book_line"), exported("opportunity_line"), amounts()] == before
    again = CliRunner().invoke(
        import_command, ["opportunity-line", "opportunity_line.csv"], catch_exceptions=False
    )
    assert "Unchanged: 9." in again.stdout
    set_viewer(SYSTEM)
    assert amounts() == before[2]


def test_a_price_list_mended_in_a_spreadsheet_changes_the_book(app: Flask) -> None:
    db.session.add_all((Product(name="Pump", code="P-1"), PriceBook(name="List", currency="EUR")))
    db.session.commit()
    text = "Price book,Product,Price\nList,P-1,8.5\nList,P-9,1\nOther,P-1,1\nList,P-1,-1\nList,P-1,\n"
    run = bring_in(text, "price_book_line")
    assert counts(run) == (1, 0, 0, 4)
    assert [reason for _row, _column, _value, reason in reasons(run)] == [
        "There is no record of the type Product called “P-9”.",
        "There is no record of the type Price book called “Other”.",
        "A price can’t be negative.",
        "Price is required.",
    ]
    assert counts(bring_in(text.splitlines()[0] + "\nList,Pump,9\n", "price_book_line")) == (0, 1, 0, 0)


def test_lines_go_into_the_deals_that_somebody_may_change(cast: dict[str, User]) -> None:
    acme = Account(name="Acme")
    db.session.add_all((acme, Product(name="Pump")))
    db.session.flush()
    a_deal("Mine", acme, cast["ada"].id)
    a_deal("Theirs", acme, cast["ben"].id)
    db.session.commit()
    text = "Opportunity,Product,Quantity,Unit price\nMine,Pump,2,10\nTheirs,Pump,2,10\n"
    run = bring_in(text, "opportunity_line", cast["ada"])
    assert (counts(run), reasons(run)[0][0]) == ((1, 0, 0, 1), 3)
    bring_in(text, "opportunity_line")
    with acting_as(cast["ada"]):
        assert [row["Opportunity"] for row in exported("opportunity_line")] == ["Mine"]
    assert len(exported("opportunity_line")) == 2


def test_whatever_has_lines_has_them_in_a_file(as_user, app: Flask) -> None:
    related = {each.key: inspect(each.model).relationships.keys() for each in record_types()}
    having = {key for key, names in related.items() if {"lines", "entries"} & set(names)}
    assert {each.owner.key for each in line_types() if each.owner} == having
    account = Account(name="Acme")
    db.session.add(account)
    db.session.flush()
    invoice = record_type("invoice").model(account_id=account.id, currency="EUR")
    line = file_type("invoice_line").model(
        description="Pumps, “large”", quantity=2, unit_price=Decimal("1.5"), net=3_00
    )
    invoice.lines.append(line)
    db.session.add(invoice)
    db.session.commit()
    finance = as_user("finn")
    heading, row = finance.get("/exports/invoice-lines.csv").text.strip().removeprefix("\ufeff").splitlines()
    told = dict(zip(heading.split(","), next(csv.reader([row])), strict=True))
    assert (told["Description"], told["Quantity"], told["Net"], told["Currency"]) == (
        "Pumps, “large”", "2.000", "3.00", "EUR",
    )  # fmt: skip
    assert "/exports/invoice-lines.csv" in finance.get("/invoices").text
