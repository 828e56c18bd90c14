#!/usr/bin/env bash
# A whole amount in words is a hundredth of itself in most languages and itself in others.
#
# One would expect: num2words(1234, to="currency") says one thousand two hundred thirty-four of the currency in every language.
# What happens: an int is taken for cents (twelve euros, thirty-four cents) in English, French and German; the same number as a float, or a Decimal, is
#   euros; in Japanese an int is whole yen. Amounts in words on a payment order differ by a factor of 100 with the type.
# Seen with: num2words 0.5.14
# Source: the package's README (to="currency", no word about int)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check num2words==0.5.14
"$folder/venv/bin/python" - <<'PYTHON'
from decimal import Decimal
from num2words import num2words

def said(value, language, currency):
    return num2words(value, lang=language, to="currency", currency=currency)

whole = [said(1234, language, "EUR") for language in ("en", "fr", "de")]
exact = [said(Decimal("1234.00"), language, "EUR") for language in ("en", "fr", "de")]
yen = said(1234, "ja", "JPY")
print("int:", whole, "\nDecimal:", exact, "\nyen, int:", yen)
assert whole == ["twelve euro, thirty-four cents", "douze euros et trente-quatre centimes", "zwölf Euro und vierunddreißig Cent"]
assert all(not one.startswith(("twelve", "douze", "zwölf")) for one in exact)
assert yen == "千二百三十四円"
PYTHON
