"""Counting what was answered."""

from __future__ import annotations

from decimal import Decimal

from salesapp.surveys.results import Asked, Given, outcomes

SCALE = [(each, each) for each in "12345"]


def test_answers_are_counted_with_their_share_of_those_who_answered_the_question():
    asked = Asked("1", "Which part?", [("a", "A"), ("b", "B")])
    (found,) = outcomes([asked], [Given({"1": "a"}, "Ada"), Given({"1": "a"}), Given({"1": "b"}), Given({})])
    assert found.answered == 3
    assert [(each.words, each.count, each.share, each.people) for each in found.tallies] == [
        ("A", 2, Decimal(67), ("Ada",)),
        ("B", 1, Decimal(33), ()),
    ]
    assert found.average is None


def test_a_scale_has_an_average_rounded_half_up_and_none_without_answers():
    asked = Asked("1", "It saves time.", SCALE)
    said = [Given({"1": each}) for each in "5444"]
    assert outcomes([asked], said)[0].average == Decimal("4.3")
    assert outcomes([asked], [])[0].average is None


def test_texts_stand_in_an_order_of_their_own_not_in_that_of_the_answers():
    asked = [Asked("1", "First?", ()), Asked("2", "Second?", ())]
    first, second = outcomes(asked, [Given({"1": "b", "2": "x"}), Given({"1": "A", "2": "y"})])
    assert [text for text, _who in first.texts] == ["A", "b"]
    assert [text for text, _who in second.texts] == ["x", "y"]
