#!/usr/bin/env bash
# The same bank's code in its two spellings is two codes.
#
# One would expect: COBADEFF and COBADEFFXXX are equal and one key of a dict: XXX only says "head office", and files and invoices use both.
# What happens: schwifty compares the letters. The code it finds for an IBAN has eleven, the one in a bank file often eight, so a payer's bank
#   is not found again. The first eight letters are what has to be compared where the branch is XXX or missing.
# Seen with: schwifty 2026.10.1
# Source: ISO 9362:2022, 5 (the branch identifier is optional); SWIFT BIC policy ("XXX" for the primary office)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check schwifty==2026.10.1
"$folder/venv/bin/python" - <<'PYTHON'
from schwifty import BIC, IBAN

of_the_account, in_the_file = IBAN("DE89 3704 0044 0532 0130 00").bic, BIC("COBADEFF")
print(of_the_account, "==", in_the_file, ":", of_the_account == in_the_file)
print("keys of a dict:", len({of_the_account, in_the_file}))
assert str(of_the_account) == "COBADEFFXXX"
assert of_the_account != in_the_file
assert len({of_the_account, in_the_file}) == 2
PYTHON
