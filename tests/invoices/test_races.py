"""Many hands at once, as real threads on both databases: numbers without gaps, nothing billed or settled twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from flask import Flask
from sqlalchemy import select

from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.customers.models import Account
from salesapp.invoices.actions import Received, credit, invoice_order, record_payment
from salesapp.invoices.models import CreditNote, Invoice, Payment
from salesapp.orders.amendments.actions import Wanted, amend, change_line
from salesapp.orders.models import Order
from salesapp.records.recycle_bin.acts import delete
from salesapp.web.guards import visible_or_404
from tests.invoices.stage import anew, faults, free_draft, issued, order_of
from tests.invoices.test_settling import today


class Stumbled(Exception):
    """Somebody's work fails after the number was taken."""


def at_once(app: Flask, acts: list[Callable[[], Any]]) -> list[Any]:
    """What the acts answer, or why they fail, when they start at the same moment, each in a session of its own."""
    db.session.commit()
    start, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int) -> None:
        with app.app_context():
            set_viewer(SYSTEM)
            start.wait()
            try:
                answers[place] = acts[place]()
            except (RuleBroken, Stumbled) as failure:
                answers[place] = failure
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    anew()
    return answers


def test_eight_clerks_issue_and_one_in_five_fails_without_a_gap(app, house):
    keys = [free_draft(house).id for _ in range(40)]

    def clerk(mine: list[int]) -> Callable[[], int]:
        def issue_all() -> int:
            done = 0
            for key in mine:
                db.session.get_one(Invoice, key).issue(by=SYSTEM)
                if key % 5 == 0:
                    db.session.rollback()
                    continue
                db.session.commit()
                done += 1
            return done

        return issue_all

    answers = at_once(app, [clerk(keys[n::8]) for n in range(8)])
    numbers = sorted(each for each in db.session.scalars(select(Invoice.number)) if each)
    assert sum(answers) == len(numbers) == len([key for key in keys if key % 5])
    assert [int(number.rpartition("-")[2]) for number in numbers] == list(range(1, len(numbers) + 1))
    assert faults() == {}


def test_invoices_and_credit_notes_issued_at_once_keep_one_chain(app, house):
    invoices = [issued(house).id for _ in range(4)]
    drafts = [free_draft(house).id for _ in range(4)]

    def crediting(key: int) -> Callable[[], None]:
        def act() -> None:
            credit(db.session.get_one(Invoice, key), "Wrong", by=SYSTEM)
            db.session.commit()

        return act

    def issuing(key: int) -> Callable[[], None]:
        def act() -> None:
            db.session.get_one(Invoice, key).issue(by=SYSTEM)
            db.session.commit()

        return act

    assert at_once(app, [*map(crediting, invoices), *map(issuing, drafts)]) == [None] * 8
    assert len(db.session.scalars(select(CreditNote)).all()) == 4
    assert faults() == {}


def test_clerks_who_invoice_the_same_order_make_one_invoice(app, house):
    key, total = (order := order_of(house)).id, order.total

    def press() -> str:
        invoice = invoice_order(db.session.get_one(Order, key), by=SYSTEM)
        invoice.issue(by=SYSTEM)
        db.session.commit()
        return str(invoice.number)

    answers = at_once(app, [press] * 6)
    assert [type(each) for each in answers].count(str) == 1
    assert [each.payable for each in db.session.scalars(select(Invoice))] == [total]
    assert faults() == {}


def test_an_amendment_a_delivery_and_an_invoice_at_once_leave_an_order_that_holds_both(app, house):
    key = (order := order_of(house)).id
    pump = order.lines[0].id
    change_line(order, order.lines[0], Wanted("Pump", Decimal(1), None), by=house.people["ben"])

    def amending() -> None:
        amend(visible_or_404(Order, key, to_change=True), "Fewer", by=SYSTEM)
        db.session.commit()

    def delivering() -> None:
        visible_or_404(Order, key, to_change=True).fulfil({pump: Decimal(2)}, by=SYSTEM)
        db.session.commit()

    def invoicing() -> None:
        invoice_order(db.session.get_one(Order, key), by=SYSTEM, quantities={pump: Decimal(2)}).issue(
            by=SYSTEM
        )
        db.session.commit()

    answers = at_once(app, [amending, delivering, invoicing])
    refused = [type(each) is RuleBroken for each in answers]
    assert refused in ([True, False, False], [False, True, True]), "either it was fewer, or two were taken"
    assert faults() == {}


def test_clerks_who_press_in_the_browser_make_one_draft(app, house, as_user):
    order = order_of(house)
    path = f"/orders/{order.id}/invoice"
    browsers = [
        (each, each.filled(path, action=path, then="draft")) for each in (as_user("finn"), as_user("root"))
    ]
    acts = [lambda each=each, form=form: each.post(path, data=form).status_code for each, form in browsers]
    assert sorted(at_once(app, acts)) == [303, 422]
    assert len(db.session.scalars(select(Invoice)).all()) == 1


def test_payments_of_one_invoice_settle_it_once(app, house):
    key, amount = (invoice := issued(house)).id, invoice.payable

    def pay() -> int:
        payment = record_payment(
            Received(amount, "EUR", today()), invoice=db.session.get_one(Invoice, key), by=SYSTEM
        )
        db.session.commit()
        return payment.free

    frees = at_once(app, [pay] * 5)
    assert sorted(frees) == [0, *[amount] * 4]
    assert (invoice.open_amount, len(db.session.scalars(select(Payment)).all())) == (0, 5)
    assert faults() == {}


def test_paying_crediting_and_crediting_at_once_never_exceed_the_invoice(app, house):
    key, amount = (invoice := issued(house)).id, invoice.payable

    def pay() -> None:
        record_payment(Received(amount, "EUR", today()), invoice=db.session.get_one(Invoice, key), by=SYSTEM)
        db.session.commit()

    def back() -> None:
        credit(db.session.get_one(Invoice, key), "Wrong", by=SYSTEM)
        db.session.commit()

    answers = at_once(app, [pay, back, back, pay])
    assert [type(each) for each in answers].count(RuleBroken) == 1
    assert invoice.open_amount == 0
    assert faults() == {}


def test_an_invoice_and_the_bin_never_both_have_the_customer(app, house):
    for _round in range(4):
        account = Account(name="Passing Ltd")
        db.session.add(account)
        db.session.flush()
        draft = free_draft(house)
        draft.account_id = account.id
        db.session.commit()
        key, customer = draft.id, account.id

        def issue(key: int = key) -> None:
            db.session.get_one(Invoice, key).issue(by=SYSTEM)
            db.session.commit()

        def throw_away(customer: int = customer) -> None:
            delete(visible_or_404(Account, customer, to_change=True), by=SYSTEM)
            db.session.commit()

        at_once(app, [issue, throw_away])
        gone = db.session.get_one(Account, customer, execution_options={"with_deleted": True}).deleted_at
        assert (db.session.get_one(Invoice, key).number is None) is (gone is not None)
