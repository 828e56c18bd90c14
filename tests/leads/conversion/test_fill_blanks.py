"""Filling blanks: what a record holds is never overwritten, whatever it holds and whatever is offered."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesapp.leads.conversion.fill_blanks import filling, is_blank

values = st.one_of(
    st.none(), st.text(max_size=12), st.integers(), st.booleans(), st.decimals(allow_nan=False), st.just("  ")
)
records = st.dictionaries(st.sampled_from("abcdef"), values)


@given(held=records, offered=records)
def test_filling_never_overwrites(held, offered):
    gained = filling(held, offered)
    after = {**held, **gained.fills}
    assert all(after[name] == value for name, value in held.items() if not is_blank(value))
    assert gained.fills.keys() <= held.keys()


@given(held=records, offered=records)
def test_every_blank_that_the_lead_knows_is_filled(held, offered):
    gained = filling(held, offered)
    after = {**held, **gained.fills}
    assert all(not is_blank(after[name]) for name in held if not is_blank(offered.get(name)))


@given(held=records, offered=records)
def test_filling_twice_fills_nothing_more(held, offered):
    once = {**held, **filling(held, offered).fills}
    assert not filling(once, offered).fills


@given(held=records, offered=records)
def test_what_stays_is_what_the_record_holds(held, offered):
    gained = filling(held, offered)
    assert all(held[name] == value for name, value in gained.keeps.items())
    assert not gained.keeps.keys() & gained.fills.keys()


@given(held=records, one=records, other=records)
def test_the_digest_tells_two_fillings_apart(held, one, other):
    first, second = filling(held, one), filling(held, other)
    same = {name: str(value) for name, value in first.fills.items()} == {
        name: str(value) for name, value in second.fills.items()
    }
    assert (first.digest == second.digest) is same


@pytest.mark.parametrize("value", [0, False, Decimal(0), "0", "x"])
def test_nought_and_no_are_answers(value):
    assert not is_blank(value)


@pytest.mark.parametrize(
    ("held", "offered"),
    [
        ("+49 40 1234567", "040 1234567"),
        ("ACME ", "acme"),
        ("https://acme.example/", "https://acme.example"),
        ("0049 40 1234567", "+49 (40) 123-4567"),
    ],
)
def test_another_notation_is_no_difference(held, offered):
    assert not filling({"a": held}, {"a": offered}).keeps


@pytest.mark.parametrize(
    ("held", "offered"), [("Acme", "Bolt"), ("+49 40 1234567", "+49 30 7654321"), (5, 7)]
)
def test_a_difference_is_named(held, offered):
    assert filling({"a": held}, {"a": offered}).keeps == {"a": held}
