#!/usr/bin/env bash
# Large numbers in Chinese are counted in thousands and millions, as nobody counts in Chinese.
#
# One would expect: 12,000 is 1.2万 and 120,000,000 is 1.2亿 when the language is Chinese: numbers are counted by ten thousands.
# What happens: they are 12.0 千 and 120.0 百万: the English steps with translated words. Babel's compact format has 万 and 亿, and
#   is what our charts use.
# Seen with: humanize 4.17.0, Babel 2.19.0
# Source: CLDR, zh, numbers/decimalFormatLength short: 0万 from 10,000 and 0亿 from 100,000,000.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check humanize==4.17.0 babel==2.19.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import humanize
from babel.numbers import format_compact_decimal

humanize.i18n.activate("zh_CN")
steps = [12_000, 120_000_000]
words = [humanize.intword(each) for each in steps]
cldr = [format_compact_decimal(each, locale="zh", fraction_digits=1) for each in steps]
print(words, cldr)
assert words == ["12.0 千", "120.0 百万"] and cldr == ["1.2万", "1.2亿"], (words, cldr)
PYTHON
