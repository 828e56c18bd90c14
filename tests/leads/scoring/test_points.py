"""What a score is made of: pure, and whatever the rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesapp.leads.scoring.points import (
    OF_INTEREST,
    OF_RECENCY,
    Facts,
    ScoreKind,
    ScoreRule,
    Signal,
    counting,
    counts,
    total,
)
from salesapp.records.filters.conditions import Condition, Operator

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FILLED = Condition("phone", Operator.FILLED)
LARGE = Condition("estimated_amount", Operator.GREATER, ("10000",))
VALUES = {"phone": "+49 40 1234567", "estimated_amount": Decimal(24000)}


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def facts(came: float = 0, touched: float = 0, *happened: tuple[Signal, float]) -> Facts:
    return Facts(ago(came), ago(touched), [(signal, ago(days)) for signal, days in happened])


def fit(*conditions: Condition) -> ScoreRule:
    return ScoreRule("A rule", ScoreKind.FIT, 5, conditions)


@pytest.mark.parametrize(
    ("values", "expected"),
    [(VALUES, True), ({"phone": "1"}, False), ({"estimated_amount": Decimal(24000)}, False), ({}, False)],
)
def test_fit_asks_that_every_condition_holds(values, expected):
    assert counts(fit(FILLED, LARGE), values.get, facts(), NOW) is expected


@pytest.mark.parametrize(
    ("least", "days", "expected"), [(1, None, True), (2, None, True), (3, None, False), (2, 30, False)]
)
def test_interest_asks_how_often_something_happened_and_when(least, days, expected):
    rule = ScoreRule("Reached", ScoreKind.INTEREST, 15, (), Signal.REACHED, least, days)
    told = facts(90, 2, (Signal.REACHED, 2), (Signal.REACHED, 60), (Signal.MEETING, 1))
    assert counts(rule, {}.get, told, NOW) is expected


@pytest.mark.parametrize(
    ("signal", "days", "expected"),
    [
        (Signal.TOUCHED, 7, True),
        (Signal.TOUCHED, 4, False),
        (Signal.UNTOUCHED, 4, True),
        (Signal.UNTOUCHED, 7, False),
        (Signal.CAME, 20, True),
        (Signal.CAME, 19, False),
    ],
)
def test_recency_asks_how_long_ago(signal, days, expected):
    rule = ScoreRule("Lately", ScoreKind.RECENCY, 10, (), signal, 1, days)
    assert counts(rule, {}.get, facts(20, 5), NOW) is expected


def test_the_conditions_of_a_rule_hold_for_every_kind():
    for kind, signal in ((ScoreKind.INTEREST, Signal.NOTE), (ScoreKind.RECENCY, Signal.TOUCHED)):
        rule = ScoreRule("Only with a phone", kind, 5, (FILLED,), signal, 1, 7)
        told = facts(1, 1, (Signal.NOTE, 1))
        assert counts(rule, VALUES.get, told, NOW)
        assert not counts(rule, {}.get, told, NOW)


days = st.integers(0, 400)
rules = st.lists(
    st.builds(
        ScoreRule,
        name=st.just("A rule"),
        kind=st.just(ScoreKind.INTEREST),
        points=st.integers(-1000, 1000),
        signal=st.sampled_from(OF_INTEREST),
        least=st.integers(1, 4),
        days=st.none() | st.integers(1, 400),
    )
    | st.builds(
        ScoreRule,
        name=st.just("A rule"),
        kind=st.just(ScoreKind.RECENCY),
        points=st.integers(-1000, 1000),
        signal=st.sampled_from(OF_RECENCY),
        days=st.integers(1, 400),
    ),
    max_size=12,
)
told = st.builds(
    lambda came, touched, happened: facts(came, min(came, touched), *happened),
    days,
    days,
    st.lists(st.tuples(st.sampled_from(OF_INTEREST), days), max_size=8),
)


@given(rules, told)
def test_the_score_is_the_sum_of_what_counts_and_no_order_matters(rules, told):
    found = counting(rules, {}.get, told, NOW)
    assert total(found) == sum(each.points for each in rules if counts(each, {}.get, told, NOW))
    assert total(counting(rules[::-1], {}.get, told, NOW)) == total(found)


@given(rules, told, st.integers(1, 400))
def test_as_time_passes_what_was_lately_only_goes_and_what_is_forgotten_only_comes(rules, told, later):
    then = NOW + timedelta(days=later)
    for rule in rules:
        before, after = counts(rule, {}.get, told, NOW), counts(rule, {}.get, told, then)
        assert (before <= after) if rule.signal is Signal.UNTOUCHED else (after <= before)
