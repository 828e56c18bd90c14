#!/usr/bin/env bash
# Whoever is named by salutation and family name only gets a first name if the family name begins with van, von or de.
#
# One would expect: Mr. Berg and Mr. van der Berg are both a family name without a first name; the parser knows these particles, and
#   a title with one name behind it.
# What happens: Berg is the last name of Mr. Berg, but Mr. van der Berg is called van, and Herr von Stein von; a letter would begin
#   with "Dear van".
# Seen with: nameparser 2.6.0
# Source: the package’s documentation: prefixes are joined to the last name; a title and one name is a last name
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nameparser==2.6.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from nameparser import HumanName

seen = {name: (HumanName(name).first, HumanName(name).last) for name in ("Mr. Berg", "Anna van der Berg", "Mr. van der Berg", "Herr von Stein")}
print(seen)
assert seen["Mr. Berg"] == ("", "Berg")
assert seen["Anna van der Berg"] == ("Anna", "van der Berg")
assert seen["Mr. van der Berg"] == ("van", "der Berg")
assert seen["Herr von Stein"] == ("von", "Stein")
PYTHON
