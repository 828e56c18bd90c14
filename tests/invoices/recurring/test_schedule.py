"""Due dates and the days that each of them covers."""

from __future__ import annotations

from datetime import date

import pytest

from salesapp.invoices.recurring.schedule import Covers, Schedule, Unit


def dates(schedule: Schedule, count: int) -> list[str]:
    return [schedule.nth(place).isoformat() for place in range(count)]


@pytest.mark.parametrize(
    ("schedule", "days"),
    [
        (
            Schedule(1, Unit.MONTH, date(2027, 1, 31)),
            ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"],
        ),
        (Schedule(1, Unit.MONTH, date(2028, 1, 30)), ["2028-01-30", "2028-02-29", "2028-03-30"]),
        (Schedule(2, Unit.WEEK, date(2026, 12, 28)), ["2026-12-28", "2027-01-11"]),
        (Schedule(1, Unit.QUARTER, date(2026, 11, 30)), ["2026-11-30", "2027-02-28", "2027-05-30"]),
        (Schedule(1, Unit.YEAR, date(2028, 2, 29)), ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28"]),
        (Schedule(4, Unit.YEAR, date(2028, 2, 29)), ["2028-02-29", "2032-02-29"]),
        (
            Schedule(1, Unit.MONTH, date(2027, 2, 28), month_end=True),
            ["2027-02-28", "2027-03-31", "2027-04-30"],
        ),
        (Schedule(1, Unit.MONTH, date(2027, 2, 10), month_end=True), ["2027-02-28", "2027-03-31"]),
    ],
)
def test_dates_are_counted_from_the_first_one_so_that_a_short_month_shortens_no_other(schedule, days):
    assert dates(schedule, len(days)) == days


@pytest.mark.parametrize(
    ("schedule", "covers", "period"),
    [
        (Schedule(1, Unit.MONTH, date(2027, 2, 1)), Covers.COMING, (date(2027, 2, 1), date(2027, 2, 28))),
        (Schedule(1, Unit.MONTH, date(2027, 2, 1)), Covers.PAST, (date(2027, 1, 1), date(2027, 1, 31))),
        (Schedule(1, Unit.MONTH, date(2027, 2, 1)), Covers.DAY, (date(2027, 2, 1), None)),
        (Schedule(1, Unit.QUARTER, date(2027, 1, 15)), Covers.COMING, (date(2027, 1, 15), date(2027, 4, 14))),
        (
            Schedule(1, Unit.MONTH, date(2027, 1, 31), month_end=True),
            Covers.PAST,
            (date(2027, 1, 1), date(2027, 1, 31)),
        ),
        (
            Schedule(1, Unit.MONTH, date(2027, 1, 31), month_end=True),
            Covers.COMING,
            (date(2027, 2, 1), date(2027, 2, 28)),
        ),
        (Schedule(1, Unit.WEEK, date(2027, 1, 4)), Covers.PAST, (date(2026, 12, 28), date(2027, 1, 3))),
    ],
)
def test_the_period_runs_from_date_to_date_and_at_the_end_of_a_month_over_whole_months(
    schedule, covers, period
):
    assert schedule.period(0, covers) == period


def test_periods_follow_each_other_without_a_gap_and_without_a_day_twice():
    for schedule in (
        Schedule(1, Unit.MONTH, date(2027, 1, 31)),
        Schedule(1, Unit.MONTH, date(2027, 1, 31), month_end=True),
        Schedule(3, Unit.WEEK, date(2027, 1, 31)),
    ):
        for covers in (Covers.COMING, Covers.PAST):
            for place in range(30):
                _begin, end = schedule.period(place, covers)
                begin, _end = schedule.period(place + 1, covers)
                assert end is not None
                assert (begin - end).days == 1


def test_behind_the_calendar_there_is_no_date():
    with pytest.raises(OverflowError):
        Schedule(60, Unit.YEAR, date(2027, 1, 31)).nth(600)
