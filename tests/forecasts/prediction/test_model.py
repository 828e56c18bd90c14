"""The prediction of a quarter's end: from the past alone, always the same, and honest about its error."""

from __future__ import annotations

import random

from salesapp.forecasts.prediction.model import CERTAIN, LEAST, Deal, Rates, Span, Stay, predict, tried

QUARTERS = [Span(91 * at, 91 * at + 90) for at in range(10)]


def company(seed: int, *, rate: int = 40, size: int = 600, until: int = 909) -> list[Deal]:
    """Deals of 100 opened on any day, won or lost within two months; `rate` percent are won."""
    dice = random.Random(seed)  # noqa: S311
    found = []
    for _number in range(size):
        opened = dice.randrange(until)
        middle, closed = opened + dice.randrange(1, 30), opened + dice.randrange(30, 60)
        stays = (Stay(1, opened, middle), Stay(2, middle, closed))
        found.append(Deal(opened, closed, dice.randrange(100) < rate, 100, stays))
    return found


def test_too_little_history_predicts_nothing():
    few = company(1, size=LEAST - 1)
    assert predict(few, QUARTERS[9], 1200, QUARTERS[:9]) is None
    assert predict(company(1, size=LEAST), QUARTERS[9], 1200, QUARTERS[:9]) is not None
    without_ways = [Deal(1, 2, True, 100) for _each in range(500)]
    assert predict(without_ways, QUARTERS[9], 850, QUARTERS[:9]) is None


def test_the_same_past_gives_the_same_prediction():
    deals = company(3)
    one = predict(deals, QUARTERS[9], 860, QUARTERS[:9])
    assert one == predict(list(deals), QUARTERS[9], 860, QUARTERS[:9])
    assert one is not None
    assert one.closed <= one.low <= one.middle <= one.high


def test_nothing_of_a_day_was_learned_after_it():
    deals, today = company(4), 860
    later = [
        Deal(each.opened, each.closed, not each.won, each.worth, each.stays)
        if each.closed is not None and each.closed > today
        else each
        for each in deals
    ]
    assert predict(deals, QUARTERS[9], today, QUARTERS[:9]) == predict(
        later, QUARTERS[9], today, QUARTERS[:9]
    )


def test_rates_are_those_of_stage_and_age():
    """Of a hundred that reach stage 2, forty are won in time; of those that stand there for a month, none."""
    quick = [Deal(0, 20, at < 40, 100, (Stay(2, 0, 20),)) for at in range(100)]
    slow = [Deal(0, 200, True, 100, (Stay(2, 0, 200),)) for _at in range(50)]
    rates = Rates([*quick, *slow], today=1000, days=30)
    assert abs(rates.chance(2, 3) * 150 // CERTAIN - 40) <= 2
    assert rates.chance(2, 40) * 100 // CERTAIN <= 3
    assert rates.chance(9, 0) == rates.chance(8, 500)  # unknown stages have everybody's rate


def test_most_past_quarters_end_inside_the_interval_and_the_error_is_small():
    hits, errors, count = 0, 0, 0
    for seed in range(4):
        for trial in tried(company(seed), QUARTERS[:9], 45)[2:]:
            hits, errors, count = hits + trial.hit, errors + (trial.error or 0), count + 1
    assert count >= 20
    assert hits * 100 // count >= 65
    assert errors // count <= 20


def test_thousands_of_small_deals_are_drawn_as_one():
    many = company(5, size=4000) + [
        Deal(850, None, False, 100, (Stay(2, 855, None),)) for _each in range(3000)
    ]
    found = predict(many, QUARTERS[9], 860, QUARTERS[:9])
    assert found is not None
    assert 0 < found.high - found.low < found.middle // 5
    only_teach = [
        Deal(each.opened, each.closed, each.won, each.worth, each.stays, counts=False) for each in many
    ]
    silent = predict(only_teach, QUARTERS[9], 860, QUARTERS[:9])
    assert silent is not None
    assert (silent.low, silent.high) == (0, 0)


def test_only_days_that_are_over_teach_whoever_closed_early():
    early = [Deal(90, 95, won=True, worth=1, stays=(Stay(1, 90, 95),))]
    waiting = [Deal(90, None, won=False, worth=1, stays=(Stay(1, 90, None),)) for _ in range(9)]
    assert Rates([*early, *waiting], 100, 30).all.seen == 0
    over = Rates([*early, *waiting], 120, 30).all
    assert (over.seen, over.won) == (10, 1)
