"""How quickly leads come in, as plain arithmetic."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesapp.leads.trade_fairs.pace import hour_begins, per_hour

NINE = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "begins"),
    [("UTC", "09:00"), ("Europe/Berlin", "09:00"), ("Asia/Kolkata", "09:30"), ("Asia/Kathmandu", "09:15")],
)
def test_an_hour_begins_when_the_clock_on_the_wall_says_so(zone, begins):
    assert f"{hour_begins(NINE.replace(minute=44), zone):%H:%M}" == begins


@given(
    st.integers(0, 2_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    st.sampled_from(
        ["UTC", "Europe/Berlin", "Asia/Shanghai", "Asia/Kolkata", "America/St_Johns", "Asia/Kathmandu"]
    ),
)
def test_an_hour_is_never_ahead_and_never_longer_ago_than_an_hour(now, zone):
    begins = hour_begins(now, zone)
    assert begins <= now < begins + timedelta(hours=1)
    there = begins.astimezone(ZoneInfo(zone))
    assert (there.minute, there.second, there.microsecond) == (0, 0, 0)


@given(st.integers(0, 10_000), st.timedeltas(timedelta(microseconds=1), timedelta(days=30)))
def test_a_pace_times_the_time_is_the_count(count, passed):
    pace = per_hour(count, NINE, NINE + passed)
    hours = Decimal(passed // timedelta(microseconds=1)) / Decimal(3_600_000_000)
    assert abs(pace - count / hours) <= Decimal("0.05") + count / hours * Decimal("1e-20")


def test_the_pace_over_an_hour_and_before_any_time_has_passed():
    assert per_hour(5, NINE, NINE + timedelta(minutes=40)) == Decimal("7.5")
    assert per_hour(5, NINE, NINE + timedelta(hours=3)) == Decimal("1.7")
    assert per_hour(5, NINE, NINE) is None
