#!/usr/bin/env bash
# An event is written without the time stamp that the calendar format requires.
#
# One would expect: a Calendar that holds an Event is valid iCalendar when written: DTSTAMP is there, as UID is made where none
#   was given.
# What happens: UID is made, DTSTAMP is not. Importers that keep to the format refuse the file, or cannot tell which of two
#   versions of the event is newer.
# Seen with: ics 0.7.3
# Source: RFC 5545, 3.6.1 and 3.8.7.2: DTSTAMP is REQUIRED in each VEVENT and must occur once.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ics==0.7.3
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from ics import Calendar, Event

calendar = Calendar(events=[Event(name="Visit", begin="2026-07-01 09:00:00", end="2026-07-01 10:00:00")])
names = {line.partition(":")[0] for line in calendar.serialize().splitlines()}
print(sorted(names))
assert "UID" in names and "DTSTAMP" not in names, names
PYTHON
