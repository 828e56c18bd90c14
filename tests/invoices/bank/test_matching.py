"""What a booking most likely pays. Sure is only what leaves no doubt."""

from __future__ import annotations

import pytest

from salesapp.invoices.bank.matching import Booked, Certainty, Due, Why, named_in, propose

ECHO, BOLT = ("account", 1), ("account", 2)
DUE = (
    Due(1, "INV-2026-00042", 44748, ECHO, frozenset({"echo", "foods"})),
    Due(2, "INV-2026-00043", 10000, ECHO, frozenset({"echo", "foods"})),
    Due(3, "INV-2026-00421", 10000, BOLT, frozenset({"bolt"})),
)


def said(booked: Booked) -> tuple[Certainty, tuple[tuple[int, int], ...], tuple[Why, ...]]:
    found = propose(booked, DUE)
    return found.certainty, found.parts, found.why


@pytest.mark.parametrize(
    "text",
    [
        "INV-2026-00042",
        "Rechnung inv 2026 00042 v. 20.11.2026",
        "RE.NR.INV202600042/KD 5",
        "INV-2026-0 0042",
        "INV/2026/00042, 12.11.2026",
    ],
)
def test_the_number_is_found_however_it_is_written(text):
    assert [each.id for each in named_in(text, DUE)] == [1]
    assert said(Booked(44748, text)) == (Certainty.SURE, ((1, 44748),), (Why.NUMBER, Why.AMOUNT))


@pytest.mark.parametrize("text", ["INV-2026-000421", "2026-00042", "", "INV-2026-0042", "1INV"])
def test_another_number_is_not_taken_for_it(text):
    assert named_in(text, DUE) == []


def test_several_numbers_with_their_sum_are_sure_and_another_sum_is_not():
    both = "INV-2026-00042 + INV-2026-00043"
    assert said(Booked(54748, both)) == (
        Certainty.SURE,
        ((1, 44748), (2, 10000)),
        (Why.NUMBER, Why.AMOUNT),
    )
    assert said(Booked(50000, both)) == (Certainty.LIKELY, ((1, 44748), (2, 5252)), (Why.NUMBER,))
    assert said(Booked(60000, both)) == (Certainty.LIKELY, ((1, 44748), (2, 10000)), (Why.NUMBER,))


def test_a_known_payer_with_one_invoice_of_the_amount_is_sure():
    assert said(Booked(10000, "", payer=ECHO)) == (Certainty.SURE, ((2, 10000),), (Why.PAYER, Why.AMOUNT))
    assert said(Booked(54748, "", payer=ECHO))[:2] == (Certainty.LIKELY, ((1, 44748), (2, 10000)))
    assert said(Booked(500, "", payer=ECHO)) == (Certainty.LIKELY, ((1, 500),), (Why.PAYER,))


def test_a_name_is_never_sure():
    words = frozenset({"echo", "foods", "koln"})
    assert said(Booked(10000, "", words)) == (Certainty.LIKELY, ((2, 10000),), (Why.NAME, Why.AMOUNT))


def test_an_amount_alone_proposes_only_where_one_invoice_comes_to_it():
    assert said(Booked(44748, "thanks")) == (Certainty.LIKELY, ((1, 44748),), (Why.AMOUNT,))
    assert said(Booked(10000, "thanks"))[0] is Certainty.NONE


def test_numbers_of_two_customers_and_money_that_went_out_are_left_to_a_person():
    assert said(Booked(20001, "INV-2026-00043 INV-2026-00421"))[0] is Certainty.NONE
    assert said(Booked(-44748, "INV-2026-00042"))[0] is Certainty.NONE
