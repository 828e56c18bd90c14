#!/usr/bin/env bash
# An instant with a fixed offset loses it when an event is written and read again.
#
# One would expect: a start of 09:00 at UTC+8 comes back as that instant.
# What happens: the event names a zone "UTC+08:00" that it does not define; read again, the start is 09:00 without any zone, another instant
#   for every reader elsewhere. UTC and named zones come back right.
# Seen with: icalendar 7.3.2
# Source: RFC 5545 3.3.5 (a TZID must be defined by a VTIMEZONE); run here
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.2 tzdata
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo
from icalendar import Event
for zone, kept in ((timezone(timedelta(hours=8)), False), (timezone.utc, True), (ZoneInfo("Asia/Shanghai"), True)):
    start = datetime(2026, 12, 1, 9, tzinfo=zone)
    event = Event()
    event.add("dtstart", start)
    again = Event.from_ical(event.to_ical()).decoded("dtstart")
    print(zone, "->", event.to_ical().decode().splitlines()[1], "->", again.isoformat())
    assert (again.tzinfo is not None and again == start) is kept
PYTHON
