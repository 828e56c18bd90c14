"""When a report comes: on the reader's clocks, once a day at most, also where clocks are turned."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from salesapp.reports.subscriptions.rhythm import Rhythm


@pytest.mark.parametrize(
    ("days", "zone", "after", "at"),
    [
        ("day", "Europe/Berlin", "2026-11-30T06:59", "2026-11-30T07:00"),
        ("day", "Europe/Berlin", "2026-11-30T07:00", "2026-12-01T07:00"),
        ("day", "Asia/Shanghai", "2026-11-30T00:00", "2026-12-01T00:00"),
        ("workdays", "Europe/Berlin", "2026-11-27T08:00", "2026-11-30T07:00"),
        ("week-2", "America/New_York", "2026-11-30T00:00", "2026-12-02T13:00"),
        ("month-15", "Pacific/Kiritimati", "2026-11-30T00:00", "2026-12-14T18:00"),
        ("month-end", "Europe/Berlin", "2027-02-01T00:00", "2027-02-28T07:00"),
    ],
)
def test_the_next_time_is_eight_on_the_readers_clocks(days, zone, after, at):
    found = Rhythm(days, 8 * 60).next_after(datetime.fromisoformat(after).replace(tzinfo=UTC), zone)
    assert found == datetime.fromisoformat(at).replace(tzinfo=UTC)


def test_every_day_has_one_time_also_where_the_clocks_are_turned():
    """Half past two is twice on 25 October and not at all on 29 March."""
    for begin in ("2026-03-26", "2026-10-22"):
        at = datetime.fromisoformat(begin).replace(tzinfo=UTC)
        for number in range(7):
            at = Rhythm("day", 150).next_after(at, "Europe/Berlin")
            wanted = datetime.fromisoformat(begin).date() + timedelta(days=number)
            assert at.astimezone(ZoneInfo("Europe/Berlin")).date() == wanted
