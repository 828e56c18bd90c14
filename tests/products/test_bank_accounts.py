"""Bank accounts: which one is used for which currency, how it is written, and what may be set up."""

from __future__ import annotations

from typing import Any

import pytest

from salesapp.core.access import SYSTEM
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.products.bank_accounts.models import (
    BankAccount,
    account_for,
    accounts_for,
    settle_bank_account,
)
from salesapp.records.recycle_bin.acts import delete, restore

IBAN = "DE02 1203 0000 0000 2020 51"


def opened(
    name: str, currency: str | None = None, number: str = "0532013000", *, by: Any = SYSTEM, **values: Any
) -> BankAccount:
    """A saved account."""
    account = BankAccount(name=name, currency=currency, account_number=number, **values)
    settle_bank_account(account, by=SYSTEM)
    db.session.add(account)
    db.session.flush()
    return account


@pytest.fixture
def own(app):
    company().currency = "EUR"
    return company()


def test_a_document_is_paid_to_the_account_of_its_currency_else_to_that_for_any(own):
    assert account_for("USD") is None
    euro = opened("Euro", "EUR")
    assert [account_for(each) for each in ("EUR", "USD")] == [euro, euro]
    rest = opened("Rest")
    assert [account_for(each) for each in ("EUR", "USD")] == [euro, rest]
    opened("Old dollars", "USD")
    dollars = opened("Dollars", "USD", is_default=True)
    assert [account_for(each) for each in ("EUR", "USD", "CNY")] == [euro, dollars, rest]
    assert accounts_for(["CNY", "USD", "JPY"]) == [rest, dollars]


def test_each_currency_has_one_default(own, cast):
    first, other = opened("First", "EUR", is_default=True), opened("Dollars", "USD", is_default=True)
    second = opened("Second", "EUR", is_default=True)
    assert [each.is_default for each in (first, other, second)] == [False, True, True]
    other.currency = "EUR"
    settle_bank_account(other, by=cast["root"])
    assert [each.is_default for each in (first, other, second)] == [False, True, False]


def test_a_default_that_was_restored_gives_way_to_the_one_in_its_place(own, cast):
    root = cast["root"]
    first = opened("First", "EUR", is_default=True)
    delete(first, by=root)
    second = opened("Second", "EUR", is_default=True)
    db.session.commit()
    assert account_for("EUR") == second
    restore(first, by=root)
    assert (first.is_default, account_for("EUR")) == (False, second)


def test_only_what_is_an_iban_is_called_one(own):
    german = opened("Main", number=IBAN, bic="BYLADEM1001", bank="Hausbank")
    assert german.lines() == ("Hausbank", f"IBAN {IBAN}", "BIC BYLADEM1001")
    chinese = opened(
        "上海",
        "CNY",
        "6222 0212 3456",
        bank="中国工商银行上海市分行",
        bank_code="102290000013",
        bic="ICBKCNBJ",
    )
    assert chinese.lines() == (
        "中国工商银行上海市分行",
        "Account 6222 0212 3456",
        "Bank code 102290000013",
        "SWIFT ICBKCNBJ",
    )


def test_slips_that_every_document_would_carry_are_refused(own):
    with pytest.raises(RuleBroken, match="valid IBAN"):
        opened("Main", number="DE02 1203 0000 0000 2020 15")
    with pytest.raises(RuleBroken, match="valid BIC"):
        opened("Main", bic="BYLADEM")


def test_an_administrator_sets_accounts_up_and_others_do_not(as_user, own):
    root = as_user("root")
    answer = root.submit("/bank-accounts/new", name="Main", account_number=IBAN, is_default="y")
    assert answer.status_code == 303
    (account,) = db.session.query(BankAccount).all()
    assert (account.currency, account.is_default, account.has_iban) == (None, True, True)
    assert "Main" in root.get("/bank-accounts").text
    assert "/bank-accounts" in root.get("/setup").text
    assert as_user("ada").get("/bank-accounts/new").status_code in {403, 404}
