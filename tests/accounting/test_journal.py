"""The journal: what each event does to the accounts, to the cent, on both databases."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.orm import Session

from salesapp.accounting.audit import journal_faults
from salesapp.accounting.chart.models import LedgerAccount, chart_of_accounts
from salesapp.accounting.chart.roles import AccountRole, Scope
from salesapp.accounting.journal.book import balances
from salesapp.accounting.journal.entries import EntryKind
from salesapp.accounting.returns.vat import summary
from salesapp.core import clock
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.money.currencies import CurrencyRate
from salesapp.invoices.actions import (
    PaidBack,
    Part,
    Received,
    allocate,
    ask_down_payment,
    credit,
    record_payment,
    refund,
    reverse_payment,
    reverse_refund,
    reverse_write_off,
    write_off,
)
from salesapp.products.payment_terms.models import PaymentTerms
from salesapp.products.pricing import Percentage
from salesapp.products.taxes.categories import TaxCategory
from tests.accounting.stage import faults, journal, lines_of
from tests.invoices.careless import HAND, unguarded
from tests.invoices.stage import free_draft, issued, midday, order_of, paid

PLAIN = (("pump", "2", "0"), ("pipe", "1", "0"))
"""200.00 at 19 % and 19.99 at 7 %."""


def test_an_invoice_a_payment_and_a_credit_are_double_entries(house, finn):
    invoice = issued(house, order_of(house, PLAIN, discount="0"))
    paid(house, invoice, 10_000)
    credit(invoice, "One came back", quantities={invoice.lines[0].id: Decimal(1)}, by=finn)
    billed, credited, money = journal()
    assert lines_of(billed) == [
        ("receivables", "", 25_939),
        ("revenue", "7", -1999),
        ("revenue", "19", -20_000),
        ("output_tax", "7", -140),
        ("output_tax", "19", -3800),
    ]
    assert lines_of(credited) == [
        ("receivables", "", -11_900),
        ("revenue", "19", 10_000),
        ("output_tax", "19", 1900),
    ]
    assert lines_of(money) == [("bank", "", 10_000), ("receivables", "", -10_000)]
    assert faults() == []


def test_a_down_payment_is_no_revenue_until_the_final_invoice_deducts_it(house, finn):
    order = order_of(house, (("pump", "1", "0"),), discount="0")
    ask_down_payment(order, Percentage(Decimal(30)), by=finn).issue(by=finn)
    issued(house, order)
    first, last = journal()
    assert lines_of(first) == [
        ("receivables", "", 3570),
        ("advances", "19", -3000),
        ("output_tax", "19", -570),
    ]
    assert lines_of(last) == [
        ("receivables", "", 8330),
        ("revenue", "19", -10_000),
        ("advances", "19", 3000),
        ("output_tax", "19", -1900),
        ("output_tax", "19", 570),
    ]
    assert faults() == []


def test_what_is_given_up_paid_back_and_undone_is_booked_on_its_day(house, finn):
    invoice = issued(house, order_of(house, (("pump", "1", "0"),), discount="0"))
    payment = paid(house, invoice, 1900)
    write_off(invoice, "Bankrupt", by=finn)
    reverse_write_off(invoice, "Not yet", by=finn)
    free = record_payment(Received(500, "EUR", today_for()), account=house.account, by=finn)
    refund(free, PaidBack(200, today_for()), by=finn)
    reverse_payment(payment, "Bounced", by=finn)
    assert [(each.source.kind.value, each.debits) for each in journal()] == [
        ("invoice", 11_900),
        ("payment", 1900),
        ("payment", 500),
        ("payment", 1900),
        ("refund", 200),
        ("write_off", 10_000),
        ("write_off", 10_000),
    ]
    sums = {each.account.scope.role.value: each.net for each in balances(journal(), chart_of_accounts())}
    assert sums["receivables"] == 11_900 - 300
    assert sums["bank"] == 300
    assert sums["write_offs"] == 0
    assert faults() == []


def test_an_invoice_in_another_currency_leaves_a_gain_and_nothing_open(house, finn):
    day = today_for() - timedelta(days=3)
    db.session.add_all(
        [
            CurrencyRate(currency="USD", valid_from=day, rate=Decimal("0.9")),
            CurrencyRate(currency="USD", valid_from=today_for(), rate=Decimal("0.95")),
        ]
    )
    db.session.commit()
    with clock.travel(to=midday() - timedelta(days=3)):
        draft = free_draft(house, "pump", currency="USD")
        draft.lines[0].unit_price = Decimal(100)
        draft.issue(by=finn)
    paid(house, draft, 3333)
    late = record_payment(Received(8567, "USD", today_for()), account=house.account, by=finn)
    allocate(late, draft, 8567, by=finn)
    billed, *_rest = journal()
    assert lines_of(billed) == [
        ("receivables", "", 10_710),
        ("revenue", "19", -9000),
        ("output_tax", "19", -1710),
    ]
    sums = {each.account.scope.role.value: each.net for each in balances(journal(), chart_of_accounts())}
    assert sums["bank"] == 3166 + 8139  # 33.33 and 85.67 USD at 0.95
    assert sums["exchange_gains"] == -(3166 + 8139 - 10_710)
    assert sums["receivables"] == 0
    assert faults() == []


def test_what_is_paid_back_in_parts_leaves_nothing_behind_and_a_person_is_called_by_name(house, finn):
    db.session.add(CurrencyRate(currency="USD", valid_from=today_for(), rate=Decimal("0.95")))
    db.session.commit()
    draft = free_draft(house, "pump", currency="USD")
    draft.lines[0].unit_price = Decimal(100)
    draft.issue(by=finn)
    payment = record_payment(Received(100, "USD", today_for()), parts=[Part(draft, 33)], by=finn)
    for _third in range(2):
        refund(payment, PaidBack(33, today_for()), by=finn)
    person = record_payment(Received(100, "USD", today_for()), contact=house.contact, by=finn)
    refund(person, PaidBack(1, today_for()), by=finn)
    back = refund(person, PaidBack(99, today_for()), by=finn)
    reverse_refund(back, "Came back", by=finn)
    refund(payment, PaidBack(1, today_for()), by=finn)
    left: Counter[int] = Counter()
    for each in journal():
        if each.source.record_type == "payment":
            left[each.source.record_id] -= sum(
                line.amount for line in each.lines if line.scope.role is AccountRole.RECEIVABLES
            )
    assert left == {payment.id: 31, person.id: 95 - 1}  # what is left settles 0.33 USD, 0.31 EUR
    assert {each.source.customer for each in journal() if each.source.contact_id} >= {"Eva Meyer"}
    assert faults() == []


def test_a_payment_keeps_the_rate_of_its_day(house, finn):
    db.session.add(CurrencyRate(currency="USD", valid_from=today_for(), rate=Decimal("0.95")))
    db.session.commit()
    record_payment(Received(10_000, "USD", today_for()), account=house.account, by=finn)
    db.session.query(CurrencyRate).update({"rate": Decimal(2)})
    assert [each.debits for each in journal()] == [9500]


def test_an_account_is_found_by_the_closest_that_set_up_says(house):
    scope = Scope(AccountRole.REVENUE, TaxCategory.STANDARD, Decimal(19), "FR", None, "EUR")
    assert chart_of_accounts().account(scope).number == "4000"
    company().country = "DE"
    assert chart_of_accounts().account(scope).number == "4400"
    for country, number in (("FR", "4401"), (None, "4499")):
        own = scope._replace(country=country, currency=None)
        db.session.add(
            LedgerAccount(scope_key=own.key, role=own.role, category=own.category, percent=own.percent,
                          country=country, number=number)
        )  # fmt: skip
    db.session.flush()
    assert chart_of_accounts().account(scope).number == "4401"
    assert chart_of_accounts().account(scope._replace(country="US")).number == "4499"


def test_the_audit_finds_a_document_that_does_not_add_up(house):
    invoice = issued(house, order_of(house, (("pump", "1", "0"),), discount="0"))
    told = f"The invoice {invoice.number} does not add up."
    db.session.commit()
    corruption = 'UPDATE invoices SET taxes = \'[["19", 10000, 1900], ["7", 5, 0]]\''
    with Session(db.engine) as session:
        assert list(journal_faults(session)) == []
        for statement in (*unguarded(session), corruption):
            session.execute(text(statement), execution_options=HAND)
        assert list(journal_faults(session)) == [told]
        session.rollback()


def test_a_discount_for_paying_early_takes_net_and_tax_back_on_its_day(house, finn):
    terms = PaymentTerms(name="Skonto", days=30, discounts=[["2", 14]], parts=[])
    db.session.add(terms)
    db.session.flush()
    lines = (("pump", "1", "0", Decimal(100)), ("pipe", "10", "0", Decimal(20)))
    invoice = issued(house, order_of(house, lines, discount="0", payment_terms_id=terms.id))
    less = 238 + 428  # 2 % of 119.00 and of 214.00
    received = Received(invoice.payable - less, "EUR", today_for())
    payment = record_payment(received, parts=[Part(invoice, invoice.payable - less, discount=True)], by=finn)
    taken = next(each for each in journal() if each.source.kind is EntryKind.DISCOUNT)
    assert lines_of(taken) == [
        ("receivables", "", -less),
        ("discounts", "7", 400),
        ("discounts", "19", 200),
        ("output_tax", "7", 28),
        ("output_tax", "19", 38),
    ]
    assert [(row.base, row.tax) for row in summary(journal())] == [(9800, 1862), (19_600, 1372)]
    reverse_payment(payment, "Bounced", by=finn)
    assert [(row.base, row.tax) for row in summary(journal())] == [(10_000, 1900), (20_000, 1400)]
    assert faults() == []
