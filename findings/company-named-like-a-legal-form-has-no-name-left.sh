#!/usr/bin/env bash
# A company whose own name reads like a legal form is left without any name.
#
# One would expect: something is left of each company’s name; Sa Sa Ltd, a well-known chain of shops, is Sa Sa.
# What happens: each word that may be a legal form is taken from the end until nothing is left, and all such companies are alike:
#   an empty name. What is looked for duplicates by that name finds them in each other.
# Seen with: cleanco 2.3
# Source: the package’s README: basename gives the name without the legal form
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check cleanco==2.3
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from cleanco import basename

seen = {name: basename(name) for name in ("Kestrel Foods Ltd", "Sa Sa Ltd", "KG Inc.")}
print(seen)
assert seen["Kestrel Foods Ltd"] == "Kestrel Foods"
assert seen["Sa Sa Ltd"] == seen["KG Inc."] == ""
PYTHON
