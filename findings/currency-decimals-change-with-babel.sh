#!/usr/bin/env bash
# The decimals of a currency are not a constant of the formatting library.
#
# One would expect: get_currency_precision says how many minor units a currency has by ISO 4217, and stays.
# What happens: it says how many decimals CLDR shows, and CLDR 48 took them from the forint, the rupiah and the Colombian peso and gave
#   the dinar two. Amounts stored as minor units with the help of the older version read a hundred times too large.
# Seen with: babel 2.18.0 and 2.19.0
# Source: Babel changelog 2.19 (CLDR 48); ISO 4217 lists HUF, IDR, COP and RSD with two
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --target "$folder/old" babel==2.18.0 && "$folder/venv/bin/pip" install --quiet --disable-pip-version-check --target "$folder/new" babel==2.19.0
"$folder/venv/bin/python" - <<'PYTHON'
import subprocess, sys, pathlib
folder = pathlib.Path(sys.prefix).parent
ask = "from babel.numbers import get_currency_precision as d; print([d(c) for c in ('HUF','IDR','COP','RSD','EUR')])"
seen = {}
for version in ("old", "new"):
    run = subprocess.run([sys.executable, "-c", ask], env={"PYTHONPATH": str(folder / version)}, capture_output=True, text=True, check=True)
    seen[version] = run.stdout.strip()
    print(version, "HUF IDR COP RSD EUR:", seen[version])
assert seen == {"old": "[2, 2, 2, 0, 2]", "new": "[0, 0, 0, 2, 2]"}, seen
PYTHON
