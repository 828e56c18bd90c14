#!/usr/bin/env bash
# A text that gets a better translation keeps the old one.
#
# One would expect: Catalog.add("Save", "保存") puts this translation into the catalogue, whether or not the text is there already.
# What happens: babel merges the new message into the old one (places, comments, flags), keeps the old translation and hands back the new
#   message, which the catalogue does not hold. Whoever writes the file afterwards writes the old words. One sets catalog["Save"].string.
# Seen with: babel 2.18.0
# Source: the package's API documentation, Catalog.add and Catalog.__setitem__
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check babel==2.18.0
"$folder/venv/bin/python" - <<'PYTHON'
from babel.messages.catalog import Catalog

catalog = Catalog(locale="zh")
catalog.add("Save", "储存")
given_back = catalog.add("Save", "保存").string
kept = catalog["Save"].string
catalog["Save"].string = "保存"
print("given back:", given_back, "| kept:", kept, "| set by hand:", catalog["Save"].string)
assert (given_back, kept, catalog["Save"].string) == ("保存", "储存", "保存")
PYTHON
