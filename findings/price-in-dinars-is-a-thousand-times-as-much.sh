#!/usr/bin/env bash
# A price with three decimals is read as a thousand times as much, also where its currency has three decimals.
#
# One would expect: BHD 12.345 is twelve dinars and 345 fils, since the currency stands beside it; 0.125 € is an eighth of a
#   euro, as no thousands begin with a nought.
# What happens: whatever has three digits behind its only point counts as thousands: 12,345 dinars, and 125 euros. Only an
#   explicit decimal separator helps. Our own reader (core/parsing/) is told the currency's decimals and the reader's language.
# Seen with: price-parser 0.5.1
# Source: ISO 4217, list one: BHD, IQD, JOD, KWD, LYD, OMR and TND have three decimals.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check price-parser==0.5.1
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from price_parser import Price

read = {text: Price.fromstring(text).amount_float for text in ("BHD 12.345", "0.125 €", "BHD 12.34")}
print(read)
assert read == {"BHD 12.345": 12345.0, "0.125 €": 125.0, "BHD 12.34": 12.34}, read
PYTHON
