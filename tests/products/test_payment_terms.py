"""Payment terms: days that are right on the calendar, parts that add up, and what may be set up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.products.payment_terms.models import PaymentTerms, default_terms
from salesapp.products.payment_terms.plan import (
    Due,
    EarlyDiscount,
    Instalment,
    Part,
    Plan,
    kept,
    plan_in,
    still_open,
)
from salesapp.products.payment_terms.words import plan_words

MARCH = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("due", "on", "last_day"),
    [
        (Due(30), MARCH, date(2026, 4, 9)),
        (Due(), MARCH, MARCH),
        (Due(0, True), MARCH, date(2026, 3, 31)),
        (Due(30, True), MARCH, date(2026, 4, 30)),
        (Due(0, True, 15), MARCH, date(2026, 4, 15)),
        (Due(30, True, 10), date(2026, 1, 31), date(2026, 4, 10)),
        (Due(0, True), date(2028, 2, 1), date(2028, 2, 29)),
    ],
)
def test_the_last_day_is_counted_from_the_invoice_and_then_from_the_end_of_its_month(due, on, last_day):
    assert due.on(on) == last_day


def test_instalments_add_up_to_the_cent_and_the_last_takes_the_rest():
    thirds = Plan(
        parts=(
            Part(Decimal("33.333"), Due()),
            Part(Decimal("33.333"), Due(30)),
            Part(Decimal("33.334"), Due(60)),
        )
    )
    found = thirds.instalments(10001, MARCH)
    assert found == [
        Instalment(MARCH, 3334),
        Instalment(date(2026, 4, 9), 3334),
        Instalment(date(2026, 5, 9), 3333),
    ]
    assert [sum(each.amount for each in thirds.instalments(amount, MARCH)) for amount in (1, 2, 999983)] == [
        1,
        2,
        999983,
    ]
    assert [each.amount for each in still_open(found, 5000)] == [1668, 3333]


def test_whoever_pays_in_time_gets_the_discount_of_that_day():
    plan = Plan(Due(30), (EarlyDiscount(Decimal(3), 7), EarlyDiscount(Decimal(2), 14)))
    days = [date(2026, 3, 10), date(2026, 3, 17), date(2026, 3, 18), date(2026, 3, 24), date(2026, 3, 25)]
    earned = [plan.discount(MARCH, day) for day in days]
    assert [each and each.percent for each in earned] == [3, 3, 2, 2, None]
    assert EarlyDiscount(Decimal("2.5"), 7).off(1001) == 25
    assert plan_in(kept(plan)) == plan


def test_terms_are_said_in_one_line(app):
    with app.test_request_context():
        early = (EarlyDiscount(Decimal(2), 14),)
        assert plan_words(Plan(Due(30, True), early)) == "2% discount within 14 days, 30 days, end of month"
        parts = (Part(Decimal(30), Due()), Part(Decimal(70), Due(0, True, 15)))
        assert (
            plan_words(Plan(parts=parts))
            == "30%: Payable immediately, 70%: 15 days after the end of the month"
        )


def test_a_second_default_takes_the_place_of_the_first_and_only_setup_may_change_terms(app, as_user):
    root = as_user("root")
    for name in ("Net 30", "Net 14"):
        answer = root.submit("/payment-terms/new", name=name, days=name[-2:], is_default="y")
        assert answer.status_code == 303
    assert default_terms().name == "Net 14"
    assert len(db.session.scalars(select(PaymentTerms).where(PaymentTerms.is_default)).all()) == 1
    answer = root.submit("/payment-terms/new", name="Odd", days="10", then_days="15")
    assert answer.status_code == 422
    assert as_user("finn").get("/payment-terms/new").status_code == 403


def test_discounts_and_instalments_are_typed_in_rows_and_refused_together(app, as_user):
    root = as_user("root")
    root.submit("/payment-terms/new", name="Skonto", days="30")
    terms = db.session.scalars(select(PaymentTerms)).one()
    page = f"/payment-terms/{terms.id}"
    answer = root.submit(
        f"{page}/discounts", percent_1="2", days_1="14", percent_2="3", days_2="7", percent_3="", days_3=""
    )
    assert answer.status_code == 303
    assert terms.plan.discounts == (EarlyDiscount(Decimal(3), 7), EarlyDiscount(Decimal(2), 14))
    assert "3% discount within 7 days, 2% discount within 14 days, 30 days net" in root.get(page).text
    answer = root.submit(f"{page}/discounts", percent_1="2", days_1="7", percent_2="3", days_2="14")
    assert answer.status_code == 422
    assert "A later payment must get a smaller discount." in answer.text
    answer = root.submit(f"{page}/instalments", percent_1="50", days_1="0", percent_2="50", days_2="30")
    assert "Terms have either instalments or an early-payment discount." in answer.text
    root.submit(f"{page}/discounts", percent_1="", days_1="", percent_2="", days_2="")
    answer = root.submit(f"{page}/instalments", percent_1="50", days_1="0", percent_2="40", days_2="30")
    assert "The instalments come to 90%, not to 100%." in answer.text
    answer = root.submit(
        f"{page}/instalments",
        percent_1="30",
        days_1="0",
        percent_2="70",
        then_days_2="15",
        end_of_month_2="y",
    )
    assert answer.status_code == 303
    db.session.refresh(terms)
    assert terms.plan.parts == (Part(Decimal(30), Due()), Part(Decimal(70), Due(0, True, 15)))


def test_the_default_is_not_deleted(app, cast):
    terms = PaymentTerms(name="Net 30", days=30, is_default=True)
    with pytest.raises(RuleBroken):
        terms.refuse_deletion()


@pytest.mark.parametrize("act", ["discounts", "instalments"])
def test_rows_that_a_colleague_saved_meanwhile_are_not_overwritten(app, as_user, act):
    root, other = as_user("root"), as_user("root")
    root.submit("/payment-terms/new", name="Skonto", days="30")
    sheet = f"/payment-terms/{db.session.scalar(select(PaymentTerms.id).where(PaymentTerms.name == 'Skonto'))}/{act}"
    rows = {"percent_1": "60", "days_1": "7", "percent_2": "40", "days_2": "14"}
    root.submit(sheet, rows)
    untouched, changed = root.filled(sheet), root.filled(sheet, days_1="9")
    other.submit(sheet, days_1="8")

    def first_days():
        db.session.expire_all()
        plan = db.session.scalars(select(PaymentTerms).where(PaymentTerms.name == "Skonto")).one().plan
        return plan.discounts[0].days if act == "discounts" else plan.parts[0].due.days

    assert first_days() == 8
    root.post(sheet, data=untouched)
    assert first_days() == 8, "who changed nothing there takes what the colleague saved"
    answer = root.post(sheet, data=changed)
    assert answer.status_code == 409
    assert "has changed this since you opened it" in answer.text
    assert first_days() == 8
