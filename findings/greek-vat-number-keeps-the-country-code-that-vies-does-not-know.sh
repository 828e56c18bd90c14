#!/usr/bin/env bash
# A Greek VAT number is found valid with a prefix under which the EU does not know it.
#
# One would expect: GR094259216 is refused, or given back as EL094259216: VAT numbers of Greece begin with EL, in VIES, in EC sales
#   lists and in the directive's implementing rules.
# What happens: both prefixes are valid, and each comes back as it was typed, so one customer has two numbers that compare unequal
#   and the first is unknown where it is reported. One writes EL oneself.
# Seen with: python-stdnum 2.2
# Source: ec.europa.eu, VIES, frequently asked questions, "What is the format of the VAT numbers?"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-stdnum==2.2
"$folder/venv/bin/python" - <<'PYTHON'
from stdnum.eu import vat

kept = {number: vat.validate(number) for number in ("GR 094 259 216", "EL 094 259 216")}
for typed, number in kept.items():
    print(f"{typed} -> {number}, country {vat.guess_country(number)}")
assert list(kept.values()) == ["GR094259216", "EL094259216"], kept
PYTHON
