"""The account that an invoice is paid to: its currency's, or the one chosen as it is issued; then it stays."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.money.currencies import CurrencyRate
from salesapp.invoices.bank.layouts import guessed, layout_for, remember
from salesapp.invoices.e_invoices.of_document import e_invoice_of
from salesapp.invoices.legal_check.law import findings
from salesapp.invoices.statement.paper import _sheet
from salesapp.invoices.statement.queries import statements_of
from salesapp.products.bank_accounts.models import BankAccount
from salesapp.quotes.issued.papers import paper_of
from salesapp.quotes.paper import seller
from salesapp.records.tables.reading import read_table
from tests.invoices.bank.files import CSV
from tests.invoices.stage import free_draft, issued

EURO, SWISS = "DE02 1203 0000 0000 2020 51", "CH93 0076 2011 6238 5295 7"


@pytest.fixture
def accounts(house: SimpleNamespace) -> dict[str, BankAccount]:
    """One for any currency, a second one in euro, one in dollars."""
    made = {
        "any": BankAccount(name="Any", account_number=EURO, bank="Hausbank"),
        "swiss": BankAccount(name="Swiss", account_number=SWISS, currency="EUR"),
        "dollar": BankAccount(name="Dollar", account_number="0532013000", currency="USD", bic="CHASUS33"),
    }
    db.session.add_all([*made.values(), CurrencyRate(currency="USD", valid_from=day(), rate=Decimal(1))])
    db.session.commit()
    return made


def in_dollars(house: SimpleNamespace) -> Any:
    """An issued invoice in dollars."""
    draft = free_draft(house, currency="USD")
    draft.lines[0].unit_price = Decimal(5)
    draft.issue(by=house.people["finn"])
    db.session.commit()
    return draft


def day() -> Any:
    return today_for()


def test_paper_code_and_e_invoice_name_the_account_of_the_currency(house, accounts):
    euro, dollar = issued(house), in_dollars(house)
    assert [*euro.seller["bank"]] == [f"IBAN {SWISS}"]
    assert "CH9300762011623852957" in paper_of(euro).code
    assert [*dollar.seller["bank"]] == ["Account 0532013000", "SWIFT CHASUS33"]
    (paid_to,) = e_invoice_of(dollar).payment.accounts
    assert (paid_to.number, paid_to.bank, paper_of(dollar).code) == ("0532013000", "CHASUS33", "")
    assert seller().bank == (f"IBAN {SWISS}",)


def test_the_clerk_chooses_another_account_and_it_stays_whatever_is_set_up_later(house, accounts, as_user):
    draft = free_draft(house)
    db.session.commit()
    finn, page = as_user("finn"), f"/invoices/{draft.id}"
    sheet = finn.htmx(f"{page}/issue").text
    assert all(each in sheet for each in ("Paid to", EURO, SWISS))
    assert "0532013000" not in sheet
    finn.submit(f"{page}/issue", action=f"{page}/issue", account=str(accounts["any"].id), htmx=True)
    db.session.refresh(draft)
    assert [*draft.seller["bank"]] == ["Hausbank", f"IBAN {EURO}"]
    accounts["any"].account_number = "6222"
    db.session.commit()
    assert paper_of(draft).seller.bank == ("Hausbank", f"IBAN {EURO}")
    assert "DE02120300000000202051" in paper_of(draft).code


def test_an_account_in_another_currency_is_no_choice_by_any_door(house, accounts, as_user):
    draft = free_draft(house)
    db.session.commit()
    page = f"/invoices/{draft.id}/issue"
    answer = as_user("finn").submit(page, action=page, account=str(accounts["dollar"].id), htmx=True)
    db.session.refresh(draft)
    assert (answer.status_code, draft.is_issued) == (422, False)
    with pytest.raises(RuleBroken, match="“Dollar” isn’t for invoices in EUR"):
        draft.issue(by=house.people["finn"], pay_to=accounts["dollar"])


def test_the_check_says_where_no_account_takes_the_currency(house, accounts):
    draft = free_draft(house, currency="USD")
    said = lambda: [each.text for each in findings(draft) if each.rule == "PAID-TO"]  # noqa: E731
    assert said() == []
    for each in ("any", "dollar"):
        db.session.delete(accounts[each])
    db.session.flush()
    assert said() == ["No bank account takes USD. The invoice names “Swiss”, kept in EUR."]
    accounts["swiss"].currency = "CHF"
    db.session.flush()
    assert said() == ["No bank account takes USD, so the invoice names none."]
    db.session.delete(accounts["swiss"])
    db.session.flush()
    assert said() == []


def test_an_account_that_is_gone_by_now_is_not_replaced_in_silence(house, accounts, as_user):
    draft = free_draft(house)
    gone = accounts["any"].id
    for each in ("any", "dollar"):
        db.session.delete(accounts[each])
    db.session.commit()
    page = f"/invoices/{draft.id}/issue"
    finn = as_user("finn")
    assert "Paid to" not in finn.htmx(page).text
    answer = finn.submit(page, action=page, account=str(gone), htmx=True)
    db.session.refresh(draft)
    assert (answer.status_code, draft.is_issued) == (422, False)


def test_a_statement_names_the_account_of_each_currency_in_which_something_is_open(house, accounts):
    issued(house)
    statements = statements_of(house.account, day())
    ((_label, said),) = _sheet(house.account, statements, day())["payment"]
    assert said == f"IBAN {SWISS}"
    in_dollars(house)
    ((_label, said),) = _sheet(house.account, statements_of(house.account, day()), day())["payment"]
    assert said == f"EUR:\nIBAN {SWISS}\n\nUSD:\nAccount 0532013000\nSWIFT CHASUS33"


def test_a_table_of_the_bank_is_that_of_the_account_it_names(house, accounts):
    unnamed = read_table(CSV.encode())
    assert (guessed(unnamed).account, EURO.replace(" ", "") in CSV) == (SWISS, True)
    first, *rows = CSV.splitlines()
    named = {
        number: read_table("\n".join([f"{first};Konto", *(f"{row};{number}" for row in rows)]).encode())
        for number in ("DE02120300000000202051", "0532013000")
    }
    assert [(each.account, each.currency) for each in map(guessed, named.values())] == [
        (EURO, "EUR"),
        ("0532013000", "USD"),
    ]
    for table in named.values():
        assert layout_for(table) is None
        remember(guessed(table), table.columns)
    assert [layout_for(each).account for each in named.values()] == [EURO, "0532013000"]
