#!/usr/bin/env bash
# The end of a recurring meeting is written without its time zone.
#
# One would expect: an UNTIL given as 9:00 in Berlin is written in UTC (20260401T070000Z), since RFC 5545, 3.3.10, demands UTC
#   wherever DTSTART has a zone.
# What happens: the zone is left off (20260401T090000): elsewhere another instant, so the last meeting may be missing or one too
#   many; dateutil refuses such a rule. One gives the end in UTC oneself.
# Seen with: icalendar 7.3.2, python-dateutil 2.9.0.post0
# Source: RFC 5545, section 3.3.10 (UNTIL)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.2 python-dateutil==2.9.0.post0 tzdata==2026.6
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Event

berlin = ZoneInfo("Europe/Berlin")
start, end = datetime(2026, 3, 4, 9, tzinfo=berlin), datetime(2026, 4, 1, 9, tzinfo=berlin)


def rule(until):
    meeting = Event()
    meeting.add("dtstart", start)
    meeting.add("rrule", {"freq": "weekly", "until": until})
    return meeting["rrule"].to_ical().decode()


zoned, in_utc = rule(end), rule(end.astimezone(UTC))
print("end given in Berlin:", zoned)
print("end given in UTC:   ", in_utc)
assert zoned == "FREQ=WEEKLY;UNTIL=20260401T090000", zoned
assert in_utc == "FREQ=WEEKLY;UNTIL=20260401T070000Z", in_utc
print("meetings by the second:", len(list(rrulestr(in_utc, dtstart=start))))
try:
    rrulestr(zoned, dtstart=start)
except ValueError as refused:
    print("dateutil on the first:", refused)
else:
    raise SystemExit("dateutil reads the first rule now")
PYTHON
