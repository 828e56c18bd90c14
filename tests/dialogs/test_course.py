"""The way through a dialog."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from salesapp.dialogs.course import END, course

questions = st.lists(st.integers(1, 12), unique=True, min_size=1, max_size=8)


@st.composite
def conversations(draw):
    """An order of questions, any jumps between any of them, and answers to some."""
    order = draw(questions)
    keys = st.sampled_from(order)
    answers = st.integers(1, 3)
    jumps = draw(st.dictionaries(st.tuples(keys, answers), st.sampled_from([END, *order]), max_size=12))
    said = draw(st.dictionaries(keys, st.none() | answers))
    return order, jumps, said


@given(conversations())
def test_every_way_ends_goes_forward_and_asks_only_what_is_not_answered(conversation):
    order, jumps, said = conversation
    found = course(order, jumps, said)
    places = [order.index(each) for each in found.asked]
    assert places == sorted(set(places))
    assert all(each in said for each in found.asked)
    assert found.waiting is None or (found.waiting in order and found.waiting not in said)
    assert found.waiting is None or all(order.index(found.waiting) > place for place in places)


@given(conversations())
def test_one_answer_more_never_takes_back_what_was_asked(conversation):
    order, jumps, said = conversation
    before = course(order, jumps, said)
    if before.waiting is not None:
        after = course(order, jumps, {**said, before.waiting: None})
        assert after.asked[: len(before.asked) + 1] == (*before.asked, before.waiting)


def test_an_answer_leads_past_questions_or_to_the_end():
    order, jumps = [1, 2, 3, 4], {(1, 10): 3, (3, 30): END}
    assert course(order, jumps, {}).waiting == 1
    assert course(order, jumps, {1: 11}).waiting == 2
    assert course(order, jumps, {1: 10}).waiting == 3
    through = course(order, jumps, {1: 10, 2: None, 3: 30})
    assert (through.asked, through.is_through) == ((1, 3), True)


def test_a_jump_back_goes_on_with_the_next_question():
    assert course([1, 2, 3], {(2, 20): 1}, {1: None, 2: 20}).waiting == 3
