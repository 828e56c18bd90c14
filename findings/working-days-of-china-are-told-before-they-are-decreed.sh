#!/usr/bin/env bash
# Working days in a year for which China has decreed nothing yet are answered as if they were known.
#
# One would expect: which Saturdays and Sundays are worked is decreed each autumn for the next year; for 2028 the library refuses or says
#   that it doesn't know (chinesecalendar raises NotImplementedError).
# What happens: holidays answers with the statutory days alone: no day off in exchange, no worked weekend, seven days of Spring Festival become four,
#   and no sign that the year is a guess. A due date or a reminder computed with it moves when the decree comes.
# Seen with: holidays 0.109, chinesecalendar 1.11.0
# Source: 全国年节及纪念日放假办法 (State Council Order 795) with the yearly notice of the State Council's General Office
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check holidays==0.109 chinesecalendar==1.11.0
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import date
import chinese_calendar
import holidays

def exchanged(year):
    return sum("substituted" in name for name in holidays.country_holidays("CN", years=year, language="en_US").values())

known, guess = exchanged(2026), exchanged(2028)
answer = holidays.country_holidays("CN").is_working_day(date(2028, 2, 5))
try:
    other = chinese_calendar.is_workday(date(2028, 2, 5))
except NotImplementedError as error:
    other = f"NotImplementedError: {error}"
print(f"days off in exchange: 2026 {known}, 2028 {guess} | Saturday 2028-02-05 worked: {answer} | chinesecalendar: {other}")
assert known > 0 and guess == 0 and answer is False
assert str(other).startswith("NotImplementedError")
PYTHON
