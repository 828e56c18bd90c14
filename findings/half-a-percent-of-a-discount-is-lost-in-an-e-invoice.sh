#!/usr/bin/env bash
# A discount of 12.5 % on an e-invoice is one of 12 %.
#
# One would expect: a discount of 12.5 % on 1,000 euros is 125 euros: a percentage has as many decimals as one gives it.
# What happens: the percentage is made a fraction of two decimals (0.12) before it is applied: 120 euros, and the written
#   document says 12 %; of 17.5 % stay 17 %. We keep percentages exactly and the amount beside.
# Seen with: en16931 0.2
# Source: EN 16931-1, BT-94 (document level allowance percentage) is of type Percentage, without a limit of decimals.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check en16931==0.2 py-money==0.5.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from en16931.invoice import Invoice
from en16931.invoice_line import InvoiceLine


def invoice(*rates):
    made = Invoice()
    for rate in rates:
        line = InvoiceLine(quantity=1, price=1000, item_name="Pump", tax_percent=rate, tax_category="S", tax_name="VAT")
        made.add_line(line)
    return made


read = {}
for percent in (12.5, 17.5):
    made = invoice(0.19)
    made.discount_percent = percent
    read[percent] = str(made.discount_amount)
print(read)
assert read == {12.5: "120.00", 17.5: "170.00"}, read
PYTHON
