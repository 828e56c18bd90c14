#!/usr/bin/env bash
# The 0 in brackets of "+48 (0) 22 …" stays part of the number where the country itself dials no 0.
#
# One would expect: "(0)" behind a country code, which cards all over Europe bear, means that the 0 falls away from abroad; a library
#   that drops it from "+49 (0) 30 …" drops it from Polish, Spanish, Portuguese, Norwegian and Danish numbers too.
# What happens: the 0 is dropped only where the country has a trunk prefix today. Elsewhere it becomes the first digit of the number,
#   which is not valid and, formatted as E.164, dials nobody.
# Seen with: phonenumbers 9.0.43
# Source: ITU-T E.123 on parentheses (digits that are not always dialled); phonenumbers documentation, parse
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check phonenumbers==9.0.43
"$folder/venv/bin/python" - <<'PYTHON'
import phonenumbers as p

def read(text):
    number = p.parse(text, None)
    return p.format_number(number, p.PhoneNumberFormat.E164), p.is_valid_number(number)

seen = {text: read(text) for text in ("+49 (0) 30 123456", "+48 (0) 22 123 45 67", "+48 22 123 45 67", "+34 (0) 912 345 678")}
for text, (dialled, valid) in seen.items():
    print(f"{text:22} -> {dialled} {'valid' if valid else 'not valid'}")
assert seen["+49 (0) 30 123456"] == ("+4930123456", True)
assert seen["+48 22 123 45 67"] == ("+48221234567", True)
assert seen["+48 (0) 22 123 45 67"] == ("+480221234567", False)
assert seen["+34 (0) 912 345 678"] == ("+340912345678", False)
PYTHON
