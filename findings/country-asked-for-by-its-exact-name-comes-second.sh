#!/usr/bin/env bash
# A country that is asked for by its exact name comes second, behind one whose name begins with it.
#
# One would expect: search_fuzzy("Niger") names Niger (NE) first: its name is exactly that. "Turkey", by which the country was
#   in the list until 2022 and is in most files, finds it.
# What happens: Nigeria (NG) comes first, so whoever takes the best match moves the customer to another country; "Turkey" is a
#   LookupError since the list says Türkiye. lookup("Niger") is right. We match names exactly, with the former ones kept beside.
# Seen with: pycountry 26.2.16
# Source: ISO 3166-1: NE Niger, NG Nigeria, TR Türkiye (newsletter of July 2022).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pycountry==26.2.16
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import pycountry

found = [each.alpha_2 for each in pycountry.countries.search_fuzzy("Niger")]
exact = pycountry.countries.lookup("Niger").alpha_2
try:
    turkey = pycountry.countries.search_fuzzy("Turkey")[0].alpha_2
except LookupError:
    turkey = None
print("search_fuzzy", found, "lookup", exact, "Turkey", turkey)
assert (found[0], exact, turkey) == ("NG", "NE", None), (found, exact, turkey)
PYTHON
