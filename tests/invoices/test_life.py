"""The whole life of orders and their invoices, step by step in any order, with every invariant after each step."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from salesapp.core.access import SYSTEM
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.invoices.actions import (
    PaidBack,
    Part,
    Received,
    allocate,
    ask_down_payment,
    cancel_rest,
    close_order,
    credit,
    credit_amounts,
    credit_and_redraft,
    invoice_fulfilled,
    invoice_order,
    record_payment,
    refund,
    reverse_payment,
    reverse_refund,
    reverse_write_off,
    unallocate,
    write_off,
)
from salesapp.invoices.actions.reducing import reducible
from salesapp.invoices.bank.importing import import_statements
from salesapp.invoices.bank.models import BankBooking
from salesapp.invoices.bank.reading.entries import Entry, ReadStatement
from salesapp.invoices.bank.settling import confirm, match, reopen
from salesapp.invoices.early_discounts.allowed import allowed
from salesapp.invoices.early_discounts.taking import reverse_discount
from salesapp.invoices.models import CreditNote, Invoice, Payment, Refund
from salesapp.invoices.models.billing import billing_of, draft_of
from salesapp.invoices.recurring.models import RecurringInvoice
from salesapp.orders.amendments.actions import Wanted, add_line, amend, change_line, remove_line
from salesapp.orders.models import Order
from salesapp.products.payment_terms.models import PaymentTerms
from salesapp.products.pricing import Percentage
from salesapp.records.recycle_bin import acts as recycle_bin
from tests.invoices.joint.life import Joins
from tests.invoices.recurring.life import Recurs
from tests.invoices.stage import faults, order_of
from tests.invoices.test_settling import today

SHARES = st.sampled_from([Decimal(0), Decimal("0.001"), Decimal("0.333"), Decimal("0.5"), Decimal(1)])
PRICES = st.decimals(Decimal("0.0001"), Decimal(999), places=4)
EXTRA = st.sampled_from([Decimal(0), Decimal(1), Decimal("12.5"), Decimal(40)])
"""Of a discount in per cent, or a charge in money."""
AMOUNTS = st.integers(1, 40_000)
PICK = st.integers(0, 99)


class Life(Recurs, Joins, RuleBasedStateMachine):
    """One order of two tax rates. What a rule refuses changes nothing; what it allows keeps the books sound."""

    house: SimpleNamespace
    terms: int

    @initialize(
        prices=st.tuples(PRICES, PRICES, PRICES),
        quantities=st.tuples(*[st.decimals(Decimal("0.001"), Decimal(20), places=3)] * 3),
        discount=st.sampled_from(["0", "3.3", "50"]),
        currency=st.sampled_from(["EUR", "JPY", "KWD"]),
        special=st.tuples(EXTRA, EXTRA, EXTRA, EXTRA, st.booleans(), st.sampled_from([0, 5])),
    )
    def order(self, prices: Any, quantities: Any, discount: str, currency: str, special: Any) -> None:
        *agreed, returned, coin = special
        company().currency = currency
        goods = ("pump", "pipe", "work")
        if returned:  # at most a tenth of the pumps' worth comes back
            quantities, prices = (*quantities[:2], -quantities[0]), (*prices[:2], worth_returned(prices[0]))
        lines = [(*line[:2], "1.5", line[2]) for line in zip(goods, quantities, prices, strict=True)]
        kept = (Invoice, Payment, CreditNote, Refund, BankBooking, RecurringInvoice)
        self.before = {model: last(model) for model in kept}
        self.key = order_of(
            self.house,
            lines,
            discount=discount,
            currency=currency,
            agree=lambda order: self.agree(order, agreed),
            round_to=coin,
            payment_terms_id=self.terms,
        ).id

    def agree(self, order: Order, values: Any) -> None:
        """Discounts and charges on lines and on the order, whichever are not zero and leave something to pay."""
        boss, full, low = self.house.people["ben"], self.house.full, self.house.low
        pump, freight, packing, promotion = values
        if pump:
            order.adjust("Spring", pump, by=boss, is_percent=True, line=order.lines[0])
        if packing:
            order.adjust("Packing", packing, by=boss, is_charge=True, line=order.lines[1])
        if freight:
            order.adjust("Freight", freight, by=boss, is_charge=True, tax_rate=low)
        if promotion:
            order.adjust("Promotion", promotion, by=boss, is_percent=True, tax_rate=full)

    def teardown(self) -> None:
        db.session.rollback()

    def attempt(self, act: Any) -> None:
        """Commits what a rule of the domain allows; what it refuses leaves no trace."""
        try:
            act()
        except RuleBroken:
            db.session.rollback()
        else:
            db.session.commit()

    @property
    def the_order(self) -> Order:
        return db.session.get_one(Order, self.key)

    @property
    def clerk(self) -> Any:
        return self.house.people["finn"]

    def chosen(self, model: Any, pick: int, *criteria: Any) -> Any:
        """One of this life's rows; those of earlier lives must not decide what happens in this one."""
        mine = select(model).where(model.id > self.before[model], *criteria)
        found = db.session.scalars(mine.order_by(model.id)).all()
        return found[pick % len(found)] if found else None

    def of_lines(self, lines: Any, left: Any, shares: Any) -> dict[int, Decimal]:
        pairs = zip(lines, left, shares, strict=False)
        return {line.id: (quantity * share).quantize(Decimal("0.001")) for line, quantity, share in pairs}

    @rule(shares=st.tuples(SHARES, SHARES, SHARES))
    def invoice_a_part(self, shares: Any) -> None:
        order = self.the_order
        quantities = self.of_lines(order.lines, billing_of(order).quantities_left(), shares)
        self.attempt(lambda: invoice_order(order, quantities=quantities, by=self.clerk).issue(by=self.clerk))

    @rule()
    def invoice_the_rest(self) -> None:
        self.attempt(lambda: invoice_order(self.the_order, by=self.clerk))

    @rule(pick=PICK)
    def issue_or_delete_the_draft(self, pick: int) -> None:
        draft = self.chosen(Invoice, 0, Invoice.status == "draft", Invoice.deleted_at.is_(None))
        if draft is not None:
            act = recycle_bin.delete if pick % 3 == 0 else Invoice.issue
            self.attempt(lambda: act(draft, by=self.clerk))

    @rule(share=SHARES)
    def deliver_and_invoice(self, share: Decimal) -> None:
        order = self.the_order
        quantities = self.of_lines(order.lines, [line.quantity_open for line in order.lines], [share] * 3)
        self.attempt(lambda: order.fulfil(quantities, by=self.clerk))
        self.attempt(lambda: invoice_fulfilled(self.the_order, by=self.clerk).issue(by=self.clerk))

    @rule(percent=st.sampled_from(["0.01", "10", "33.3333", "100"]))
    def ask_for_a_down_payment(self, percent: str) -> None:
        asked = Percentage(Decimal(percent))
        self.attempt(lambda: ask_down_payment(self.the_order, asked, by=self.clerk).issue(by=self.clerk))

    @rule()
    def close_the_order(self) -> None:
        self.attempt(lambda: close_order(self.the_order, "Enough", by=self.clerk))

    @rule(pick=PICK, shares=st.tuples(SHARES, SHARES, SHARES), again=st.booleans())
    def credit_a_part(self, pick: int, shares: Any, again: bool) -> None:
        invoice = self.chosen(Invoice, pick, Invoice.status == "issued")
        if invoice is not None:
            quantities = self.of_lines(invoice.lines, [line.quantity for line in invoice.lines], shares)
            self.attempt(lambda: credit(invoice, "Wrong", quantities=quantities, again=again, by=self.clerk))

    @rule(pick=PICK, shares=st.tuples(SHARES, SHARES), gross=st.booleans())
    def credit_an_amount(self, pick: int, shares: Any, gross: bool) -> None:
        invoice = self.chosen(Invoice, pick, Invoice.status == "issued")
        if invoice is not None:
            left = zip(reducible(invoice), shares, strict=False)
            amounts = {each.key: int((each.total if gross else each.base) * part) for each, part in left}
            self.attempt(lambda: credit_amounts(invoice, "Less", amounts, gross=gross, by=self.clerk))

    @rule(pick=PICK)
    def credit_all(self, pick: int) -> None:
        invoice = self.chosen(Invoice, pick, Invoice.status == "issued")
        if invoice is not None:
            act = credit if pick % 2 else credit_and_redraft
            self.attempt(lambda: act(invoice, "Wrong", by=self.clerk))

    @rule(pick=PICK, amount=AMOUNTS)
    def pay(self, pick: int, amount: int) -> None:
        invoice = self.chosen(Invoice, pick, Invoice.status == "issued")
        if invoice is not None:
            received = Received(amount, invoice.currency, today())
            self.attempt(lambda: record_payment(received, invoice=invoice, by=self.clerk))

    @rule(amount=AMOUNTS, parts=st.lists(AMOUNTS, max_size=3), give_up=st.booleans())
    def pay_many(self, amount: int, parts: list[int], give_up: bool) -> None:
        bills = select(Invoice).where(Invoice.id > self.before[Invoice], Invoice.status == "issued")
        of = [
            Part(each, min(part, each.open_amount), give_up="Charges" if give_up else "")
            for each, part in zip(db.session.scalars(bills.order_by(Invoice.id)), parts, strict=False)
        ]
        if of:
            received = Received(amount, of[0].invoice.currency, today())
            self.attempt(lambda: record_payment(received, parts=of, by=self.clerk))

    @rule(pick=PICK, short=st.integers(-1, 1))
    def pay_early(self, pick: int, short: int) -> None:
        invoice = self.chosen(Invoice, pick, Invoice.status == "issued")
        may = None if invoice is None else allowed(invoice, today())
        if may is not None and invoice.open_amount > may.amount:
            part = max(1, invoice.open_amount - may.amount - short)
            received, of = Received(part, invoice.currency, today()), Part(invoice, part, discount=True)
            self.attempt(lambda: record_payment(received, parts=[of], by=self.clerk))

    @rule(pick=PICK)
    def a_discount_is_reversed(self, pick: int) -> None:
        invoice = self.chosen(Invoice, pick, Invoice.status == "issued")
        if invoice is not None:
            self.attempt(lambda: reverse_discount(invoice, "A mistake", by=self.clerk))

    @rule(pick=PICK, amount=AMOUNTS, kind=st.sampled_from([Payment, CreditNote]))
    def refund_what_is_free(self, pick: int, amount: int, kind: Any) -> None:
        source = self.chosen(kind, pick)
        if source is not None:
            amount = max(1, min(amount, source.free + pick % 2))  # sometimes one more than there is
            self.attempt(lambda: refund(source, PaidBack(amount, today()), by=self.clerk))

    @rule(pick=PICK)
    def a_refund_comes_back(self, pick: int) -> None:
        made = self.chosen(Refund, pick)
        if made is not None:
            self.attempt(lambda: reverse_refund(made, "Wrong account", by=self.clerk))

    @rule(pick=PICK, other=PICK, amount=AMOUNTS, kind=st.sampled_from([Payment, CreditNote]))
    def allocate_what_is_left(self, pick: int, other: int, amount: int, kind: Any) -> None:
        source, invoice = self.chosen(kind, pick), self.chosen(Invoice, other, Invoice.status == "issued")
        if source is not None and invoice is not None:
            self.attempt(lambda: allocate(source, invoice, amount, by=self.clerk))

    @rule(pick=PICK)
    def write_the_rest_off(self, pick: int) -> None:
        invoice = self.chosen(Invoice, pick, Invoice.status == "issued")
        if invoice is not None:
            self.attempt(lambda: write_off(invoice, "Gone", by=self.clerk))

    @rule(pick=PICK)
    def a_write_off_is_reversed(self, pick: int) -> None:
        invoice = self.chosen(Invoice, pick, Invoice.status == "issued")
        if invoice is not None:
            self.attempt(lambda: reverse_write_off(invoice, "A mistake", by=self.clerk))

    @rule(pick=PICK, other=PICK, kind=st.sampled_from([Payment, CreditNote]))
    def an_allocation_is_reversed(self, pick: int, other: int, kind: Any) -> None:
        source, invoice = self.chosen(kind, pick), self.chosen(Invoice, other, Invoice.status == "issued")
        if source is not None and invoice is not None:
            self.attempt(lambda: unallocate(source, invoice, "A mistake", by=self.clerk))

    @rule(pick=PICK, other=PICK, amount=AMOUNTS, give_up=st.booleans())
    def the_bank_brings_money(self, pick: int, other: int, amount: int, give_up: bool) -> None:
        invoice, payment = self.chosen(Invoice, pick, Invoice.status == "issued"), self.chosen(Payment, other)
        if invoice is None:
            return
        amount = payment.amount if payment is not None and amount % 3 == 0 else amount
        booking = booked(amount, invoice)
        db.session.commit()
        if payment is not None and amount == payment.amount:
            self.attempt(lambda: match(booking, payment, by=self.clerk))
        parts = [(invoice, min(amount, invoice.open_amount))]
        reason = "Charges" if give_up else ""
        self.attempt(lambda: confirm(booking, parts, by=self.clerk, anyway=True, give_up=reason))

    @rule(pick=PICK)
    def a_booking_is_opened_again(self, pick: int) -> None:
        booking = self.chosen(BankBooking, pick)
        if booking is not None:
            self.attempt(lambda: reopen(booking, by=self.clerk))

    @rule(pick=PICK)
    def a_payment_bounces(self, pick: int) -> None:
        payment = self.chosen(Payment, pick)
        if payment is not None:
            self.attempt(lambda: reverse_payment(payment, "Bounced", by=self.clerk))

    @rule(pick=PICK, quantity=st.sampled_from(["-1", "0.5", "3", "21"]), price=PRICES, what=PICK)
    def amend_order(self, pick: int, quantity: str, price: Decimal, what: int) -> None:
        order = self.the_order
        line = order.lines[pick % len(order.lines)]
        wanted = Wanted(line.description, Decimal(quantity), line.unit_price, line.discount, line.tax_rate)

        def act() -> None:
            boss = self.house.people["ben"]
            if what % 4 == 0:
                remove_line(order, line, by=boss)
            elif what % 4 == 1:
                add_line(order, replace(wanted, unit_price=price), by=boss)
            else:
                change_line(order, line, replace(wanted, unit_price=price) if what % 2 else wanted, by=boss)
            amend(order, "They called", by=boss)

        self.attempt(act)

    @rule(shares=st.tuples(SHARES, SHARES, SHARES))
    def deliver(self, shares: Any) -> None:
        order = self.the_order
        left = [line.quantity_open for line in order.lines]
        self.attempt(lambda: order.fulfil(self.of_lines(order.lines, left, shares), by=self.clerk))

    @rule(pick=PICK, shares=st.tuples(SHARES, SHARES, SHARES))
    def a_delivery_is_corrected(self, pick: int, shares: Any) -> None:
        order = self.the_order
        standing = [each for each in order.deliveries if each.stands]
        if standing:
            before = standing[pick % len(standing)]
            left = [line.quantity for line in order.lines]
            self.attempt(
                lambda: order.correct(before, self.of_lines(order.lines, left, shares), by=self.clerk)
            )

    @rule()
    def the_rest_is_cancelled(self) -> None:
        self.attempt(lambda: cancel_rest(self.the_order, "Discontinued", by=self.clerk))

    @rule()
    def cancel(self) -> None:
        with suppress(RuleBroken):
            self.the_order.cancel("No", by=self.clerk)
            assert draft_of(self.the_order) is None
        db.session.rollback()

    @precondition(lambda self: hasattr(self, "key"))
    @invariant()
    def the_books_are_sound(self) -> None:
        assert faults() == {}
        for invoice in db.session.scalars(select(Invoice)):
            assert 0 <= invoice.open_amount <= invoice.payable
        came = sum(each.amount for each in db.session.scalars(select(Payment)))
        came -= sum(each.amount for each in db.session.scalars(select(Refund)))
        assert came >= 0
        notes = db.session.scalars(select(CreditNote))
        payments = db.session.scalars(select(Payment))
        assert sum(each.free for each in [*notes, *payments]) <= came


def worth_returned(price: Decimal) -> Decimal:
    return (price / 10).quantize(Decimal("0.0001"))


def booked(amount: int, invoice: Invoice) -> BankBooking:
    """A booking of its own that a statement brings."""
    entry = Entry(today(), amount, invoice.currency, text=f"{invoice.number} {last(BankBooking)}")
    read = ReadStatement("DE89", invoice.currency, (entry,), opening=0, closing=amount)
    return import_statements([read], "a.xml", by=SYSTEM).statements[0].bookings[0]


def last(model: Any) -> int:
    return db.session.scalar(select(func.max(model.id))) or 0


def test_the_books_stay_sound_whatever_happens(house):
    terms = PaymentTerms(name="Early", days=30, discounts=[["12.5", 10]], parts=[])
    db.session.add(terms)
    db.session.commit()

    def machine() -> Life:
        life = Life()
        life.house, life.terms = house, terms.id
        return life

    checks = settings(max_examples=10, stateful_step_count=12, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=checks)
