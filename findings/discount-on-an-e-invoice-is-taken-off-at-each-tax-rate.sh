#!/usr/bin/env bash
# A discount on an e-invoice with two tax rates is taken off at both.
#
# One would expect: 100 euros off two lines of 1,000 euros at 19 % and 7 % leave bases that add up to the invoice's net of
#   1,900.
# What happens: each rate's base is its lines less the whole discount, 900 and 900, so the bases say 1,800 beside a net of
#   1,900, and the tax is too low. In the standard an allowance belongs to one rate; one that goes over both is written as two.
#   We spread it over the rates by largest remainder.
# Seen with: en16931 0.2
# Source: EN 16931-1, BR-CO-18, BR-S-08: the taxable amount of a rate is its lines less the allowances of that rate.
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


made = invoice(0.19, 0.07)
made.discount_amount = 100
bases = [str(made.taxable_base(tax)) for tax in sorted(made.unique_taxes, key=lambda each: each.percent)]
print("net", made.subtotal(), "bases", bases, "tax", made.tax_amount())
assert (str(made.subtotal()), bases, str(made.tax_amount())) == ("1900.00", ["900.00", "900.00"], "234.00"), bases
PYTHON
