"""Moments in forms: typed and shown on the clocks of the reader, kept in UTC."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

from wtforms import DateTimeLocalField
from wtforms.fields.choices import SelectChoice

from salesapp.web.filters import zone


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
            self.data = self.data.replace(tzinfo=ZoneInfo(zone())).astimezone(UTC)


def zones() -> list[SelectChoice]:
    """Every time zone there is."""
    return [SelectChoice(each) for each in sorted(available_timezones())]
