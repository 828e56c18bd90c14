"""How quickly leads come in: plain arithmetic on instants."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from salesapp.core.money import round_half_up

HOUR = timedelta(hours=1)


def hour_begins(now: datetime, zone: str) -> datetime:
    """When the hour began that a clock in that zone shows now; zones differ by half and quarter hours too."""
    there = now.astimezone(ZoneInfo(zone))
    since = timedelta(minutes=there.minute, seconds=there.second, microseconds=there.microsecond)
    return now.astimezone(UTC) - since


def per_hour(count: int, begun: datetime, until: datetime) -> Decimal | None:
    """So many in an hour, to one decimal; None where no time has passed."""
    passed = (until - begun) // timedelta(microseconds=1)
    if passed <= 0:
        return None
    return round_half_up(Decimal(count * (HOUR // timedelta(microseconds=1))) / passed, 1)
