#!/usr/bin/env bash
# A Swiss price of more than a thousand francs is read as one franc.
#
# One would expect: CHF 1’234.50, with the apostrophe U+2019 that Swiss typography and CLDR's de-CH set between thousands, is
#   1234.50, as it is with the straight one of a keyboard.
# What happens: reading stops at the apostrophe: 1.00. With the straight apostrophe it is 1234.50. Word and Excel in a Swiss
#   setting write the first. Our own reader takes both.
# Seen with: price-parser 0.5.1
# Source: CLDR, de-CH, numbers/symbols/group; Swiss Federal Chancellery, Schreibweisungen, numbers.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check price-parser==0.5.1
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from price_parser import Price

read = {text: Price.fromstring(text).amount_float for text in ("CHF 1\u2019234.50", "CHF 1'234.50")}
print(read)
assert read == {"CHF 1\u2019234.50": 1.0, "CHF 1'234.50": 1234.5}, read
PYTHON
