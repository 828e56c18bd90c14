#!/usr/bin/env bash
# The company of a contact card is written letter by letter, and of two nicknames one is kept.
#
# One would expect: org.value = "Acme AB" is written ORG:Acme AB, as title, note and every other text is; NICKNAME:Bob,Robbie
#   comes back with both.
# What happens: each letter becomes a part of the organisation (A;c;m;e; ;A;B), without an error; it wants a list. Of the
#   nicknames only the first is read. Written back, the card has lost the other.
# Seen with: vobject 0.9.9
# Source: RFC 2426, 3.5.5 (ORG: one or more components) and 3.1.3 (NICKNAME: one or more names, divided by commas).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check vobject==0.9.9
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import vobject

card = vobject.vCard()
card.add("fn").value = "Eva Lind"
card.add("n").value = vobject.vcard.Name(family="Lind", given="Eva")
card.add("org").value = "Acme AB"
company = next(line for line in card.serialize().splitlines() if line.startswith("ORG"))
read = vobject.readOne("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Robert Lind\r\nN:Lind;Robert\r\nNICKNAME:Bob,Robbie\r\nEND:VCARD\r\n")
names = next(line for line in read.serialize().splitlines() if line.startswith("NICKNAME"))
print(company, names)
assert (company, names) == ("ORG:A;c;m;e; ;A;B", "NICKNAME:Bob"), (company, names)
PYTHON
