"""Recurring invoices: each due date exactly once, whatever happens between two of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from flask_babel import force_locale
from sqlalchemy import select, update

from salesapp.core import clock
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event
from salesapp.core.outbox import Outbox, carry_next
from salesapp.invoices.actions import ask_down_payment, credit
from salesapp.invoices.recurring.actions import (
    Plan,
    bring_back,
    change,
    end,
    missed,
    pause,
    repeat,
    resume,
    skip_next,
)
from salesapp.invoices.recurring.audit import faults as recurring_faults
from salesapp.invoices.recurring.jobs import carry_due
from salesapp.invoices.recurring.models import DUE, RecurringInvoice, State
from salesapp.invoices.recurring.queries import due_ahead, recurring_of
from salesapp.invoices.recurring.schedule import Unit
from salesapp.people.models import User
from salesapp.products.pricing import Percentage
from tests.invoices.recurring.stage import FIRST, MONTHLY, made, news, on, recurs, template, worker
from tests.invoices.stage import faults, issued, order_of
from tests.invoices.test_races import at_once


def test_each_due_date_gives_one_draft_with_the_lines_prices_and_the_days_it_is_for(house):
    source = template(house)
    recurring = recurs(house, invoice=source)
    assert recurring.coming(3) == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]
    with on(date(2027, 1, 30)):
        worker()
        assert made(recurring) == []
    with on(FIRST):
        worker()
        worker()
        (draft,) = made(recurring)
    assert (draft.is_draft, draft.payable, draft.currency) == (True, source.payable, source.currency)
    assert [line.unit_price for line in draft.lines] == [line.unit_price for line in source.lines]
    assert (draft.supply_from, draft.supply_to) == (FIRST, date(2027, 2, 27))
    assert recurring.next_on == date(2027, 2, 28)
    assert faults() == {}


def test_prices_stay_those_of_the_invoice_whatever_the_price_book_says_since(house):
    source = template(house, "pump")
    recurring = recurs(house, invoice=source)
    for entry in house.book.entries:
        entry.price *= 2
    db.session.commit()
    with on(FIRST):
        worker()
    assert [each.payable for each in made(recurring)] == [source.payable]


def test_after_an_outage_each_missed_date_is_made_up_for_once_with_its_own_period(house):
    recurring = recurs(house)
    with on(date(2027, 4, 2)):
        worker()
        worker()
    assert [each.supply_from for each in made(recurring)] == [
        date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31),
    ]  # fmt: skip
    assert recurring.next_on == date(2027, 4, 30)
    assert faults() == {}


def test_two_workers_make_one_invoice(app, house):
    recurring = recurs(house)
    with on(FIRST):
        payload = {"recurring": recurring.id, "due": FIRST.isoformat()}
        at_once(app, [lambda: carry_due(payload)] * 4)
        worker()
    assert len(made(recurring)) == 1
    assert faults() == {}


def test_a_worker_that_was_killed_is_followed_by_one_that_makes_it_once(house):
    recurring = recurs(house)
    with on(FIRST):
        carry_next()
        db.session.execute(update(Outbox).where(Outbox.kind == DUE).values(done_at=None, due_at=clock.now()))
        db.session.commit()
        worker()
    assert len(made(recurring)) == 1


def test_pausing_lets_dates_pass_and_resuming_skips_them_or_makes_up_for_them(house, finn):
    skipping, making = recurs(house), recurs(house)
    for each in (skipping, making):
        pause(each, by=finn)
    db.session.commit()
    with on(date(2027, 3, 5)):
        worker()
        assert [*made(skipping), *made(making)] == []
        assert missed(skipping) == [FIRST, date(2027, 2, 28)]
        resume(skipping, by=finn, makes_up=False)
        resume(making, by=finn, makes_up=True)
        db.session.commit()
        worker()
        assert (made(skipping), len(made(making))) == ([], 2)
    assert [each.note for each in skipping.dates] == ["Paused", "Paused"]
    assert skipping.next_on == making.next_on == date(2027, 3, 31)
    assert faults() == {}


def test_one_date_is_skipped_as_it_was_seen_and_the_series_goes_on(house, finn):
    recurring = recurs(house)
    skip_next(recurring, FIRST, by=finn)
    db.session.commit()
    with pytest.raises(RuleBroken, match="by now"):
        skip_next(recurring, FIRST, by=finn)
    with on(date(2027, 2, 28)):
        worker()
    assert [each.supply_from for each in made(recurring)] == [date(2027, 2, 28)]
    assert faults() == {}


@pytest.mark.parametrize("ends", [{"until": date(2027, 2, 28)}, {"times": 2}])
def test_skipping_the_last_date_is_asked_ends_the_series_and_is_taken_back(house, finn, ends):
    recurring = recurs(house, replace(MONTHLY, **ends))
    skip_next(recurring, FIRST, by=finn)
    with pytest.raises(RuleBroken, match="last date"):
        skip_next(recurring, date(2027, 2, 28), by=finn)
    skip_next(recurring, date(2027, 2, 28), ends=True, by=finn)
    db.session.commit()
    kinds = select(Event.kind).where(Event.kind.like("recurring%")).order_by(Event.id.desc()).limit(2)
    assert db.session.scalars(kinds).all() == ["recurring_ended", "recurring_skipped"]
    assert (recurring.state, recurring.next_on) == (State.ENDED, None)
    for day in (None, FIRST):
        with pytest.raises(RuleBroken, match="can’t be brought back"):
            bring_back(recurring, day, by=finn)
    bring_back(recurring, date(2027, 2, 28), by=finn)
    bring_back(recurring, FIRST, by=finn)
    db.session.commit()
    assert (recurring.state, recurring.next_on, recurring.position) == (State.ACTIVE, FIRST, 0)
    assert faults() == {}
    with on(date(2027, 6, 1)):
        worker()
    assert len(made(recurring)) == 2
    assert faults() == {}


def test_a_skipped_date_stays_skipped_once_it_was_made_ended_changed_or_the_invoice_recurs_anew(house, finn):
    recurring = recurs(house)
    skip_next(recurring, FIRST, by=finn)
    end(recurring, by=finn)
    with pytest.raises(RuleBroken, match="can’t be brought back"):
        bring_back(recurring, FIRST, by=finn)
    short = recurs(house, replace(MONTHLY, times=1), recurring.source)
    skip_next(short, FIRST, ends=True, by=finn)
    recurs(house, MONTHLY, recurring.source)
    with pytest.raises(RuleBroken, match="recurs already"):
        bring_back(short, FIRST, by=finn)
    other = recurs(house)
    skip_next(other, FIRST, by=finn)
    change(other, replace(MONTHLY, unit=Unit.QUARTER, first_on=date(2027, 5, 1)), by=finn)
    with pytest.raises(RuleBroken, match="can’t be brought back"):
        bring_back(other, FIRST, by=finn)
    with on(date(2027, 5, 1)):
        worker()
        with pytest.raises(RuleBroken, match="can’t be brought back"):
            bring_back(other, date(2027, 5, 1), by=finn)
    assert faults() == {}


def test_the_worker_and_a_clerk_who_skips_settle_a_date_once(app, house, finn):
    recurring, clerk = recurs(house, replace(MONTHLY, times=1)), finn.id
    key = recurring.id

    def skip():
        found = db.session.get_one(RecurringInvoice, key, with_for_update=True, populate_existing=True)
        skip_next(found, FIRST, ends=True, by=db.session.get_one(User, clerk))
        db.session.commit()

    with on(FIRST):
        at_once(app, [skip, lambda: carry_due({"recurring": key, "due": FIRST.isoformat()})])
        worker()
    assert [each.due_on for each in recurring.dates] == [FIRST]
    assert recurring.state is State.ENDED
    assert faults() == {}


@pytest.mark.parametrize("ends", [{"until": date(2027, 3, 30)}, {"times": 2}])
def test_it_ends_after_its_last_date_and_says_so(house, ends):
    recurring = recurs(house, replace(MONTHLY, **ends))
    with on(date(2027, 6, 1)):
        worker()
    assert (len(made(recurring)), recurring.state, recurring.next_on) == (2, State.ENDED, None)
    assert news(house.people["finn"]) == ["recurring_finished"]
    assert faults() == {}


def test_ended_by_hand_makes_no_more_and_keeps_what_was_made(house, finn):
    recurring = recurs(house)
    with on(FIRST):
        worker()
    end(recurring, by=finn)
    db.session.commit()
    with on(date(2027, 6, 1)):
        worker()
    assert len(made(recurring)) == 1
    for act in (lambda: end(recurring, by=finn), lambda: pause(recurring, by=finn)):
        with pytest.raises(RuleBroken):
            act()


def test_changing_the_end_keeps_the_month_end_and_changing_the_rhythm_counts_anew(house, finn):
    recurring = recurs(house)
    with on(FIRST):
        worker()
        plan = replace(MONTHLY, first_on=date(2027, 2, 28), times=3)
        change(recurring, plan, by=finn)
        assert recurring.coming(5) == [date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]
        change(recurring, replace(plan, unit=Unit.QUARTER, first_on=date(2027, 3, 1), times=None), by=finn)
        db.session.commit()
        assert recurring.coming(2) == [date(2027, 3, 1), date(2027, 6, 1)]
        with pytest.raises(RuleBroken, match="last date that is settled"):
            change(recurring, replace(plan, first_on=FIRST), by=finn)
    db.session.rollback()
    with on(date(2027, 6, 2)):
        worker()
    assert len(made(recurring)) == 3
    assert faults() == {}


def test_dates_that_passed_before_the_rhythm_changed_keep_a_reason(house, finn):
    recurring = recurs(house)
    pause(recurring, by=finn)
    with on(date(2027, 3, 5)):
        plan = replace(MONTHLY, unit=Unit.QUARTER, first_on=date(2027, 5, 1))
        change(recurring, plan, by=finn)
        db.session.commit()
        assert [each.due_on for each in recurring.dates] == [date(2027, 2, 28), FIRST]
        with force_locale("zh"):
            db.session.expire_all()
            assert {str(each.note) for each in recurring.dates} == {"因日期更改而跳过"}
        assert recurring.coming(1) == [date(2027, 5, 1)]
    assert faults() == {}


def test_a_new_price_comes_from_the_invoice_that_is_chosen_to_go_on_with(house, finn):
    recurring = recurs(house, invoice=template(house, "pump"))
    with on(FIRST):
        worker()
        (draft,) = made(recurring)
        draft.lines[0].unit_price = Decimal(150)
        draft.reprice()
        change(recurring, replace(MONTHLY, first_on=date(2027, 2, 28)), source=draft, by=finn)
        db.session.commit()
    with on(date(2027, 2, 28)):
        worker()
    assert [each.lines[0].unit_price for each in made(recurring)] == [150, 150]


def test_the_company_in_another_zone_gets_its_invoices_on_its_own_day(house):
    company().zone = "Pacific/Auckland"
    db.session.commit()
    recurring = recurs(house)
    with clock.travel(to=datetime(2027, 1, 30, 15, 0, tzinfo=UTC)):  # 4 in the morning there
        worker()
        assert made(recurring) == []
    with clock.travel(to=datetime(2027, 1, 30, 16, 30, tzinfo=UTC)):
        worker()
        assert len(made(recurring)) == 1
    company().zone = "America/Los_Angeles"
    db.session.commit()
    with clock.travel(to=datetime(2027, 2, 28, 2, 0, tzinfo=UTC)):  # the 27th there
        worker()
        assert len(made(recurring)) == 1
    with clock.travel(to=datetime(2027, 2, 28, 14, 0, tzinfo=UTC)):
        worker()
        assert len(made(recurring)) == 2
    assert faults() == {}


def test_an_invoice_of_an_order_recurs_without_the_order(house):
    source = issued(house)
    recurring = recurs(house, invoice=source)
    with on(FIRST):
        worker()
        (draft,) = made(recurring)
    assert (draft.order_id, draft.net, draft.payable) == (None, source.net, source.payable)
    assert all(line.order_line_id is None for line in draft.lines)
    assert faults() == {}


def test_what_stands_for_one_sale_only_does_not_recur(house, finn):
    order = order_of(house)
    down = ask_down_payment(order, Percentage(Decimal(10)), by=finn)
    down.issue(by=finn)
    final = issued(house, order)
    for each in (down, final):
        with pytest.raises(RuleBroken, match="can’t recur"):
            repeat(each, MONTHLY, by=finn)
    recurring = recurs(house)
    with pytest.raises(RuleBroken, match="already"):
        repeat(recurring.source, MONTHLY, by=finn)


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (replace(MONTHLY, first_on=date(2020, 1, 1)), "today or a later day"),
        (replace(MONTHLY, until=date(2027, 1, 30)), "before the first"),
    ],
)
def test_a_plan_that_begins_in_the_past_or_never_is_refused(house, finn, plan, said):
    with pytest.raises(RuleBroken, match=said):
        repeat(template(house), plan, by=finn)


def test_the_audit_names_a_date_without_an_invoice_and_one_that_nobody_waits_for(house):
    recurring = recurs(house)
    with on(FIRST):
        worker()
    assert list(recurring_faults(db.session())) == []
    db.session.execute(update(RecurringInvoice).values(position=3))
    db.session.execute(update(Outbox).where(Outbox.kind == DUE).values(done_at=clock.now()))
    found = list(recurring_faults(db.session()))
    assert f"neither an invoice nor a reason for {date(2027, 2, 28)}" in " ".join(found)
    db.session.rollback()
    db.session.execute(update(Outbox).where(Outbox.kind == DUE).values(done_at=clock.now()))
    assert list(recurring_faults(db.session())) == [
        f"Nobody will create the recurring invoice {recurring.id} of 2027-02-28."
    ]
    db.session.rollback()


def test_what_falls_due_is_summed_by_currency(house):
    soon = today_for() + timedelta(days=3)
    recurring = recurs(house, Plan(1, Unit.WEEK, soon))
    assert due_ahead() == {"EUR": 4 * recurring.source.payable}


def test_a_credited_invoice_that_a_date_made_leaves_the_series_alone(house, finn):
    recurring = recurs(house, replace(MONTHLY, issues=True))
    with on(FIRST):
        worker()
        (invoice,) = made(recurring)
        credit(invoice, "Wrong", by=finn)
        db.session.commit()
    with on(date(2027, 2, 28)):
        worker()
    assert len(made(recurring)) == 2
    assert recurring_of(invoice)[1] == recurring
    assert faults() == {}
