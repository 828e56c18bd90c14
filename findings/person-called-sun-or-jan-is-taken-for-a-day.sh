#!/usr/bin/env bash
# A note "Call Sun Li about the quote" is due on Sunday.
#
# One would expect: a day is found in a note where a day is written: in "Call Anna on Tuesday", and none in "Call Sun Li".
# What happens: whatever can be a short name of a day or month is one: Sun Li, Mr. May and Jan, who are common names of customers,
#   become dates, and Jan and Tuesday together one day in January.
# Seen with: dateparser 1.5.0 (search_dates)
# Source: the package’s documentation of dateparser.search: finds substrings that represent date and time
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dateparser==1.5.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime

from dateparser.search import search_dates

settings = {"RELATIVE_BASE": datetime(2026, 11, 30, 12), "PREFER_DATES_FROM": "future"}
notes = ("Call Anna on Tuesday", "Call Sun Li about the quote", "Meet Jan on Tuesday")
seen = [[(words, str(when.date())) for words, when in search_dates(note, languages=["en"], settings=settings) or []] for note in notes]
print(seen)
assert seen[0][0][1] == "2026-12-01"
assert seen[1] == [("Sun", "2026-12-06")]
assert seen[2][0][0] == "Jan on Tuesday" and seen[2][0][1].startswith("2027-01")
PYTHON
