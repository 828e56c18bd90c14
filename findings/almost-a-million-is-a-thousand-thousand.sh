#!/usr/bin/env bash
# A sum just below a million is said as "1000K", one just below a hundred million in Chinese as "10000万".
#
# One would expect: compact numbers as charts and tiles show them, "€1M" and "€1亿", the unit following the number that is shown. So do
#   browsers: Intl.NumberFormat gives 1M.
# What happens: Babel chooses the unit of the number as it is and rounds afterwards, so whatever rounds up to the next unit is told as a
#   thousand (ten thousand) of the unit below.
# Seen with: Babel 2.18.0
# Source: Unicode TR 35, part 3, compact number formats; ECMA-402, notation "compact"; babel.numbers documentation
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check babel==2.18.0
"$folder/venv/bin/python" - <<'PYTHON'
from babel.numbers import format_compact_currency, format_compact_decimal

seen = {
    "999,999 €": format_compact_currency(999_999, "EUR", locale="en"),
    "999,950 € with one decimal": format_compact_currency(999_950, "EUR", locale="en", fraction_digits=1),
    "99,999,999 in Chinese": format_compact_decimal(99_999_999, locale="zh"),
    "99,999 in Chinese": format_compact_decimal(99_999, locale="zh"),
}
for number, said in seen.items():
    print(f"{number:28} {said}")
assert list(seen.values()) == ["€1000K", "€1000K", "10000万", "10万"]
PYTHON
