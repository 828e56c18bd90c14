#!/usr/bin/env bash
# "Next Friday", said on a Monday, is in four days for one library and in eleven for the other; "mid December" is its first day.
#
# One would expect: whichever reading is chosen, both libraries that read such words agree, and the middle of a month is near its 15th.
# What happens: on Monday 30 November dateparser takes next Friday as 4 December and parsedatetime as 11 December. parsedatetime drops
#   the word mid without a word and gives 1 December, with the flag that says a date was understood; dateparser gives nothing for it.
# Seen with: dateparser 1.5.0, parsedatetime 2.6
# Source: both packages’ documentation of relative dates
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dateparser==1.5.0 parsedatetime==2.6
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime

import dateparser
import parsedatetime

monday = datetime(2026, 11, 30, 12)
settings = {"RELATIVE_BASE": monday, "PREFER_DATES_FROM": "future"}
calendar = parsedatetime.Calendar()


def both(text):
    found = dateparser.parse(text, languages=["en"], settings=settings)
    there, understood = calendar.parseDT(text, monday)
    return (found and str(found.date()), str(there.date()), understood)


seen = {text: both(text) for text in ("tomorrow", "next friday", "mid december")}
print(seen)
assert seen["tomorrow"] == ("2026-12-01", "2026-12-01", 1)
assert seen["next friday"] == ("2026-12-04", "2026-12-11", 1)
assert seen["mid december"][1:] == ("2026-12-01", 1)
PYTHON
