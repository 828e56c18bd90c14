"""The rules of an opportunity: moving, closing, lines and what they leave behind."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import history
from salesapp.core.money.currencies import CurrencyRate
from salesapp.opportunities.models import Opportunity, Outcome, State
from salesapp.opportunities.processes.models import ForecastCategory, SalesProcess, Stage, StageField
from salesapp.records.recycle_bin import acts as recycle_bin

TODAY = date(2026, 5, 4)


def kinds(opportunity):
    return [event.kind for event in history(opportunity)]


def test_a_new_one_stands_in_the_first_stage_of_the_default_process(make, stages, cast):
    made = make(amount=10_000)
    assert made.stage is stages[0]
    assert (made.probability, made.currency, made.owner_id) == (Decimal(10), "EUR", cast["ada"].id)
    assert made.weighted == 1_000
    assert kinds(made) == ["opportunity_opened"]


def test_it_needs_a_customer(process, cast):
    with pytest.raises(RuleBroken, match="account or a contact"):
        Opportunity.open_new(name="No one", by=cast["ada"])


def test_moving_takes_the_stages_probability_and_writes_down_the_stay(make, stages, cast):
    made = make(amount=10_000)
    made.move(stages[1], by=cast["ada"])
    db.session.commit()
    assert (made.stage, made.probability, made.weighted) == (stages[1], Decimal(25), 2_500)
    assert [stay.left_at is None for stay in made.stage_changes] == [False, True]
    event = history(made)[0]
    assert event.kind == "opportunity_moved"
    assert event.changes[0]["after"]["record"][2] == "Needs analysis"


def test_leaving_forward_asks_for_what_the_stage_insists_on_one_sentence_each(make, stages, cast):
    made = make()
    made.move(stages[1], by=cast["ada"])
    stages[1].product_required = True
    with pytest.raises(RuleBroken) as refused:
        made.move(stages[2], by=cast["ada"])
    assert refused.value.sentence == (
        "Expected close date is required before leaving Needs analysis. "
        "A product is required before leaving Needs analysis."
    )
    assert made.stage is stages[1]


def test_going_back_is_free(make, stages, cast):
    made = make()
    made.move(stages[1], by=cast["ada"])
    made.move(stages[0], by=cast["ada"])
    assert made.stage is stages[0]


def test_an_amount_of_zero_does_not_satisfy_a_must(make, stages, cast):
    made = make(amount=0, close_on=TODAY)
    stages[0].key_fields.append(StageField(field="next_step", must=False, position=9))
    next(each for each in stages[0].key_fields if each.field == "amount").must = True
    assert made.why_not_to(stages[1]) == ["Amount is required before leaving Qualification."]
    made.amount = 1
    assert made.why_not_to(stages[1]) == []


@pytest.mark.parametrize("broken", ["same", "inactive", "foreign", "closed"])
def test_it_moves_only_to_another_stage_in_use_of_its_process_while_open(make, stages, cast, lost, broken):
    made, target = make(), stages[1]
    if broken == "same":
        target = made.stage
    elif broken == "inactive":
        target.active = False
    elif broken == "foreign":
        target = Stage(name="Elsewhere", process=SalesProcess(name="Partners"))
        db.session.add(target)
        db.session.flush()
    else:
        made.close_lost(Outcome(TODAY, reason_id=lost.id), by=cast["ada"])
    with pytest.raises(RuleBroken):
        made.move(target, by=cast["ada"])
    db.session.rollback()


def test_winning_takes_the_estimated_amount_when_none_is_said(make, cast):
    made = make(amount=10_000)
    made.close_won(Outcome(TODAY), by=cast["ada"])
    db.session.commit()
    assert (made.state, made.actual_amount, made.closed_on, made.probability) == (
        State.WON,
        10_000,
        TODAY,
        100,
    )
    assert made.category is ForecastCategory.CLOSED
    assert made.stage_changes[-1].left_at is not None
    assert kinds(made)[0] == "opportunity_won"


def test_winning_without_any_amount_asks_for_it(make, cast):
    with pytest.raises(RuleBroken) as refused:
        make().close_won(Outcome(TODAY), by=cast["ada"])
    assert refused.value.field == "actual_amount"


def test_losing_needs_a_reason_for_losing(make, cast, lost):
    made = make()
    with pytest.raises(RuleBroken, match="it was lost"):
        made.close_lost(Outcome(TODAY), by=cast["ada"])
    lost.for_won = True
    db.session.flush()
    with pytest.raises(RuleBroken, match="isn’t a reason for this outcome"):
        made.close_lost(Outcome(TODAY, reason_id=lost.id), by=cast["ada"])


def test_reopening_clears_the_outcome_and_keeps_every_closing(make, cast, lost, stages):
    made = make(amount=10_000)
    made.close_lost(Outcome(TODAY, reason_id=lost.id, competitor="Bolt", note="Price"), by=cast["ada"])
    made.reopen(by=cast["ada"])
    made.close_won(Outcome(TODAY, actual_amount=9_000), by=cast["ada"])
    made.reopen(by=cast["ada"])
    db.session.commit()
    assert (made.state, made.stage, made.probability) == (State.OPEN, stages[0], Decimal(10))
    assert (made.actual_amount, made.closed_on, made.close_reason_id, made.close_note) == (
        None,
        None,
        None,
        None,
    )
    assert [(each.outcome, each.actual_amount, each.reopened_at is None) for each in made.closes] == [
        (State.LOST, None, False),
        (State.WON, 9_000, False),
    ]
    assert made.closes[0].competitor == "Bolt"


def test_only_what_is_closed_is_reopened_and_only_what_is_open_is_closed(make, cast):
    made = make(amount=1)
    with pytest.raises(RuleBroken, match="already open"):
        made.reopen(by=cast["ada"])
    made.close_won(Outcome(TODAY), by=cast["ada"])
    with pytest.raises(RuleBroken, match="already closed"):
        made.close_won(Outcome(TODAY), by=cast["ada"])


def test_the_amount_follows_the_lines_priced_from_the_book(make, cast, product):
    made = make()
    line = made.add_line(product, quantity=10, discount=10, by=cast["ada"])
    db.session.commit()
    assert (line.unit_price, line.net, made.amount) == (Decimal(90), 81_000, 81_000)
    made.change_line(
        line, quantity=Decimal("1.5"), unit_price=Decimal(100), discount=Decimal(0), by=cast["ada"]
    )
    assert made.amount == 15_000
    made.remove_line(line, by=cast["ada"])
    db.session.commit()
    assert (made.amount, made.lines) == (None, [])
    assert kinds(made)[:3] == [
        "opportunity_line_removed",
        "opportunity_line_changed",
        "opportunity_line_added",
    ]


def test_an_amount_that_was_set_by_hand_stays_until_it_follows_again(make, cast, product):
    made = make()
    made.add_line(product, by=cast["ada"])
    made.amount = 7
    made.add_line(product, by=cast["ada"])
    assert made.amount == 7
    made.follow_lines(by=cast["ada"])
    assert made.amount == 20_000
    made.amount = 7
    made.set_back("amount", 20_000)
    assert made.amount_follows_lines, "what is undone to the sum of the products was that sum"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"quantity": 0}, "quantity"),
        ({"unit_price": Decimal(-1)}, "unit_price"),
        ({"discount": 101}, "discount"),
    ],
)
def test_a_line_of_nonsense_is_refused_at_its_field(make, cast, product, values, field):
    with pytest.raises(RuleBroken) as refused:
        make().add_line(product, by=cast["ada"], **values)
    assert refused.value.field == field


def test_what_is_no_longer_sold_is_not_added(make, cast, product):
    product.active = False
    with pytest.raises(RuleBroken, match="no longer on sale"):
        make().add_line(product, by=cast["ada"])


def test_the_company_amount_is_a_snapshot_at_the_rate_of_the_day(make, cast):
    db.session.add(CurrencyRate(currency="USD", valid_from=date(2020, 1, 1), rate=Decimal("0.5")))
    made = make(amount=10_000, currency="USD")
    assert made.amount_in_company == 5_000
    db.session.add(CurrencyRate(currency="USD", valid_from=date(2021, 1, 1), rate=Decimal("0.9")))
    made.next_step = "Call"
    db.session.commit()
    assert made.amount_in_company == 5_000
    made.amount = 20_000
    db.session.commit()
    assert made.amount_in_company == 18_000


def test_an_activity_or_a_change_by_a_person_is_a_touch_and_the_bin_is_not(make, cast, stages):
    with clock.travel(datetime(2030, 1, 1, tzinfo=UTC)):
        made = make()
    with clock.travel(datetime(2030, 1, 9, tzinfo=UTC)):
        recycle_bin.delete(made, by=cast["ada"])
        db.session.commit()
        recycle_bin.restore(made, by=cast["ada"])
        db.session.commit()
        assert made.touched_at == datetime(2030, 1, 1, tzinfo=UTC)
    with clock.travel(datetime(2030, 1, 10, tzinfo=UTC)):
        made.move(stages[1], by=cast["ada"])
        db.session.commit()
        db.session.refresh(made)
    assert made.touched_at == datetime(2030, 1, 10, tzinfo=UTC)
