"""When a report comes: every day, on workdays, on a day of the week or of the month, at a time of the day. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_day_names

from salesapp.core.i18n import _

SHAPE = re.compile(r"day|workdays|week-[0-6]|month-([1-9]|1[0-9]|2[0-8])|month-end", re.ASCII)
SATURDAY = 5
MONTH_DAYS = (1, 2, 5, 10, 15, 20, 25)
"""The days of a month that are proposed, besides its last one."""


@dataclass(frozen=True)
class Rhythm:
    """`day`, `workdays`, `week-0` (Monday), `month-15`, `month-end`; at so many minutes after midnight."""

    days: str
    minutes: int

    def holds(self, day: date) -> bool:
        """Whether it comes on that day."""
        kind, _dash, which = self.days.partition("-")
        if kind == "week":
            return day.weekday() == int(which)
        if kind == "month":
            return day.day == (monthrange(day.year, day.month)[1] if which == "end" else int(which))
        return kind == "day" or day.weekday() < SATURDAY

    def next_after(self, moment: datetime, zone: str) -> datetime:
        """The first time behind that moment on the clocks of the zone.

        It is one time a day: of an hour that comes twice the first, of one that is left out the same by the old clock.
        """
        day = moment.astimezone(ZoneInfo(zone)).date()
        while True:
            clock = time(*divmod(self.minutes, 60))
            at = datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)
            if at > moment and self.holds(day):
                return at
            day += timedelta(days=1)


def choices(locale: Locale) -> list[tuple[str, str]]:
    """(rhythm, words) of the days that are proposed."""
    names = get_day_names("wide", locale=locale)
    return [
        ("day", _("Every day")),
        ("workdays", _("Monday to Friday")),
        *((f"week-{number}", _("Every %(weekday)s", weekday=names[number])) for number in range(7)),
        *((f"month-{number}", _("On day %(num)s of the month", num=number)) for number in MONTH_DAYS),
        ("month-end", _("On the last day of the month")),
    ]


def words(days: str, locale: Locale) -> str:
    """What is said of it."""
    number = days.removeprefix("month-")
    known = dict(choices(locale)).get(days)
    return known or _("On day %(num)s of the month", num=number)
