#!/usr/bin/env bash
# A note or street of two lines makes the QR code of a contact a card that address books refuse.
#
# One would expect: a text of two lines stands on one line of the card, its line break written as \n, as commas and semicolons are
#   escaped already.
# What happens: the line break is written as it is, so that the second line stands on the card as a property without a name. A
#   reader of cards says that it can't read the line, and the contact with it.
# Seen with: segno 1.6.6 (helpers.make_vcard_data), read back by vobject 0.9.9
# Source: RFC 2426, section 2.4.2: a line break in a value MUST be written as backslash n
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check segno==1.6.6 vobject==0.9.9
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import vobject
from segno.helpers import make_vcard_data

one = make_vcard_data("Stein;Mara", "Mara Stein", memo="Met at the fair, wants a quote")
two = make_vcard_data("Stein;Mara", "Mara Stein", memo="Met at the fair.\nWants a quote.")
read = vobject.readOne(one).note.value
try:
    refused = f"read: {vobject.readOne(two).note.value!r}"
except vobject.base.ParseError as error:
    refused = f"refused: {error}"
print(f"a note of one line: {read!r}; of two lines: {refused}")
assert read == "Met at the fair, wants a quote"
assert "Failed to parse line: Wants a quote." in refused, refused
PYTHON
