#!/usr/bin/env bash
# A phone of a contact card of version 4.0 has one type of two words, and its address gains a backslash.
#
# One would expect: TYPE="voice,home" is a phone for voice and at home (RFC 6350 writes its example so), and what is written back is
#   the same card.
# What happens: a card of version 4.0 is read without a word by the rules of 3.0: the types are the one text "voice,home", so
#   whoever looks for home finds none; written back, the phone's URI has a backslash before ;ext= and is another number.
# Seen with: vobject 0.9.9
# Source: RFC 6350, sections 5.6 and 6.4.1
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check vobject==0.9.9
"$folder/venv/bin/python" - <<'PYTHON'
import vobject

phone = 'TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+1-555-555-0100;ext=5555'
card = vobject.readOne("\r\n".join(["BEGIN:VCARD", "VERSION:4.0", "FN:Anna Meier", phone, "END:VCARD", ""]))
types = card.tel.params["TYPE"]
back = next(line for line in card.serialize(validate=False).splitlines() if line.startswith("TEL"))
print("types:", types)
print("written back:", back)
assert types == ["voice,home"], types
assert back.endswith(r"tel:+1-555-555-0100\;ext=5555"), back
PYTHON
