"""Moments in forms: typed and shown on the clocks of the reader, kept in UTC."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from wtforms import DateTimeLocalField
from wtforms.fields.choices import SelectChoice

from salesapp.core import clock
from salesapp.core.i18n import _
from salesapp.web.filters import zone

YEARS = range(1900, 2200)
"""Beyond them nobody meets, and the clocks of some zone run out of years."""


class InstantField(DateTimeLocalField):
    """An instant, typed and shown on the clocks of the reader's zone."""

    data: datetime | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data.astimezone(ZoneInfo(zone())):%Y-%m-%dT%H:%M}"

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is not None:
            if self.data.year not in YEARS:
                self.data = None
                raise ValueError(
                    _("Choose a date between %(first)s and %(last)s.", first=YEARS[0], last=YEARS[-1])
                )
            self.data = self.data.replace(tzinfo=ZoneInfo(zone())).astimezone(UTC)


def zones() -> list[SelectChoice]:
    """Every time zone there is."""
    return [SelectChoice(each) for each in clock.zones()]
