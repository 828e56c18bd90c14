#!/usr/bin/env bash
# A call agreed in French for tomorrow at half past nine is put down for nine in the evening, in German for the present hour,
# and in Chinese not at all.
#
# One would expect: "demain à 9 h 30", "morgen um 9 Uhr" and "明天9点" are tomorrow at 9:30 and at 9:00, as "tomorrow 9am" is.
# What happens: asked at noon, the French hour, written with spaces as French typography wants it, counts as nine hours from now
#   (21:00); the German one is dropped without a word (12:00); the Chinese is None, as is "11月5日", a day without a year. Only
#   9:30 with a colon is read in all of them.
# Seen with: dateparser 1.5.0
# Source: the library's documentation, supported languages and locales: de, fr and zh, with relative dates; Imprimerie
#   nationale, Lexique des règles typographiques, heures.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dateparser==1.5.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import warnings
from datetime import datetime

import dateparser

warnings.simplefilter("ignore")
NOON = {"RELATIVE_BASE": datetime(2026, 11, 30, 12, 0)}
typed = [("demain à 9 h 30", "fr"), ("morgen um 9 Uhr", "de"), ("明天9点", "zh"), ("11月5日", "zh"), ("tomorrow 9am", "en")]
read = {text: str(dateparser.parse(text, languages=[language], settings=NOON)) for text, language in typed}
print(read)
assert list(read.values()) == ["2026-12-01 21:00:00", "2026-12-01 12:00:00", "None", "None", "2026-12-01 09:00:00"], read
PYTHON
