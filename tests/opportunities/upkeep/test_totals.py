"""The kept column totals are what a recount finds, whatever happened before."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from salesapp.core import clock
from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.db import db
from salesapp.core.money.currencies import CurrencyRate
from salesapp.opportunities.models import Opportunity, Outcome, State
from salesapp.opportunities.upkeep.totals import OpportunityTotal

TODAY = date(2026, 5, 4)


def kept():
    """(stage, owner, currency) → (count, amount, in company currency, weighted), rows of zeros left out."""
    rows = db.session.scalars(select(OpportunityTotal).execution_options(populate_existing=True))
    found = {
        (row.stage_id, row.owner_id, row.currency): (
            row.count,
            row.amount,
            row.amount_in_company,
            row.weighted,
        )
        for row in rows
    }
    return {key: sums for key, sums in found.items() if any(sums)}


def recounted():
    model = Opportunity
    key = (model.stage_id, func.coalesce(model.owner_id, 0), model.currency)
    sums = [
        func.coalesce(func.sum(column), 0)
        for column in (model.amount, model.amount_in_company, model.weighted)
    ]
    query = select(*key, func.count(), *sums).where(model.state == State.OPEN).group_by(*key)
    return {tuple(row[:3]): tuple(map(int, row[3:])) for row in db.session.execute(query)}


@pytest.fixture
def dollars(process):
    db.session.add(CurrencyRate(currency="USD", valid_from=date(2020, 1, 1), rate=Decimal("0.9")))
    db.session.commit()


def move(one, number, stages, by):
    if one.is_open:
        one.enter(stages[number % len(stages)], by=by)


def close(one, number, stages, by):
    if one.is_open:
        state = [State.WON, State.LOST][number % 2]
        one.close_as(state, Outcome(TODAY), number if state is State.WON else None, by=by)


def reopen(one, number, stages, by):
    if not one.is_open:
        one.reopen(by=by)


def give(one, number, stages, by):
    one.owner_id = None if number % 4 == 0 else by.id - number % 3


def set_amount(one, number, stages, by):
    one.amount = None if number % 7 == 0 else number


def set_probability(one, number, stages, by):
    one.probability = Decimal(number % 101)


def set_currency(one, number, stages, by):
    one.currency = ["EUR", "USD"][number % 2]


def bin_or_restore(one, number, stages, by):
    one.deleted_at = clock.now() if number % 2 else None


def purge(one, number, stages, by):
    db.session.delete(one)


ACTS = (move, close, reopen, give, set_amount, set_probability, set_currency, bin_or_restore, purge)
STEPS = st.lists(
    st.tuples(st.none() | st.sampled_from(ACTS), st.integers(0, 20), st.integers(0, 10**9)),
    min_size=1,
    max_size=14,
)


@pytest.fixture
def act(make, stages, cast):
    """Does one step to one of the opportunities, or makes a new one."""

    def step(what, which, number):
        query = select(Opportunity).order_by(Opportunity.id).execution_options(with_deleted=True)
        rows = list(db.session.scalars(query))
        if what is None or not rows:
            make(owner=["ada", "cora", "ben"][which % 3], amount=None if number % 5 == 0 else number)
        else:
            what(rows[which % len(rows)], number, stages, cast["sam"])
        db.session.commit()

    return step


@given(steps=STEPS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_sequence_of_changes_the_totals_are_what_a_recount_finds(act, dollars, steps):
    for step in steps:
        act(*step)
        assert kept() == recounted()


def test_moves_of_many_at_once_lose_nothing(app, make, stages, cast):
    keys = [make(f"Deal {n}", ["ada", "cora"][n % 2], amount=1000 + n).id for n in range(8)]
    stage_ids, root = [stage.id for stage in stages], cast["root"].id
    failures = []

    def mover(number):
        with app.app_context():
            try:
                set_viewer(SYSTEM)
                for turn in range(6):
                    one = db.session.scalars(
                        select(Opportunity).where(Opportunity.id == keys[number]).with_for_update()
                    ).one()
                    target = stage_ids[(number + turn * (1 if number % 2 else 3)) % len(stage_ids)]
                    one.stage_id = target
                    db.session.commit()
            except Exception as failure:  # noqa: BLE001 - a thread's failure must reach the test
                failures.append(failure)
            finally:
                db.session.remove()

    assert root
    db.session.commit()
    threads = [threading.Thread(target=mover, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert kept() == recounted()
    assert sum(sums[0] for sums in kept().values()) == 8
