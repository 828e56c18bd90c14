"""What people's words for days mean, at the ends of weeks, months and fiscal years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from salesapp.records.filters.periods import COMMON, FURTHER, NAMED, is_period, label, span


def days(word: str, today: str, fiscal_start: int = 1) -> tuple[str, str]:
    found = span(word, date.fromisoformat(today), fiscal_start)
    return (str(found.first or "…"), str(found.last or "…"))


@pytest.mark.parametrize(
    ("word", "today", "fiscal_start", "expected"),
    [
        ("this-week", "2026-11-29", 1, ("2026-11-23", "2026-11-29")),  # a Sunday ends its week
        ("next-week", "2026-12-31", 1, ("2027-01-04", "2027-01-10")),
        ("last-month", "2026-01-31", 1, ("2025-12-01", "2025-12-31")),
        ("this-month", "2028-02-29", 1, ("2028-02-01", "2028-02-29")),
        ("this-quarter", "2026-11-30", 1, ("2026-10-01", "2026-12-31")),
        ("this-quarter", "2026-11-30", 2, ("2026-11-01", "2027-01-31")),  # the fiscal year begins in February
        ("this-quarter", "2026-01-31", 2, ("2025-11-01", "2026-01-31")),
        ("last-quarter", "2026-02-01", 2, ("2025-11-01", "2026-01-31")),
        ("this-year", "2026-03-31", 4, ("2025-04-01", "2026-03-31")),
        ("next-year", "2026-04-01", 4, ("2027-04-01", "2028-03-31")),
        ("this-year-to-date", "2026-03-31", 4, ("2025-04-01", "2026-03-31")),
        ("last-year-to-date", "2028-02-29", 1, ("2027-01-01", "2027-02-28")),
        ("last-30-days", "2026-11-30", 1, ("2026-10-31", "2026-11-30")),
        ("next-30-days", "2026-11-30", 1, ("2026-11-30", "2026-12-30")),
        ("over-90-days-ago", "2026-11-30", 1, ("…", "2026-08-31")),
        ("over-7-days-ahead", "2026-11-30", 1, ("2026-12-08", "…")),
        ("past", "2026-11-30", 1, ("…", "2026-11-29")),
        ("future", "2026-11-30", 1, ("2026-12-01", "…")),
    ],
)
def test_a_period_is_the_days_that_people_mean(word, today, fiscal_start, expected):
    assert days(word, today, fiscal_start) == expected


@pytest.mark.parametrize("fiscal_start", range(1, 13))
def test_periods_follow_one_another_without_a_gap_on_every_day_of_a_leap_year(fiscal_start):
    for number in range(366):
        today = date(2028, 1, 1) + timedelta(days=number)
        for unit in ("week", "month", "quarter", "year"):
            last, this, following = (
                span(f"{which}-{unit}", today, fiscal_start) for which in ("last", "this", "next")
            )
            assert today in this
            assert last.last + timedelta(days=1) == this.first
            assert this.last + timedelta(days=1) == following.first


def test_what_is_no_period_is_none():
    assert all(map(is_period, (*NAMED, *COMMON, *FURTHER, "last-3650-days")))
    wrong = ("", "this", "last-0-days", "over-7-days", "last-7-days-ago", "next-99999-days", "last-３-days")
    assert not any(map(is_period, wrong))


def test_a_period_is_said_in_words(app):
    assert label("over-90-days-ago") == "more than 90 days ago"
    assert label("this-quarter") == "this quarter"
