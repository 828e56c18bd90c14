#!/usr/bin/env bash
# A word behind a phone number becomes digits of it.
#
# One would expect: a remark such as "mobil" behind a number is cut or refused.
# What happens: three letters or more are read as on a telephone keypad, as for 1-800-FLOWERS, in every region: another number is dialled.
#   The German words for extension (App., Durchwahl) are not known as such and are dialled too.
# Seen with: phonenumbers 9.0.43
# Source: parse() documents "alpha" numbers; that every region reads them so is what surprises
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check phonenumbers==9.0.43
"$folder/venv/bin/python" - <<'PYTHON'
import phonenumbers
expected = {"030 123456 mobil": "+493012345666245", "030 123456 App. 78": "+493012345627778", "030 123456 ext. 78": "+4930123456"}
for typed, dialled in expected.items():
    number = phonenumbers.parse(typed, "DE")
    found = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    print(f"{typed!r} -> {found}, extension {number.extension}")
    assert found == dialled, found
PYTHON
