"""The pipeline's past, told by the events: any day is as it was, and two days differ by what happened between them."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select, update

from salesapp.core import clock
from salesapp.core.access import SYSTEM, acting_as, set_viewer
from salesapp.core.db import db
from salesapp.core.events import Event
from salesapp.core.events.replay import EVERYTHING
from salesapp.core.money.currencies import CurrencyRate
from salesapp.customers.models import Account
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.outcome import Outcome
from salesapp.opportunities.processes import defaults
from salesapp.opportunities.processes.models import LossReason, default_process
from salesapp.records.filters.periods import Span
from salesapp.records.recycle_bin.acts import delete, restore
from salesapp.reports.history.bridge import Part, Scope
from salesapp.reports.history.models import PipelineSpan
from salesapp.reports.history.pipeline import bridge, sum_at, sums_by
from salesapp.reports.history.upkeep import faults, tell_on
from tests.races import at_once

BEGIN = datetime(2026, 7, 1, 9, tzinfo=UTC)
QUARTER = Span(date(2026, 7, 1), date(2026, 9, 30))


@pytest.fixture
def ground(cast) -> Any:
    defaults.begin()
    account = Account(name="Acme")
    db.session.add(account)
    db.session.commit()

    def open_one(name: str, owner: str, amount: int | None, close_on: date | None = None) -> Opportunity:
        person = cast[owner]
        made = Opportunity.open_new(
            name=name, account=account, owner=person, by=person, amount=amount, close_on=close_on
        )
        db.session.commit()
        return made

    return open_one


def told() -> None:
    while tell_on():
        db.session.commit()
    db.session.commit()


def lost() -> Outcome:
    reason = db.session.scalar(select(LossReason).where(LossReason.for_won.is_(False)).limit(1))
    return Outcome(clock.today("UTC"), reason_id=reason.id)


def test_a_quarter_is_bridged_to_the_cent(cast, ground):
    ada, root = cast["ada"], cast["root"]
    with clock.travel(BEGIN - timedelta(days=9)):
        grows = ground("Grows", "ada", 100_00, date(2026, 8, 1))
        wins = ground("Wins", "ada", 250_00, date(2026, 9, 1))
        slips = ground("Slips", "ada", 70_00, date(2026, 9, 30))
        comes = ground("Comes", "cora", 40_01, date(2026, 12, 1))
        back = ground("Back", "ada", 30_00, date(2026, 8, 1))
        back.close_lost(lost(), by=ada)
        db.session.commit()
    with clock.travel(BEGIN + timedelta(days=20)):
        grows.amount = 120_00
        wins.close_won(Outcome(clock.today("UTC"), 260_00), by=ada)
        slips.close_on = date(2026, 10, 15)
        comes.close_on = date(2026, 9, 15)
        back.reopen(by=ada)
        bigger = ground("Bigger", "ada", 2_00, date(2026, 9, 2))
        bigger.amount = 9_00
        db.session.commit()
        ground("New", "ada", 5_00, date(2026, 9, 2)).close_lost(lost(), by=ada)
        delete(ground("Gone", "ada", 1_00, date(2026, 9, 2)), by=root)
        db.session.commit()
    told()
    found = bridge(Scope(closing=QUARTER), BEGIN, BEGIN + timedelta(days=30))
    assert (found.start, found.end, found.gap) == (420_00, 199_01, 0)
    assert {each: found.amount(each) for each in found.parts} == {
        Part.CREATED: 15_00,
        Part.GROWN: 20_00,
        Part.SHRUNK: 0,
        Part.REOPENED: 30_00,
        Part.PUSHED_IN: 40_01,
        Part.PUSHED_OUT: -70_00,
        Part.DELETED: -1_00,
        Part.WON: -250_00,
        Part.LOST: -5_00,
    }
    assert [each.before.close_on for each in found.of(Part.PUSHED_OUT)] == [date(2026, 9, 30)]
    with acting_as(cast["cora"]):
        seen = bridge(Scope(closing=QUARTER), BEGIN, BEGIN + timedelta(days=30))
    assert (seen.start, seen.end, seen.gap) == (0, 40_01, 0)
    of_ada = bridge(Scope(owners=frozenset({ada.id})), BEGIN, BEGIN + timedelta(days=30))
    assert (of_ada.start, of_ada.end, of_ada.gap) == (420_00, 229_00, 0)


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_happens_any_two_days_are_bridged_and_any_day_is_as_it_was(cast, ground, seed):
    """Dice throw verbs; after each the open pipeline is added up, and the told past must say the same of that time."""
    dice, known, remembered = random.Random(seed), [], []  # noqa: S311
    for number in range(40):
        with clock.travel(BEGIN + timedelta(hours=7 * number)):
            act(dice, known, cast, ground)
            db.session.commit()
            remembered.append((clock.now(), now_open()))
        if number == 17:
            told()  # what is told in between is told on
    told()
    assert not list(faults())
    for moment, (total, by_stage) in remembered:
        assert sum_at(moment, Scope()).amount == total
        assert {key: each.amount for key, each in sums_by(moment, Scope(), "stage_id").items()} == by_stage
    scopes = (Scope(), Scope(closing=QUARTER), Scope(owners=frozenset({cast["ada"].id}), closing=QUARTER))
    for _number in range(12):
        begin, end = sorted(dice.sample([moment for moment, _open in remembered], 2))
        assert [bridge(scope, begin, end).gap for scope in scopes] == [0, 0, 0]


def now_open() -> tuple[int, dict[int, int]]:
    """What is open now, by the opportunities themselves: in sum, and by stage."""
    query = select(Opportunity.stage_id, func.sum(func.coalesce(Opportunity.amount_in_company, 0)))
    rows = db.session.execute(query.where(Opportunity.state == "open").group_by(Opportunity.stage_id))
    by_stage = {key: int(amount) for key, amount in rows}
    return sum(by_stage.values()), by_stage


def act(dice: random.Random, known: list[Opportunity], cast: dict[str, Any], ground: Any) -> None:
    """One verb on one of them, as far as it can be."""
    day = dice.choice((None, date(2026, 8, 3), date(2026, 9, 30), date(2026, 10, 1)))
    if len(known) < 4 or dice.random() < 0.1:
        known.append(
            ground(
                f"Deal {len(known)}",
                dice.choice(("ada", "cora")),
                dice.choice((None, 0, 99_99, 1000_00)),
                day,
            )
        )
        return
    deal, root = dice.choice(known), cast["root"]
    if deal.deleted_at is not None:
        restore(deal, by=root)
    elif not deal.is_open:
        deal.reopen(by=root)
    else:
        turn = dice.randrange(7)
        if turn == 0:
            deal.close_won(Outcome(clock.today("UTC"), 77_00), by=root)
        elif turn == 1:
            deal.close_lost(lost(), by=root)
        elif turn == 2:
            delete(deal, by=root)
        elif turn == 3:
            deal.close_on = day
        elif turn == 4:
            deal.owner_id = cast[dice.choice(("ada", "cora"))].id
        elif turn == 5:
            stage = dice.choice([each for each in default_process().open_stages if each.id != deal.stage_id])
            deal.enter(stage, by=root)
        else:
            deal.amount = dice.choice((None, 1_00, 250_50, 1000_00))


@pytest.mark.corrupts
def test_a_past_that_was_tampered_with_is_found(cast, ground):
    made = ground("Alpha", "ada", 100_00)
    told()
    assert not list(faults())
    wrong = update(PipelineSpan).where(PipelineSpan.opportunity_id == made.id).values(amount=1)
    db.session.execute(wrong)
    assert list(faults()) == [f"opportunity {made.id}: its events tell another past than pipeline_spans"]


def test_foreign_amounts_keep_what_they_were_worth(cast, ground):
    db.session.add(CurrencyRate(currency="USD", valid_from=date(2025, 1, 1), rate=Decimal("0.5")))
    with clock.travel(BEGIN):
        made = ground("Dollars", "ada", 100_00)
        made.currency = "USD"
        db.session.commit()
    with clock.travel(BEGIN + timedelta(days=3)):
        made.amount = 300_00
        db.session.commit()
    db.session.add(CurrencyRate(currency="USD", valid_from=date(2026, 9, 1), rate=Decimal("0.9")))
    db.session.commit()
    told()
    assert [sum_at(BEGIN + timedelta(days=each), Scope()).amount for each in (1, 4, 90)] == [
        50_00,
        150_00,
        150_00,
    ]


@pytest.mark.postgres_only
def test_two_workers_at_once_tell_every_stay_once(app, cast, ground):
    keys = [ground(f"Deal {number}", "ada", 100_00).id for number in range(30)]

    def teller() -> None:
        with app.app_context():
            set_viewer(SYSTEM)
            told()
            db.session.remove()

    at_once(*[teller] * 4)
    rows = db.session.scalars(select(PipelineSpan.opportunity_id).order_by(PipelineSpan.opportunity_id)).all()
    assert rows == keys
    assert not list(faults())


@pytest.mark.corrupts
@pytest.mark.postgres_only
def test_a_change_that_is_committed_late_is_told(cast, ground):
    slow, quick = ground("Slow", "ada", 100_00).id, ground("Quick", "ada", 100_00)
    told()
    table = Event.__table__
    opened = select(table).where(
        table.c.subject_type == "opportunity", table.c.subject_id == slow, table.c.made_with.is_not(None)
    )
    begun = db.session.execute(opened, execution_options=EVERYTHING)
    change = {"at": clock.now(), "made_with": None, "kind": "changed"}
    change["changes"] = [{"field": "amount", "before": 100_00, "after": 300_00}]
    late = {**begun.mappings().first(), **change}
    del late["id"]
    with db.engine.connect() as other:
        other.execute(table.insert().values(late))  # it has its number, and nobody else sees it
        quick.amount = 200_00
        db.session.commit()
        told()
        other.commit()
    with clock.travel(clock.now() + timedelta(minutes=11)):
        told()
    latest = select(PipelineSpan.amount).where(
        PipelineSpan.opportunity_id == slow, PipelineSpan.ends_at.is_(None)
    )
    assert db.session.scalar(latest) == 300_00
