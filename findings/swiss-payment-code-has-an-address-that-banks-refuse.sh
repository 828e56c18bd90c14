#!/usr/bin/env bash
# A Swiss payment code is made with an address that banks no longer take.
#
# One would expect: a creditor given by two address lines is refused, divided into street, postal code and town, or warned of:
#   since 22 November 2025 (Implementation Guidelines QR-bill 2.3) only structured addresses (type S) are allowed.
# What happens: the code is made with the combined address (type K), without a word; the customer's bank may not read it. One
#   passes street, pcode and city.
# Seen with: qrbill 1.2.0
# Source: six-group.com, QR-bill, "Adjustments to the QR-bill since November 2025"; github.com/claudep/swiss-qr-bill issue 105
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check qrbill==1.2.0
"$folder/venv/bin/python" -W always - <<'PYTHON'
import warnings

from qrbill import QRBill

account = "CH5800791123000889012"
lines = {"name": "Muster AG", "line1": "Bahnhofstrasse 1", "line2": "8001 Zürich", "country": "CH"}
parts = {"name": "Muster AG", "street": "Bahnhofstrasse", "house_num": "1", "pcode": "8001", "city": "Zürich", "country": "CH"}


def kind(creditor):
    return QRBill(account=account, creditor=creditor, amount="22.45").qr_data().split("\r\n")[4]


with warnings.catch_warnings(record=True) as warned:
    combined, structured = kind(lines), kind(parts)
print("address lines give type", combined, "and", len(warned), "warnings; parts give type", structured)
assert (combined, structured, len(warned)) == ("K", "S", 0)
PYTHON
