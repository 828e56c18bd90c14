"""The only source of the present moment, so that tests and the demo company can travel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_travelled_to: ContextVar[datetime | None] = ContextVar("travelled_to", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _travelled_to.get() or datetime.now(UTC)


def today(zone: str) -> date:
    """The calendar day it is in `zone`. Whose day it is, `company.today_for` says."""
    return now().astimezone(ZoneInfo(zone)).date()


@cache
def zones() -> tuple[str, ...]:
    """The name of every time zone, sorted: Python opens six hundred files each time it is asked."""
    return tuple(sorted(available_timezones()))


@contextmanager
def travel(to: datetime) -> Iterator[None]:
    """Makes `now()` stand still at `to` (aware) for the block."""
    token = _travelled_to.set(to.astimezone(UTC))
    try:
        yield
    finally:
        _travelled_to.reset(token)


def pass_time(by: timedelta) -> None:
    """Moves the travelled clock on; only inside `travel`."""
    standing = _travelled_to.get()
    if standing is None:
        raise RuntimeError("time passes by itself outside clock.travel()")
    _travelled_to.set(standing + by)
