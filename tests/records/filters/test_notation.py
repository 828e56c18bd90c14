"""A filter in an address: read back as the same tree, refused with a sentence where it is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesapp.core.errors import RuleBroken
from salesapp.records.filters.conditions import Condition, Group, Has, Operator
from salesapp.records.filters.notation import read, written

names = st.sampled_from(["name", "close_on", "account.industry"])
plain = st.builds(Condition, names, st.sampled_from([Operator.EMPTY, Operator.FILLED]))
one = st.builds(
    Condition,
    names,
    st.sampled_from([Operator.EQUALS, Operator.AT_LEAST]),
    st.tuples(st.text(min_size=0, max_size=8)),
)
several = st.builds(
    Condition,
    names,
    st.just(Operator.ONE_OF),
    st.lists(st.text(max_size=8), min_size=1, max_size=3).map(tuple),
)
parts = st.recursive(
    plain | one | several,
    lambda inner: (
        st.builds(Group, st.lists(inner, max_size=3).map(tuple), st.booleans())
        | st.builds(
            Has,
            st.sampled_from(["activities", "accounts.parent"]),
            st.booleans(),
            st.lists(inner, max_size=3).map(tuple),
        )
    ),
    max_leaves=6,
)


@given(st.lists(parts, min_size=2, max_size=4).map(tuple))
def test_what_is_written_is_read_back(found):
    assert read(written(Group(found))) == Group(found)


def test_it_is_read_as_people_read_it():
    text = "industry:one-of:tech,retail;any(amount:min:1000;none(activities;done_at:within:last-90-days))"
    recent = Condition("done_at", Operator.WITHIN, ("last-90-days",))
    assert read(text) == Group(
        (
            Condition("industry", Operator.ONE_OF, ("tech", "retail")),
            Group(
                (
                    Condition("amount", Operator.AT_LEAST, ("1000",)),
                    Has("activities", some=False, parts=(recent,)),
                ),
                any=True,
            ),
        )
    )
    assert written(read(text)) == text
    assert (
        written(Group((Condition("name", Operator.CONTAINS, ("a,b;(c)!",)),)))
        == "name:contains:a!,b!;!(c!)!!"
    )


@pytest.mark.parametrize(
    "text",
    ["name", "name:", "name:is:x", "name:equals", "name:empty:x", "name:equals:a,b", "any(", "any(name:empty",
     "name:empty)", ";name:empty", "has()", "Name:empty", "a.b.c:empty", "any(" * 9 + ")" * 9,
     ";".join(["name:empty"] * 51), "name:equals:" + "x" * 4000],
)  # fmt: skip
def test_what_is_no_filter_is_refused_with_a_sentence(app, text):
    with pytest.raises(RuleBroken, match="This filter can’t be read"):
        read(text)


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00", "9999-12-31T23:59", "0001-01-01", "yesterdayT", "2026-02-30"]
)
def test_a_moment_that_is_none_in_some_zone_is_refused_in_words(as_user, text):
    answer = as_user("root").get(f"/orders?closed_at={text}")
    assert answer.status_code == 200
    assert f"“{text}” is no day. Enter it like 2026-11-30." in answer.text
