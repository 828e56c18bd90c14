"""The arithmetic of what conversions teach."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesapp.leads.scoring.naive_bayes import Model, counted, damped, learn, measured, ranking
from salesapp.leads.scoring.predictive import in_hundred

features = st.fixed_dictionaries(
    {"source": st.sampled_from(["web", "referral", ""]), "phone": st.sampled_from(["yes", ""])}
)
examples = st.lists(st.tuples(features, st.booleans()), min_size=1, max_size=60)


def told(chances: dict[str, float], count: int, seed: int = 1) -> list:
    """Closed leads of which so many of each source became customers."""
    chance = random.Random(seed)  # noqa: S311  no secret is drawn
    sources = [chance.choice(list(chances)) for _ in range(count)]
    return [({"source": each}, chance.random() < chances[each]) for each in sources]


@given(examples, features)
def test_a_chance_lies_between_none_and_all_and_the_reasons_add_up_to_it(examples, features):
    model = counted(examples)
    assert 0 < model.chance(features) < 1
    nothing_known = model.chance({})
    evidence = sum(model.weight(name, value) for name, value in features.items())
    assert (model.chance(features) > nothing_known) == (evidence > 1e-12) or abs(evidence) < 1e-9


@given(examples)
def test_every_closed_lead_is_counted_once_by_each_feature(examples):
    model = counted(examples)
    assert model.won + model.lost == len(examples)
    for values in model.counts.values():
        assert sum(won for won, _lost in values.values()) == model.won
        assert sum(lost for _won, lost in values.values()) == model.lost


@given(examples, features)
def test_what_was_never_seen_says_nothing_and_damped_to_none_only_the_base_rate_is_left(examples, features):
    model = counted(examples)
    assert model.weight("source", "from the moon") == pytest.approx(0)
    still = Model(model.won, model.lost, model.counts, 0.0)
    assert still.chance(features) == still.chance({})


@given(examples)
def test_a_model_comes_back_from_its_json_as_it_was(examples):
    model = damped(examples)
    again = Model(**model.as_json())
    assert again.chance({"source": "web", "phone": "yes"}) == model.chance({"source": "web", "phone": "yes"})
    assert 0 <= model.damping <= 1


@given(st.lists(st.tuples(st.integers(0, 5).map(lambda each: each / 5), st.booleans()), max_size=40))
def test_ranking_is_the_share_of_pairs_in_the_right_order(foretold):
    pairs = [(a, b) for a, won in foretold if won for b, other in foretold if not other]
    expected = sum(1.0 if a > b else 0.5 if a == b else 0.0 for a, b in pairs) / len(pairs) if pairs else 0.5
    assert ranking(foretold) == pytest.approx(expected)


def test_it_finds_what_there_is_to_find():
    model, accuracy = learn(told({"referral": 0.6, "web": 0.1}, 1000))
    assert model.chance({"source": "referral"}) == pytest.approx(0.6, abs=0.07)
    assert model.chance({"source": "web"}) == pytest.approx(0.1, abs=0.05)
    assert accuracy.is_useful
    assert accuracy.tested == 200
    assert accuracy.ranking > 0.65
    [(name, value, weight)] = model.reasons({"source": "referral"})
    assert (name, value) == ("source", "referral")
    assert weight > 0


def test_features_that_say_the_same_are_not_believed_twice():
    twins = [
        (each | {f"again{place}": each["source"] for place in range(6)}, won)
        for each, won in told({"referral": 0.6, "web": 0.2}, 1500)
    ]
    model = damped(twins)
    assert model.damping < 0.5
    assert model.chance(twins[0][0] | dict.fromkeys(twins[0][0], "referral")) == pytest.approx(0.6, abs=0.12)


def test_noise_is_no_experience():
    """Over many companies in which nothing tells customers from others, what is learned hardly ever looks good."""
    useful = [learn(told({"referral": 0.3, "web": 0.3}, 400, seed))[1].error for seed in range(10)]
    base = [learn(told({"referral": 0.3, "web": 0.3}, 400, seed))[1].base_error for seed in range(10)]
    assert sum(useful) >= sum(base) - 0.01


def test_the_newest_fifth_is_measured_by_what_the_others_taught():
    older, newest = told({"referral": 0.6, "web": 0.1}, 80), told({"referral": 0.1, "web": 0.6}, 20, seed=2)
    _model, accuracy = learn([*older, *newest])
    assert accuracy == measured(damped(older), newest)


@pytest.mark.parametrize(("share", "shown"), [(0.0001, 1), (0.424, 42), (0.425, 43), (0.9999, 99)])
def test_a_chance_is_said_of_a_hundred_and_never_certain(share, shown):
    assert in_hundred(share) == shown
